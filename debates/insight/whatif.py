"""What a map would be if some of its evidence weighed something else: what if this excerpt fell."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace

from debates.insight.moving import move
from debates.insight.strength import CONTEXT, ArgumentGraph, Cited, Force, Solved


def strengths_if(graph: ArgumentGraph, solved: Solved, cited: Mapping[int, Cited]) -> dict[int, float]:
    """{node: strength} of all that would stand otherwise if these pieces of evidence were as told here.

    The figures are those of `solve` on such a map, to the last bit; the time goes with the ancestors of the
    evidence. Evidence that takes no part is passed over, and none may change its claim.
    """
    told = {pk: one for pk, one in cited.items() if pk in solved.base}
    felt: dict[int, list[Force]] = {}
    for pk, (claim, side, _base) in told.items():
        now = felt.get(claim, solved.forces.get(claim, []))
        others = [force for force in now if force.via != pk]
        felt[claim] = others if side == CONTEXT else [*others, Force(pk, pk, side, solved.strength[pk])]
    changed = replace(graph, evidence=ChainMap(dict(told), graph.evidence))  # type: ignore[arg-type]
    return move(changed, solved, {pk: one.base for pk, one in told.items()}, felt).strength
