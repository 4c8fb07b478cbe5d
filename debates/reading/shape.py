"""Shapes of maps, kept in the process.

A shape depends on the map's number, the version of its ratings and the audience alone, so it is kept by these.
Whatever changes a map moves one of them.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from core.live.given import Numbers
from core.statements import fetch
from debates.maps.models import Controversy
from debates.maps.rules import Access, Rights
from debates.reading.kept import Kept, forget_all
from debates.reading.nodes import Shape
from debates.reading.renewal import renewed
from debates.reading.shaping import build

__all__ = [
    "Numbers",
    "Shape",
    "audience_of",
    "forget_shapes",
    "kept_shapes",
    "load_numbered",
    "load_shape",
    "load_shapes",
    "numbers_of",
]

KEPT_SHAPES = 64
NUMBERS = """
SELECT c.id, c.seq, (
    SELECT coalesce(sum(v.value), 0)::bigint FROM debates_ratingversion v WHERE v.controversy_id = c.id
)
FROM debates_controversy c WHERE c.id = ANY((SELECT %s::bigint[])::bigint[])
"""


class _Last(NamedTuple):
    """The last shape made for a number and an audience, with the version of the ratings in it."""

    ratings: int
    shape: Shape


_kept: Kept[_Last] = Kept(KEPT_SHAPES)


def forget_shapes() -> None:
    """Empty the process's memory of shapes and whole maps (tests, which roll numbers back, need it)."""
    forget_all()


def load_shape(*, controversy: Controversy, rights: Rights) -> Shape:
    """The shape for this viewer's audience: one statement when it is kept, three when only ratings have moved."""
    return load_numbered(controversy=controversy, rights=rights)[1]


def load_numbered(*, controversy: Controversy, rights: Rights, numbers: Numbers | None = None) -> tuple[Numbers, Shape]:
    """The shape, with the numbers under which it stands; what is written meanwhile may be in it already.

    One statement less where the numbers were read before.
    """
    numbers = numbers or numbers_of([controversy.pk])[controversy.pk]
    return numbers, _kept_or_built(controversy, rights, numbers)


def load_shapes(*, controversies: Sequence[Controversy], rights: Rights) -> dict[int, Shape]:
    """Shapes of several maps by controversy: one statement for all that are kept.

    The numbers are read before the rows: a change in between makes the kept shape newer than its key, and the
    next reader asks with another key.
    """
    numbers = numbers_of([one.pk for one in controversies])
    return {one.pk: _kept_or_built(one, rights, numbers[one.pk]) for one in controversies}


def kept_shapes(*, controversies: Sequence[Controversy], rights: Rights) -> dict[int, Shape]:
    """The shapes of those of these maps that are at hand, in one statement; none is built for it."""
    if not controversies:
        return {}
    numbers = numbers_of([one.pk for one in controversies])
    found = {one.pk: _kept.get(_key(one, rights, numbers[one.pk].seq)) for one in controversies}
    return {pk: last.shape for pk, last in found.items() if last and last.ratings >= numbers[pk].ratings}


def _kept_or_built(controversy: Controversy, rights: Rights, numbers: Numbers) -> Shape:
    """As it is kept; if only ratings have moved since, from what is kept; otherwise from the rows."""
    key = _key(controversy, rights, numbers.seq)
    last = _kept.get(key)
    if last is not None and last.ratings >= numbers.ratings:
        return last.shape
    shape = renewed(last.shape, controversy=controversy, rights=rights) if last else None
    if shape is None:
        shape = build(controversy, rights)
    _kept.put(key, _Last(numbers.ratings, shape))
    return shape


def _key(controversy: Controversy, rights: Rights, seq: int) -> tuple[object, ...]:
    return (controversy.pk, seq, *audience_of(controversy.pk, controversy.access, rights))


def numbers_of(ids: Collection[int]) -> dict[int, Numbers]:
    """The number of the last change of each of these maps, and the version of its ratings; in one statement."""
    return {pk: Numbers(seq, ratings) for pk, seq, ratings in fetch(NUMBERS, [[*ids]])} if ids else {}


def audience_of(controversy_id: int, access: str, rights: Rights) -> tuple[object, ...]:
    """Outside a class session all who may enter read the same published rows; inside one the seat decides."""
    place = rights.places.get(controversy_id)
    if access != Access.SESSION or place is None:
        return ("all",)
    return (place.visibility, place.layer_id, place.host, place.mates, rights.user_id)
