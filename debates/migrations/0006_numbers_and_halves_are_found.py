"""The search column reads "2015-2020" as two years and "men/women" as two words.

A stored generated column cannot be altered: it is dropped and made again, which rewrites the table once.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

PLAIN = (
    "translate(regexp_replace(normalize(%(expressions)s, NFKD), U&'[\\0300-\\036F]', '', 'g'), '-/<>&@+_', '        ')"
)


def words(configuration):
    return models.Func(
        models.F("text"), template=f"to_tsvector('{configuration}', {PLAIN})", output_field=SearchVectorField()
    )


class Migration(migrations.Migration):
    dependencies = [("debates", "0005_visits_remember_the_one_before")]

    operations = [
        migrations.RemoveIndex(model_name="contribution", name="contributions_by_words"),
        migrations.RemoveField(model_name="contribution", name="search"),
        migrations.AddField(
            model_name="contribution",
            name="search",
            field=models.GeneratedField(
                expression=models.Case(
                    models.When(language="en", then=words("english")),
                    models.When(language="es", then=words("spanish")),
                    default=words("simple"),
                ),
                output_field=SearchVectorField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            model_name="contribution", index=GinIndex(fields=["search"], name="contributions_by_words")
        ),
    ]
