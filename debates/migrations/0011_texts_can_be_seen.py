"""A text shows something on a page; one that showed nothing becomes a sign, or (the reason of a step) none."""

from django.db import migrations, models

SEEN = (
    "[^"
    "\\u000a\\u0020\\u00a0\\u00ad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u115f"
    "\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000"
    "\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\U000110bd\\U000110cd\\U00013430-\\U0001343f"
    "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff"
    "]"
)

MARK = f"""
UPDATE debates_contribution SET text = CASE WHEN kind = 'relation' THEN '' ELSE '…' END
WHERE text <> '' AND text !~ '{SEEN}';
SET CONSTRAINTS ALL IMMEDIATE
"""  # noqa: S608 - a pattern of our own


class Migration(migrations.Migration):
    dependencies = [("debates", "0010_controversies_say_who_may_frame_them")]

    operations = [
        migrations.RemoveConstraint(model_name="contribution", name="text_is_not_empty"),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("text__regex", SEEN),
                    models.Q(("text", ""), models.Q(("kind", "relation"), ("state", "erased"), _connector="OR")),
                    _connector="OR",
                ),
                name="text_can_be_seen",
            ),
        ),
    ]
