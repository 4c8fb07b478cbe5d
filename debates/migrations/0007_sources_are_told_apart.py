"""A source is known by its DOI, or else by its web address however it is spelt; it has a revision and an adder.

Of sources that share an address today the oldest keeps it; the others stay, without a claim to it.
"""

import re
from hashlib import sha256
from urllib.parse import quote, urlsplit

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WHO_ADDED = """
UPDATE debates_source s SET added_by_id = e.actor_id FROM debates_entry e
WHERE e.controversy_id IS NULL AND e.verb = 'source.added' AND e.after -> 'id' = to_jsonb(s.id)
"""


# What all spellings of one address shared when this was written: a copy of that day's rule, so that a later rule
# does not rewrite what happened here.
TRACKING = re.compile(r"^(?:utm_[^=]*|fbclid|gclid|msclkid|mc_[ce]id)(?:=|$)", re.IGNORECASE)
ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")


def address_key(url):
    parts = urlsplit(url)
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not TRACKING.match(pair))
    route = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    rest = tidy(f"{parts.path.rstrip('/')}{'?' if query else ''}{query}{route.rstrip('/')}")
    key = f"{host(parts.hostname or '')}{port}{rest}"
    return key if len(key) <= 500 else f"sha256:{sha256(key.encode()).hexdigest()}"


def host(name):
    name = name.lower().rstrip(".").removeprefix("www.")
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(name)


def tidy(text):
    def one(found):
        letter = chr(int(found[1], 16))
        return letter if letter in PLAIN else found[0].upper()

    return quote(ESCAPED.sub(one, text), safe="!#$%&'()*+,/:;=?@[]~")


def fill_addresses(apps, schema_editor):  # noqa: ARG001
    sources = apps.get_model("debates", "Source").objects
    taken = set()
    for source in sources.exclude(url="").order_by("id").iterator():
        key = address_key(source.url)
        if source.doi is None and key in taken:
            continue
        if source.doi is None:
            taken.add(key)
        sources.filter(pk=source.pk).update(address=key)


class Migration(migrations.Migration):
    dependencies = [
        ("debates", "0006_numbers_and_halves_are_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="source",
            name="sources_by_address",
        ),
        migrations.AddField(
            model_name="source",
            name="address",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name="source",
            name="issue",
            field=models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="issue"),
        ),
        migrations.AddField(
            model_name="source",
            name="pages",
            field=models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="pages"),
        ),
        migrations.AddField(
            model_name="source",
            name="revision",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="source",
            name="volume",
            field=models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="volume"),
        ),
        migrations.AlterField(
            model_name="source",
            name="issued",
            field=models.JSONField(blank=True, default=list, verbose_name="date"),
        ),
        migrations.RunPython(fill_addresses, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(fields=["address"], name="sources_by_address_key"),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("address", ""), _negated=True), ("doi__isnull", True)),
                fields=("address",),
                name="source_without_a_doi_has_an_address_of_its_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("address", ""), models.Q(("url", ""), _negated=True), _connector="OR"),
                name="source_key_is_of_its_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision__gte", 1)), name="source_revision_starts_at_one"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(
            "CREATE INDEX entries_of_the_site_by_id ON debates_entry ((after -> 'id')) WHERE controversy_id IS NULL",
            "DROP INDEX entries_of_the_site_by_id",
        ),
        migrations.RunSQL(WHO_ADDED, migrations.RunSQL.noop),
    ]
