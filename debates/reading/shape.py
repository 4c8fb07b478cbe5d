"""A map as one audience reads it: its published rows, joined, counted and solved; without a single text.

The shape depends on the map's number, the version of its ratings and the audience alone, so it is kept in the
process by these three. Whatever changes a map moves one of them.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from debates.comments.models import Comment
from debates.insight.strength import (
    ArgumentGraph,
    Cited,
    Rel,
    Solved,
    agreement_base,
    credibility_base,
    impact_base,
    solve,
)
from debates.insight.words import ENOUGH_RATERS
from debates.maps.models import Contribution, Controversy, Premise
from debates.maps.rules import Access, Kind, Rights, Side, State
from debates.ratings.models import Rating, RatingVersion

KEPT_SHAPES = 64
FEWEST_IN_CLASS = 5  # a tally of fewer raters is not shown in a class session


class Row(NamedTuple):
    """One published row as it is read, its ends resolved to canonical claims."""

    pk: int
    kind: str
    canonical: int | None
    author: int | None
    rated: int
    total: int
    side: str
    claim_kind: str
    thesis_position: int | None
    child: int
    parent: int
    claim: int
    source: int
    retracted_at: datetime | None
    locked: bool


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


@dataclass(frozen=True, slots=True)
class Shape:
    """See the module. Ids are unique across claims, relations and evidence."""

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
    second: dict[int, float]  # strengths by the second method
    raters: dict[int, int]  # different people who rated anything in the branch, counted up to three

    def force(self, relation: int) -> float:
        """What the relation's child does to its parent now, in [0, 1]."""
        node = self.relations[relation]
        found = (f.x for f in self.solved.forces.get(node.parent, ()) if f.via == relation)
        return next(found, 0.0)


_kept: OrderedDict[tuple[object, ...], Shape] = OrderedDict()
_guard = Lock()


def forget_shapes() -> None:
    """Empty the process's memory of shapes (tests, which roll numbers back, need it)."""
    with _guard:
        _kept.clear()


def load_shape(*, controversy: Controversy, rights: Rights) -> Shape:
    """The shape for this viewer's audience: one statement when it is kept, six when it is not."""
    return load_shapes(controversies=[controversy], rights=rights)[controversy.pk]


def load_shapes(*, controversies: Sequence[Controversy], rights: Rights) -> dict[int, Shape]:
    """Shapes of several maps by controversy: one statement for all that are kept.

    The numbers are read before the rows: a change in between makes the kept shape newer than its key, and the
    next reader asks with another key.
    """
    numbers = _numbers(controversies)
    return {one.pk: _kept_or_built(one, rights, numbers[one.pk]) for one in controversies}


def _kept_or_built(controversy: Controversy, rights: Rights, numbers: tuple[int, int]) -> Shape:
    key = (controversy.pk, *numbers, *_audience(controversy, rights))
    with _guard:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    shape = _build(controversy, rights)
    with _guard:
        _kept[key] = shape
        while len(_kept) > KEPT_SHAPES:
            _kept.popitem(last=False)
    return shape


def _numbers(controversies: Sequence[Controversy]) -> dict[int, tuple[int, int]]:
    """{controversy id: (seq, version of its ratings)}."""
    versions = RatingVersion.objects.filter(controversy=OuterRef("pk")).order_by().values("controversy")
    rows = Controversy.objects.filter(pk__in=[one.pk for one in controversies]).annotate(
        ratings=Coalesce(Subquery(versions.annotate(total=Sum("value")).values("total")), 0)
    )
    return {pk: (seq, ratings) for pk, seq, ratings in rows.order_by().values_list("pk", "seq", "ratings")}


def _audience(controversy: Controversy, rights: Rights) -> tuple[object, ...]:
    """Outside a class session all who may enter read the same published rows; inside one the seat decides."""
    place = rights.places.get(controversy.pk)
    if controversy.access != Access.SESSION or place is None:
        return ("all",)
    return (place.visibility, place.layer_id, place.host, place.mates, rights.user_id)


def _rows(controversy: Controversy, rights: Rights) -> list[Row]:
    seen = Contribution.objects.visible_to(rights).filter(controversy=controversy, state=State.PUBLISHED)
    found = seen.exclude(kind=Kind.COMMENT).values_list(
        "pk",
        "kind",
        "canonical_id",
        "author_id",
        "rating_count",
        "rating_sum",
        "side",
        "claim_kind",
        "thesis_position",
        F("child__canonical_id"),
        Coalesce(F("parent__canonical_id"), F("parent_id")),
        F("claim__canonical_id"),
        "source_id",
        "source__retracted_at",
        "locked",
    )
    return [Row._make(row) for row in found.order_by("pk")]


def _build(controversy: Controversy, rights: Rights) -> Shape:
    in_class = controversy.access == Access.SESSION
    place = rights.places.get(controversy.pk)
    fewest = FEWEST_IN_CLASS if in_class and not (place and place.host) else 1
    claims, relations, evidence = _sorted_out(_rows(controversy, rights), _premises(controversy), fewest)
    graph = _graph(claims, relations, evidence, prior=0.5 if in_class else 0.25)
    solved = solve(graph)
    return Shape(
        controversy_id=controversy.pk,
        theses=sorted(
            (pk for pk in claims if claims[pk].thesis_position), key=lambda pk: claims[pk].thesis_position or 0
        ),
        claims=claims,
        relations=relations,
        evidence=evidence,
        comments=_comment_counts(controversy, rights),
        bearing=_bearing(relations, solved),
        bears_on=_grouped((node.child, pk) for pk, node in relations.items()),
        cited=_grouped((node.claim, pk) for pk, node in evidence.items()),
        graph=graph,
        solved=solved,
        second=solve(graph, "dfquad").strength,
        raters=_raters_up(solved, claims, relations, evidence, _few_raters(controversy) if fewest == 1 else {}),
    )


