"""What a map is made of as one audience reads it: the nodes, and the shape that holds them."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from debates.insight.glyph import Glyph, draw
from debates.insight.strength import ArgumentGraph, Solved, solve
from debates.insight.words import ENOUGH_RATERS


class Tally(NamedTuple):
    """The ratings of one row; `node` is the row itself, or the claim that it was merged into."""

    pk: int
    node: int
    rated: int
    total: int


class ClaimNode(NamedTuple):
    """A canonical claim with the tally over all that were merged into it."""

    kind: str
    thesis_position: int | None
    author: int | None
    locked: bool
    rated: int
    total: int


class RelationNode(NamedTuple):
    child: int
    parent: int
    side: str
    author: int | None
    rated: int
    total: int
    premises: tuple[int, ...]


class EvidenceNode(NamedTuple):
    claim: int
    side: str
    source: int
    retracted: bool
    rated: int
    total: int


@dataclass(frozen=True)
class Shape:
    """A map as one audience reads it: its published rows, joined, counted and solved; without a single text.

    Ids are unique across claims, relations and evidence.
    """

    controversy_id: int
    theses: list[int]
    claims: dict[int, ClaimNode]
    relations: dict[int, RelationNode]
    evidence: dict[int, EvidenceNode]
    comments: dict[int, int]
    bearing: dict[int, list[int]]  # parent id -> relation ids, strongest force first
    bears_on: dict[int, list[int]]  # claim id -> relation ids, the oldest (its home) first
    cited: dict[int, list[int]]  # claim id -> evidence ids, oldest first
    graph: ArgumentGraph
    solved: Solved
    tallies: frozenset[Tally]
    few: dict[int, set[int]]  # who rated what few have rated

    def force(self, relation: int) -> float:
        """What the relation's child does to its parent now, in [0, 1]."""
        node = self.relations[relation]
        found = (f.x for f in self.solved.forces.get(node.parent, ()) if f.via == relation)
        return next(found, 0.0)

    @cached_property
    def second(self) -> dict[int, float]:
        """Strengths by the second method, which only the why and the panel ask for."""
        return solve(self.graph, "dfquad").strength

    @cached_property
    def glyph(self) -> Glyph:
        """The face of the map: its first thesis with what bears on it."""
        children = {
            claim: [
                (self.relations[pk].child, self.relations[pk].side, self.solved.strength[pk])
                for pk in self.bearing.get(claim, [])
                if self.relations[pk].child in self.claims
            ]
            for claim in self.claims
        }
        return draw(self.theses[0] if self.theses else 0, children, self.solved.strength)

    @cached_property
    def walks(self) -> dict[Hashable, Any]:
        """Walks over this map (`debates/reading/walk.py`), by the rows that their readers see beside it."""
        return {}

    @cached_property
    def raters(self) -> dict[int, int]:
        """How many different people rated anything in each node's branch, counted up to "enough"."""
        return _raters_up(self)


def _raters_up(shape: Shape) -> dict[int, int]:
    """A node with enough raters of its own settles it; only for the others are people told apart."""
    solved, relations = shape.solved, shape.relations
    people: dict[int, frozenset[int] | None] = {}  # None: enough
    for node in solved.order:
        own = shape.claims.get(node) or relations.get(node) or shape.evidence.get(node)
        below = [people[f.via] for f in solved.forces.get(node, ())]
        if node in relations:
            below += [people.get(bearer, frozenset()) for bearer in (relations[node].child, *relations[node].premises)]
        if (own and own.rated >= ENOUGH_RATERS) or None in below:
            people[node] = None
            continue
        together = frozenset(shape.few.get(node, ())).union(*(part for part in below if part))
        people[node] = None if len(together) >= ENOUGH_RATERS else together
    return {node: ENOUGH_RATERS if found is None else len(found) for node, found in people.items()}
