"""How a shape is made from the rows of a map."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from debates.comments.models import Comment
from debates.insight.strength import (
    ArgumentGraph,
    Cited,
    Force,
    Rel,
    Solved,
    agreement_base,
    credibility_base,
    impact_base,
    solve,
)
from debates.insight.words import ENOUGH_RATERS
from debates.maps.models import Contribution, Controversy, Premise
from debates.maps.models.ready import ROW, ready_rows
from debates.maps.rules import Access, Kind, Rights, Side, State
from debates.ratings.models import Rating
from debates.reading.nodes import ClaimNode, EvidenceNode, RelationNode, Shape, Tally

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


def build(controversy: Controversy, rights: Rights) -> Shape:
    """The shape from the rows: five statements."""
    rows = _rows(controversy, rights)
    claims, relations, evidence = _sorted_out(
        rows, _premises(controversy), fewest_for(controversy.pk, controversy.access, rights)
    )
    graph = graph_of(claims, relations, evidence, prior_for(controversy.access))
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
        tallies=frozenset(Tally(row.pk, row.canonical or row.pk, row.rated, row.total) for row in rows),
        few=few_raters(controversy, rights),
    )


def fewest_for(controversy_id: int, access: str, rights: Rights) -> int:
    """Tallies of fewer raters than this are not shown: five in a class, unless one is its host."""
    return FEWEST_IN_CLASS if access == Access.SESSION and not rights.hosts(controversy_id) else 1


def prior_for(access: str) -> float:
    """What a step counts before anybody has rated it."""
    return 0.5 if access == Access.SESSION else 0.25


def read_tallies(controversy: Controversy, rights: Rights) -> frozenset[Tally]:
    """The tallies of all rows that count, in one statement."""
    return frozenset(map(Tally._make, ready_rows(_tallied, rights=rights, row=controversy.pk)))


def _tallied(rights: Rights) -> "QuerySet[Contribution, Any]":
    seen = Contribution.objects.visible_to(rights).filter(controversy=ROW, state=State.PUBLISHED)
    node = Coalesce(F("canonical_id"), F("id"))
    return seen.exclude(kind=Kind.COMMENT).order_by().values_list("id", node, "rating_count", "rating_sum")


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


def _premises(controversy: Controversy) -> dict[int, list[int]]:
    held = Premise.objects.filter(relation__controversy=controversy).order_by("pk")
    rows = held.values_list("relation_id", "claim__canonical_id")
    return _grouped((relation, claim) for relation, claim in rows if claim is not None)


def _comment_counts(controversy: Controversy, rights: Rights) -> dict[int, int]:
    talk = Comment.objects.visible_to(rights).filter(controversy=controversy, state=State.PUBLISHED)
    on = Coalesce(F("target__canonical_id"), F("target_id"))
    return dict(talk.order_by().values_list(on).annotate(n=Count("pk")))


def few_raters(controversy: Controversy, rights: Rights) -> dict[int, set[int]]:
    """Who rated the things that few have rated: enough to tell whether a branch has enough raters."""
    if fewest_for(controversy.pk, controversy.access, rights) > 1:
        return {}
    few = Rating.objects.filter(target__controversy=controversy, counted=True, target__rating_count__lt=ENOUGH_RATERS)
    people: dict[int, set[int]] = defaultdict(set)
    for target, rater in few.values_list(Coalesce(F("target__canonical_id"), F("target_id")), "rater_id"):
        people[target].add(rater)
    return people


def graph_of(
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
    """Relation ids by parent, the strongest force first."""
    groups = _grouped((node.parent, pk) for pk, node in relations.items())
    return {parent: by_force(pks, solved.forces.get(parent, ())) for parent, pks in groups.items()}


def by_force(relations: Iterable[int], forces: Iterable[Force]) -> list[int]:
    """These relations, the strongest force first, of equals the older; those of hidden children last."""
    force = {one.via: one.x for one in forces}
    return sorted(relations, key=lambda pk: (-force.get(pk, -1.0), pk))