def _premises(controversy: Controversy) -> dict[int, list[int]]:
    held = Premise.objects.filter(relation__controversy=controversy).order_by("pk")
    rows = held.values_list("relation_id", "claim__canonical_id")
    return _grouped((relation, claim) for relation, claim in rows if claim is not None)


def _comment_counts(controversy: Controversy, rights: Rights) -> dict[int, int]:
    talk = Comment.objects.visible_to(rights).filter(controversy=controversy, state=State.PUBLISHED)
    on = Coalesce(F("target__canonical_id"), F("target_id"))
    return dict(talk.order_by().values_list(on).annotate(n=Count("pk")))


def _few_raters(controversy: Controversy) -> dict[int, set[int]]:
    """Who rated the things that few have rated: enough to tell whether a branch has enough raters."""
    few = Rating.objects.filter(target__controversy=controversy, counted=True, target__rating_count__lt=ENOUGH_RATERS)
    people: dict[int, set[int]] = defaultdict(set)
    for target, rater in few.values_list(Coalesce(F("target__canonical_id"), F("target_id")), "rater_id"):
        people[target].add(rater)
    return people


def _graph(
    claims: dict[int, ClaimNode],
    relations: dict[int, RelationNode],
    evidence: dict[int, EvidenceNode],
    prior: float,
) -> ArgumentGraph:
    """Nodes with their bases."""
    return ArgumentGraph(
        claims={pk: agreement_base(node.total, node.rated) for pk, node in claims.items()},
        evidence={pk: _cited(node) for pk, node in evidence.items()},
        relations={
            pk: Rel(node.child, node.parent, node.side, impact_base(node.total, node.rated, prior), node.premises)
            for pk, node in relations.items()
        },
    )


def _cited(node: EvidenceNode) -> Cited:
    """Evidence of a retracted source exerts no force, whatever is said for it."""
    if node.retracted:
        return Cited(node.claim, Side.CONTEXT, 0.0)
    return Cited(node.claim, node.side, credibility_base(node.total, node.rated))


def _sorted_out(
    rows: Iterable[Row], premises: dict[int, list[int]], fewest: int
) -> tuple[dict[int, ClaimNode], dict[int, RelationNode], dict[int, EvidenceNode]]:
    """Rows into nodes: members of a merge count as one claim, twin relations between such claims as one."""
    claims: dict[int, ClaimNode] = {}
    relations: dict[int, RelationNode] = {}
    evidence: dict[int, EvidenceNode] = {}
    tallies: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    joined: set[tuple[int, int]] = set()
    for row in rows:
        count, total = (row.rated, row.total) if row.rated >= fewest else (0, 0)
        if row.kind == Kind.CLAIM and row.canonical:
            tallies[row.canonical][0] += count
            tallies[row.canonical][1] += total
            if row.pk == row.canonical:
                claims[row.pk] = ClaimNode(row.claim_kind, row.thesis_position, row.author, row.locked, 0, 0)
        elif row.kind == Kind.RELATION and row.child != row.parent and (row.child, row.parent) not in joined:
            joined.add((row.child, row.parent))
            needs = tuple(premises.get(row.pk, ()))
            relations[row.pk] = RelationNode(row.child, row.parent, row.side, row.author, count, total, needs)
        elif row.kind == Kind.EVIDENCE:
            gone = row.retracted_at is not None
            evidence[row.pk] = EvidenceNode(row.claim, row.side, row.source, gone, count, total)
    for pk, node in claims.items():
        claims[pk] = node._replace(rated=tallies[pk][0], total=tallies[pk][1])
    return claims, relations, evidence


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def _bearing(relations: dict[int, RelationNode], solved: Solved) -> dict[int, list[int]]:
    """Relation ids by parent, the strongest force first, of equals the older; those of hidden children last."""
    force = {f.via: f.x for forces in solved.forces.values() for f in forces}
    groups = _grouped((node.parent, pk) for pk, node in relations.items())
    return {parent: sorted(pks, key=lambda pk: (-force.get(pk, -1.0), pk)) for parent, pks in groups.items()}


def _raters_up(
    solved: Solved,
    claims: dict[int, ClaimNode],
    relations: dict[int, RelationNode],
    evidence: dict[int, EvidenceNode],
    few: dict[int, set[int]],
) -> dict[int, int]:
    """How many different people rated anything in each node's branch, counted up to "enough".

    A node with enough raters of its own settles it; only for the others are people told apart.
    """
    people: dict[int, frozenset[int] | None] = {}  # None: enough
    for node in solved.order:
        own = claims.get(node) or relations.get(node) or evidence.get(node)
        below = [people[f.via] for f in solved.forces.get(node, ())]
        if node in relations:
            below += [people.get(bearer, frozenset()) for bearer in (relations[node].child, *relations[node].premises)]
        if (own and own.rated >= ENOUGH_RATERS) or None in below:
            people[node] = None
            continue
        together = frozenset(few.get(node, ())).union(*(part for part in below if part))
        people[node] = None if len(together) >= ENOUGH_RATERS else together
    return {node: ENOUGH_RATERS if found is None else len(found) for node, found in people.items()}
