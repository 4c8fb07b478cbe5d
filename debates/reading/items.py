"""Contributions one by one, each with what the map reckons of it: for whoever reads without a page."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from debates.insight.words import word_for
from debates.maps.models import Contribution
from debates.maps.queries.rows import premises_of
from debates.maps.rules import Kind, Rights
from debates.ratings.queries import own_ratings
from debates.reading.shape import Shape, load_shapes


@dataclass(slots=True)
class Item:
    """A row with its tally and strength; both are None or nought for what takes no part in the reckoning.

    `strength` is in [0, 1], `standing` the code of its word, `mean` of ratings 0 to 4. The mean is None while
    others' ratings are hidden from the viewer.
    """

    row: Contribution
    strength: float | None = None
    standing: str | None = None
    count: int = 0
    mean: float | None = None
    premises: list[int] = field(default_factory=list)


def items_of(*, rows: Sequence[Contribution], rights: Rights) -> list[Item]:
    """The rows with their figures: the statements of their maps' shapes, and one for premises where there are steps."""
    maps = {row.controversy_id: row.controversy for row in rows if row.kind != Kind.COMMENT}
    shapes = load_shapes(controversies=list(maps.values()), rights=rights) if maps else {}
    blind = [row.pk for row in rows if row.controversy.blind_ratings]
    own = own_ratings(rater=rights.user_id, target_ids=blind) if blind else {}
    steps = [row.pk for row in rows if row.kind == Kind.RELATION]
    premises = premises_of(relation_ids=steps, viewer=rights) if steps else {}
    items = [Item(row, premises=premises.get(row.pk, [])) for row in rows]
    for item in items:
        if item.row.controversy_id in shapes:
            _reckon(item, shapes[item.row.controversy_id], hidden=item.row.pk in blind and item.row.pk not in own)
    return items


def item_of(*, row: Contribution, rights: Rights) -> Item:
    """One row with its figures."""
    return items_of(rows=[row], rights=rights)[0]


def _reckon(item: Item, shape: Shape, *, hidden: bool) -> None:
    pk = item.row.pk
    node = shape.claims.get(pk) or shape.relations.get(pk) or shape.evidence.get(pk)
    if node is None:
        return
    item.count = node.rated
    item.mean = node.total / node.rated if node.rated and not hidden else None
    if pk in shape.solved.strength:
        item.strength = shape.solved.strength[pk]
        item.standing = word_for(item.strength, shape.raters[pk]).code
