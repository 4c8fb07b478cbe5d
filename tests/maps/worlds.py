"""Words that the stories of the map are told with: what was written, what was refused, a class and its seats."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from core.accounts.services import ensure_person
from core.errors import Refusal
from core.models import User
from debates.history.models import Entry
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Layer, Relation, Seat, Subject
from debates.maps.rules import State

TABLES = (
    "debates_contribution",
    "debates_premise",
    "debates_rating",
    "debates_ratingversion",
    "debates_entry",
    "debates_source",
    "debates_controversy",
    "debates_subject",
    "debates_grant",
    "debates_suggestion",
)


def everything() -> dict[str, tuple[int, str]]:
    """{table: (how many rows, a hash of them all)}: equal before and after when nothing was written."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(md5(t::text), '' ORDER BY id)), '') FROM {table} t"
            )
            found[table] = cursor.fetchone()
    return found


@contextmanager
def refused(code: str, field: str | None = None) -> Iterator[list[Refusal]]:
    """The block is refused with this code, beside this field, with a sentence, and it writes nothing."""
    told: list[Refusal] = []
    before = everything()
    with pytest.raises(Refusal) as caught:
        yield told
    told.append(caught.value)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert len(str(caught.value.message)) > 10
    assert everything() == before


def seq_of(controversy: Controversy) -> int:
    """The number of the map as it is now."""
    return int(Controversy.objects.values_list("seq", flat=True).get(pk=controversy.pk))


def lines_of(controversy: Controversy) -> list[Entry]:
    """The history of a map in its order."""
    return list(Entry.objects.filter(controversy=controversy).order_by("seq"))


def last_line(controversy: Controversy) -> Entry:
    """The newest line of a map's history."""
    return lines_of(controversy)[-1]


def assert_no_holes(controversy: Controversy) -> None:
    """Every number from 1 to the map's own has one line."""
    assert [entry.seq for entry in lines_of(controversy)] == [*range(1, seq_of(controversy) + 1)]


def relation_of(claim: Claim) -> Relation:
    """The relation that a reply came with."""
    found: Relation = Relation.objects.get(child=claim)
    return found


def fresh(row: Any) -> Any:
    """The row as the database has it now."""
    return Contribution.objects.get(pk=row.pk)


def turn(row: Any, state: str) -> Any:
    """A row in a state that no service of this room makes."""
    Contribution.objects.filter(pk=row.pk).update(state=state)
    return fresh(row)


def earned(person: User, controversy: Controversy) -> User:
    """A person who became a contributor by time and work."""
    User.objects.filter(pk=person.pk).update(date_joined=timezone.now() - timedelta(days=20))
    for number in range(10):
        maps.add_claim(controversy=controversy, by=person, text=f"{person.username}, thesis {number}.")
    return User.objects.get(pk=person.pk)


def open_map(subject: Subject, by: User, slug: str, **fields: Any) -> Controversy:
    """Another controversy; open and public unless told otherwise."""
    fields = {"state": "open", "title": slug, "question": f"What of {slug}?"} | fields
    return maps.open_controversy(subject=subject, by=by, slug=slug, **fields)


def set_map(controversy: Controversy, **fields: Any) -> Controversy:
    """The map as a phase of a class, or time, has left it."""
    Controversy.objects.filter(pk=controversy.pk).update(**fields)
    return Controversy.objects.get(pk=controversy.pk)


def guest(name: str) -> User:
    """A participant: no mail, no password, bound to a session by a seat alone."""
    person = ensure_person(name=name)
    User.objects.filter(pk=person.pk).update(is_guest=True, email="")
    return User.objects.get(pk=person.pk)


class ClassRoom:
    """A class session: its controversy, two group layers, a host, and whoever is seated."""

    def __init__(self, subject: Subject, by: User, *, visibility: str = "class", slug: str = "class-7b") -> None:
        self.map = open_map(subject, by, slug, access="session", visibility=visibility)
        self.layers = [Layer.objects.create(controversy=self.map, number=number) for number in (1, 2)]
        self.host = ensure_person(name=f"host-{slug}")
        Seat.objects.create(user=self.host, controversy=self.map, host=True)

    def seat(self, name: str, group: int | None = None, **fields: Any) -> User:
        """A guest in a group (1, 2 or none)."""
        person = guest(name)
        layer = self.layers[group - 1] if group else None
        Seat.objects.create(user=person, controversy=self.map, layer=layer, **fields)
        return person

    def allow(self, moves: Sequence[str] | None) -> None:
        """What the phase permits now; None everything, nothing a pause."""
        self.map = set_map(self.map, moves=None if moves is None else [*moves])

    def show(self, visibility: str) -> None:
        """Whose work is seen now."""
        self.map = set_map(self.map, visibility=visibility)


PUBLISHED, PENDING, HIDDEN, WITHDRAWN = State.PUBLISHED, State.PENDING, State.HIDDEN, State.WITHDRAWN
