from django.db import migrations, models
from django.db.models import F


def read_up_to_there(apps, _schema_editor):
    apps.get_model("debates", "Visit").objects.update(latest=F("seq"))


class Migration(migrations.Migration):
    dependencies = [("debates", "0004_suggestions_say_why")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="latest",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="visit",
            name="before_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(read_up_to_there, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("latest__gte", models.F("seq"))), name="visit_reads_forward"
            ),
        ),
    ]
