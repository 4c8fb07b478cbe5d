"""No text holds U+FFFE or U+FFFF, which no feed and no drawing can carry; where one stood, the sign for "unreadable"."""

from django.conf import settings
from django.db import migrations, models

FORBIDDEN = "[\\u0001-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]"
PLACES = {
    "contribution": ("text", "text_has_no_control_characters"),
    "source": ("title", "source_title_is_clean"),
    "suggestion": ("text", "suggestion_has_no_control_characters"),
}


def tidied(model, column):
    table = f"debates_{model}"
    return migrations.RunSQL(
        f"UPDATE {table} SET {column} = regexp_replace({column}, '[\\ufffe\\uffff]', U&'\\FFFD', 'g') "  # noqa: S608
        f"WHERE {column} ~ '[\\ufffe\\uffff]'; SET CONSTRAINTS ALL IMMEDIATE",
        migrations.RunSQL.noop,
    )


def clean(column):
    return models.Q((f"{column}__regex", FORBIDDEN), _negated=True)


class Migration(migrations.Migration):
    dependencies = [
        ("debates", "0011_texts_can_be_seen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(migrations.RemoveConstraint(model_name=model, name=name) for model, (_, name) in PLACES.items()),
        *(tidied(model, column) for model, (column, _) in PLACES.items()),
        *(
            migrations.AddConstraint(
                model_name=model, constraint=models.CheckConstraint(condition=clean(column), name=name)
            )
            for model, (column, name) in PLACES.items()
        ),
    ]
