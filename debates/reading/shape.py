"""Shapes of maps, kept in the process.

A shape depends on the map's number, the version of its ratings and the audience alone, so it is kept by these.
Whatever changes a map moves one of them.
"""

from collections.abc import Sequence
from typing import NamedTuple

from core.statements import fetch
from debates.maps.models import Controversy
from debates.maps.rules import Access, Rights
from debates.reading.kept import Kept, forget_all
from debates.reading.nodes import Shape
from debates.reading.renewal import renewed
from debates.reading.shaping import FEWEST_IN_CLASS, build

__all__ = ["FEWEST_IN_CLASS", "Shape", "audience_of", "forget_shapes", "kept_shapes", "load_shape", "load_shapes"]

KEPT_SHAPES = 64
NUMBERS = """
SELECT c.id, c.seq, (
    SELECT coalesce(sum(v.value), 0)::bigint FROM debates_ratingversion v WHERE v.controversy_id = c.id
)
FROM debates_controversy c WHERE c.id = ANY(%s)
"""


class _Numbers(NamedTuple):
    """The number of a map's last change, and the version of its ratings."""

    seq: int
    ratings: int


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
    return load_shapes(controversies=[controversy], rights=rights)[controversy.pk]


def load_shapes(*, controversies: Sequence[Controversy], rights: Rights) -> dict[int, Shape]:
    """Shapes of several maps by controversy: one statement for all that are kept.

    The numbers are read before the rows: a change in between makes the kept shape newer than its key, and the
    next reader asks with another key.
    """
    numbers = _numbers(controversies)
    return {one.pk: _kept_or_built(one, rights, numbers[one.pk]) for one in controversies}


def kept_shapes(*, controversies: Sequence[Controversy], rights: Rights) -> dict[int, Shape]:
    """The shapes of those of these maps that are at hand, in one statement; none is built for it."""
    if not controversies:
        return {}
    numbers = _numbers(controversies)
    found = {one.pk: _kept.get(_key(one, rights, numbers[one.pk].seq)) for one in controversies}
    return {pk: last.shape for pk, last in found.items() if last and last.ratings >= numbers[pk].ratings}


def _kept_or_built(controversy: Controversy, rights: Rights, numbers: _Numbers) -> Shape:
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


def _numbers(controversies: Sequence[Controversy]) -> dict[int, _Numbers]:
    """The numbers of these maps, in one statement."""
    ids = [one.pk for one in controversies]
    return {pk: _Numbers(seq, ratings) for pk, seq, ratings in fetch(NUMBERS, [ids])} if ids else {}


def audience_of(controversy_id: int, access: str, rights: Rights) -> tuple[object, ...]:
    """Outside a class session all who may enter read the same published rows; inside one the seat decides."""
    place = rights.places.get(controversy_id)
    if access != Access.SESSION or place is None:
        return ("all",)
    return (place.visibility, place.layer_id, place.host, place.mates, rights.user_id)
