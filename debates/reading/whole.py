"""A whole map as JSON bytes: what one reader may see of it, worked out once for each audience and each version.

Rows are read as tuples, one statement for each kind, through the gate. What all of an audience read is kept as
bytes; what a member alone may see beside it is added when it is asked for.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from django.db.models import QuerySet

from debates.maps.models import Controversy
from debates.maps.models.ready import Make, ready_rows
from debates.maps.queries import SLUG
from debates.maps.queries.rows import stubs_among
from debates.maps.rules import Rights
from debates.ratings.queries import version_beside
from debates.reading.kept import Kept
from debates.reading.shape import audience_of
from debates.reading.shaping import fewest_for, prior_for
from debates.reading.whole_rows import OTHERS, PUBLISHED, Told, premises, tell, tell_others

FORMAT = 1  # another one makes every tag another
KEPT_BYTES = 64 * 2**20
EMPTY = b"[]"


class Opened(NamedTuple):
    """A map that a viewer may enter, with its number and the version of its ratings: all on which its bytes depend."""

    id: int
    subject: int
    slug: str
    title: str
    question: str
    language: str
    state: str
    access: str
    blind: bool
    seq: int
    ratings: int

    def shared(self, rights: Rights) -> tuple[object, ...]:
        """What the bytes of this viewer's audience are kept by."""
        return (FORMAT, self.id, self.seq, self.ratings, *audience_of(self.id, self.access, rights))

    def tag(self, rights: Rights) -> str:
        """The entity tag of the whole for this viewer: a person, and staff or not, may see rows of their own beside."""
        staff = rights.moderates(subject_id=self.subject, controversy_id=self.id)
        told = repr([*(_steady(part) for part in self.shared(rights)), rights.user_id, staff])
        return f'"{sha256(told.encode()).hexdigest()[:32]}"'


def _steady(part: object) -> object:
    """A set in an order that every process agrees on."""
    return sorted(part) if isinstance(part, frozenset) else part


_kept: Kept[Told] = Kept(KEPT_BYTES, weigh=lambda told: told.size)


def find_map(*, slug: str, rights: Rights) -> Opened | None:
    """The map at this address, if this viewer may enter it. One statement."""
    rows = ready_rows(_numbered, rights=rights, said={SLUG: slug})
    return Opened._make(rows[0]) if rows else None


def _numbered(rights: Rights) -> "QuerySet[Controversy, Any]":
    found = Controversy.objects.visible_to(rights).filter(slug=SLUG).annotate(ratings=version_beside()).order_by()
    words = ("slug", "title", "question", "language", "state", "access")
    rows: QuerySet[Controversy, Any] = found.values_list("pk", "subject_id", *words, "blind_ratings", "seq", "ratings")
    return rows


def map_bytes(*, controversy: Controversy | Opened, rights: Rights) -> bytes:
    """The map as JSON; nothing for a map that this viewer may not enter.

    Statements: one to open it where it is not open; for a member's own rows one a kind, and one for stubs where
    something hangs on them; where nothing is kept one a kind and one for premises.
    """
    opened = controversy if isinstance(controversy, Opened) else find_map(slug=controversy.slug, rights=rights)
    if opened is None:
        return b""
    key = opened.shared(rights)
    shared = _kept.get(key)
    if shared is None:
        shared = _read_shared(opened, rights)
        _kept.put(key, shared)
    return _joined(opened, shared, rights)


def _rows(make: Make, opened: Opened, rights: Rights) -> list[tuple[Any, ...]]:
    return ready_rows(make, rights=rights, row=opened.id)


def _read_shared(opened: Opened, rights: Rights) -> Told:
    """What counts, as this viewer's audience reads it."""
    claims, relations, evidence = (_rows(make, opened, rights) for make in PUBLISHED)
    return tell(
        claims,
        relations,
        evidence,
        _rows(premises, opened, rights),
        fewest=fewest_for(opened.id, opened.access, rights),
        prior=prior_for(opened.access),
        blind=opened.blind,
    )


def _joined(opened: Opened, shared: Told, rights: Rights) -> bytes:
    """The whole, with what this viewer alone may see at the end of each list; large parts are copied once."""
    own = tell_others(*_own_rows(opened, rights))
    missing = shared.missing | own.missing
    stubs = stubs_among(ids=missing, controversy_id=opened.id, viewer=rights) if missing else []
    head = {name: getattr(opened, name) for name in ("slug", "title", "question", "language", "state")}
    parts: list[bytes | memoryview] = [b'{"controversy":', orjson.dumps(head), b',"seq":%d' % opened.seq]
    for name, *both in zip((b"claims", b"relations", b"evidence"), shared.lists, own.lists, strict=True):
        parts += [b',"%s":' % name, *_as_one(*both)]
    return b"".join([*parts, b',"stubs":', orjson.dumps(stubs), b"}"])


def _as_one(shared: bytes, own: bytes) -> tuple[bytes | memoryview, ...]:
    """Two lists in JSON as the parts of one."""
    if EMPTY in (shared, own):
        return (shared if own == EMPTY else own,)
    return memoryview(shared)[:-1], b",", memoryview(own)[1:]


def _own_rows(opened: Opened, rights: Rights) -> Iterable[list[tuple[Any, ...]]]:
    """Rows that are not published and that this viewer may read: their own, and for staff all; a visitor has none."""
    return ([] if rights.user_id is None else _rows(make, opened, rights) for make in OTHERS)
