"""Erasure in history: the only thing that changes what was written, under the setting of the trigger `entry_stays`."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Q

from core.models import User
from debates.history.models import Entry, Visit
from debates.history.services import CHANNEL

# What may stay of a line about an erased text: codes, never anybody's words.
CODES = ("as", "claim_kind", "form", "genre", "intent", "kind", "side", "state")

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

# Whose words a line holds: those of whoever suggested them, else of whoever wrote it.
WRITER = "CASE WHEN after ? 'suggestion' THEN after -> 'suggested_by' ELSE to_jsonb(actor_id) END"
REASONS = f"""
UPDATE debates_entry SET reason = ''
WHERE {WRITER} = to_jsonb(%(person)s::bigint) AND contribution IS NOT NULL AND reason <> ''
"""  # noqa: S608

FIELDS = ("text", "locator")  # those of a line that hold what somebody wrote
LEAVING = "leaving"  # in `after`: the fields whose words stand still, and go with the next wording
Words = set[tuple[str, str]]  # (field, what stood in it)

UNLINKED = """
UPDATE debates_entry SET after = after - 'suggested_by' WHERE after -> 'suggested_by' = to_jsonb(%s::bigint)
"""


def purge_texts(*, contribution_ids: Collection[int]) -> None:
    """Take every word out of the lines about these contributions, whoever wrote them; codes and numbers stay."""
    with _erasing() as cursor:
        cursor.execute(PURGED, {"ids": [*contribution_ids], "codes": [*CODES]})


def purge_wordings(*, person: User) -> None:
    """Take out this person's reasons, and what they wrote into others' texts wherever it stands no more.

    What still stands is part of another's text: it is marked and goes once it is history (`purge_passed`).
    """
    own = Entry.objects.filter(Q(actor=person) | Q(after__suggested_by=person.pk), contribution__isnull=False)
    for thread in _threads(own.order_by().values("contribution")):
        _let_go(thread, _first_written(thread, by=person.pk) | _leaving(thread))
    with _erasing() as cursor:
        cursor.execute(REASONS, {"person": person.pk})


def purge_passed(*, contribution_id: int) -> None:
    """After a new wording: take out the words of erased people that stood until now."""
    if Entry.objects.filter(contribution=contribution_id, after__has_key=LEAVING).exists():
        for thread in _threads([contribution_id]):
            _let_go(thread, _leaving(thread))


def _threads(contributions: Any) -> Iterator[list[Entry]]:
    """The lines that put words in place, oldest first, of one contribution after another."""
    lines = Entry.objects.filter(contribution__in=contributions, after__has_any_keys=[*FIELDS])
    for _contribution, thread in groupby(lines.order_by("contribution", "pk"), key=attrgetter("contribution")):
        yield [*thread]


def _first_written(thread: list[Entry], *, by: int) -> Words:
    """What this person was the first to write here: who goes back to words, or leaves a field as it is, repeats
    another's."""
    seen: Words = set()
    own: Words = set()
    for line in thread:
        seen |= _said(line.before)
        writer = line.after.get("suggested_by") if "suggestion" in line.after else line.actor_id
        if writer == by:
            own |= _said(line.after) - seen
        seen |= _said(line.after)
    return own


def _said(fields: dict[str, Any]) -> Words:
    return {(name, fields[name]) for name in FIELDS if fields.get(name)}


def _leaving(thread: list[Entry]) -> Words:
    return {(name, line.after[name]) for line in thread for name in line.after.get(LEAVING, ())}


def _let_go(thread: list[Entry], words: Words) -> None:
    """Take these words out of the lines, save where they stand now: there they are marked."""
    standing = {name: line.pk for line in thread for name in FIELDS if name in line.after}
    changed = []
    for line in thread:
        stays = {(name, said) for name, said in words & _said(line.after) if standing[name] == line.pk}
        before, after = _without(line.before, words), _without(line.after, words - stays)
        after.pop(LEAVING, None)
        if stays:
            after[LEAVING] = sorted(name for name, _words in stays)
        if (before, after) != (line.before, line.after):
            line.before, line.after = before, after
            changed.append(line)
    if changed:
        with _erasing():
            Entry.objects.bulk_update(changed, ["before", "after"], batch_size=500)


def _without(fields: dict[str, Any], words: Words) -> dict[str, Any]:
    """A text that went leaves its place, so that its line is a wording still; a locator is as if never given."""
    gone = {name for name, _said_there in words & _said(fields)}
    kept = {name: value for name, value in fields.items() if name not in gone}
    return kept | ({"text": ""} if "text" in gone else {})


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
