"""A shape after ratings: the map stands as it stood, so only tallies and what they move are worked out anew."""

from collections.abc import Collection
from dataclasses import replace

from debates.insight.moving import move
from debates.maps.models import Controversy
from debates.maps.rules import Rights
from debates.reading.nodes import ClaimNode, EvidenceNode, RelationNode, Shape, Tally
from debates.reading.shaping import by_force, few_raters, fewest_for, graph_of, prior_for, read_tallies


def renewed(old: Shape, *, controversy: Controversy, rights: Rights) -> Shape | None:
    """The shape with the tallies of now, equal to one built anew; None where the rows are not those of then.

    Two statements; beside reading the tallies it takes the time of what stands above the rated rows.
    """
    rows = read_tallies(controversy, rights)
    changed, gone = rows - old.tallies, old.tallies - rows
    if {(row.pk, row.node) for row in changed} != {(row.pk, row.node) for row in gone}:
        return None
    sums = _sums(rows, {row.node for row in changed}, fewest_for(controversy.pk, controversy.access, rights))
    claims = {pk: old.claims[pk]._replace(rated=n, total=t) for pk, (n, t) in sums.items() if pk in old.claims}
    relations = {pk: old.relations[pk]._replace(rated=n, total=t) for pk, (n, t) in sums.items() if pk in old.relations}
    evidence = {pk: old.evidence[pk]._replace(rated=n, total=t) for pk, (n, t) in sums.items() if pk in old.evidence}
    return _with(old, claims, relations, evidence, prior_for(controversy.access), rows, few_raters(controversy, rights))


def _sums(rows: Collection[Tally], nodes: set[int], fewest: int) -> dict[int, tuple[int, int]]:
    """The tallies of these nodes: a claim's is the sum over all that were merged into it."""
    sums = dict.fromkeys(nodes, (0, 0))
    for _pk, node, rated, total in rows:
        if node in nodes and rated >= fewest:
            sums[node] = (sums[node][0] + rated, sums[node][1] + total)
    return sums


def _with(
    old: Shape,
    claims: dict[int, ClaimNode],
    relations: dict[int, RelationNode],
    evidence: dict[int, EvidenceNode],
    prior: float,
    rows: frozenset[Tally],
    few: dict[int, set[int]],
) -> Shape:
    """The old shape with these nodes in their places, and all that they move."""
    part = graph_of(claims, relations, evidence, prior)
    bases = dict(part.claims)
    bases.update((pk, one.base) for pk, one in part.relations.items())
    bases.update((pk, one.base) for pk, one in part.evidence.items())
    graph = replace(
        old.graph,
        claims={**old.graph.claims, **part.claims},
        relations={**old.graph.relations, **part.relations},
        evidence={**old.graph.evidence, **part.evidence},
    )
    moved = move(graph, old.solved, bases)
    again = {
        parent: by_force(old.bearing[parent], felt) for parent, felt in moved.forces.items() if parent in old.bearing
    }
    return replace(
        old,
        claims=old.claims | claims,
        relations=old.relations | relations,
        evidence=old.evidence | evidence,
        graph=graph,
        solved=moved.onto(old.solved),
        bearing=old.bearing | again,
        tallies=rows,
        few=few,
    )
