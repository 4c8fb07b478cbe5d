"""Erasure in history: the only thing that changes what was written, under the setting of the trigger `entry_stays`."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from core.models import User
from debates.history.models import Entry, Visit
from debates.history.services import CHANNEL

# What may stay of a line about an erased text: codes, never anybody's words.
CODES = ("as", "claim_kind", "form", "genre", "intent", "kind", "side", "state")
NOTHING = json.dumps({"text": ""})

# A column's JSON with an empty text where words stood.
BARE = """
(SELECT coalesce(jsonb_object_agg(key, CASE
    WHEN jsonb_typeof(value) IN ('number', 'boolean', 'null') OR key = ANY(%(codes)s) THEN value
    ELSE '""'::jsonb END), '{{}}'::jsonb)
FROM jsonb_each({column}))
"""
PURGED = f"""
UPDATE debates_entry SET before = {BARE.format(column="before")}, after = {BARE.format(column="after")}, reason = ''
WHERE contribution = ANY(%(ids)s)
"""  # noqa: S608 - names of our own

# Lines by which this person's words came into a text, with the next line that put others there: those stand no more.
IS_OF = "(own.actor_id = %(person)s OR own.after -> 'suggested_by' = to_jsonb(%(person)s::bigint))"
PASSED = f"""
SELECT own.id, min(later.id)
FROM debates_entry own
JOIN debates_entry later ON later.contribution = own.contribution AND later.id > own.id AND later.before ? 'text'
WHERE {IS_OF} AND own.after ? 'text'
GROUP BY own.id
"""  # noqa: S608
REASONS = f"""
UPDATE debates_entry own SET reason = '' WHERE {IS_OF} AND own.contribution IS NOT NULL AND own.reason <> ''
"""  # noqa: S608

UNLINKED = """
UPDATE debates_entry SET after = after - 'suggested_by' WHERE after -> 'suggested_by' = to_jsonb(%s::bigint)
"""


def purge_texts(*, contribution_ids: Collection[int]) -> None:
    """Take every word out of the lines about these contributions, whoever wrote them; codes and numbers stay."""
    with _erasing() as cursor:
        cursor.execute(PURGED, {"ids": [*contribution_ids], "codes": [*CODES]})


def purge_wordings(*, person: User) -> None:
    """Take out this person's reasons, and their wordings of others' texts that stand no more."""
    with _erasing() as cursor:
        cursor.execute(PASSED, {"person": person.pk})
        for own, later in cursor.fetchall():
            cursor.execute("UPDATE debates_entry SET after = after || %s WHERE id = %s", [NOTHING, own])
            cursor.execute("UPDATE debates_entry SET before = before || %s WHERE id = %s", [NOTHING, later])
        cursor.execute(REASONS, {"person": person.pk})


def unlink(*, person: User) -> None:
    """Take this person out of every line, and forget how far they had read."""
    with _erasing() as cursor:
        cursor.execute("UPDATE debates_entry SET actor_id = NULL WHERE actor_id = %s", [person.pk])
        cursor.execute(UNLINKED, [person.pk])
    Visit.objects.filter(user=person).delete()


def record_all(*, controversy_id: int, lines: Sequence[tuple[str, int | None, int]]) -> None:
    """Write several lines of one map that nobody did, (verb, contribution, version) each; one notice for all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE debates_controversy SET seq = seq + %s WHERE id = %s RETURNING seq", [len(lines), controversy_id]
        )
        last = int(cursor.fetchone()[0])
    Entry.objects.bulk_create(
        Entry(controversy_id=controversy_id, seq=seq, contribution=contribution, verb=verb, version=version)
        for seq, (verb, contribution, version) in enumerate(lines, last - len(lines) + 1)
    )
    with connection.cursor() as cursor:
        payload = json.dumps({"controversy": controversy_id, "seq": last})
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


@contextmanager
def _erasing() -> Iterator[Any]:
    """A cursor with which lines may lose words and names; for these statements of the transaction alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('dissoi.erases', 'on', true)")
        yield cursor
        cursor.execute("SELECT set_config('dissoi.erases', '', true)")
