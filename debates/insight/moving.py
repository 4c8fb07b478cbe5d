"""Strengths after a rating: only what stands above the rated thing is worked out anew."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from debates.insight.methods import energy_of, settle_of
from debates.insight.strength import CONTEXT, ArgumentGraph, Force, Solved, carried, signed


@dataclass(frozen=True, slots=True)
class Moved:
    """The nodes that stand otherwise than before: their bases, strengths, and all forces of each that feels another."""

    base: dict[int, float]
    strength: dict[int, float]
    forces: dict[int, list[Force]]

    def onto(self, solved: Solved) -> Solved:
        """What `solve` would have found, to the last bit; the old tables are copied and stay as they are."""
        return replace(
            solved,
            base=solved.base | self.base,
            strength=solved.strength | self.strength,
            forces=solved.forces | self.forces,
        )


def move(
    graph: ArgumentGraph,
    solved: Solved,
    bases: Mapping[int, float],
    forces: Mapping[int, list[Force]] | None = None,
) -> Moved:
    """What moves when these nodes get these bases; the time goes with their ancestors, not with the map.

    `graph` is the one that `solved` was made of; from it come the ends and sides alone. A node that takes no part
    is passed over. `forces` names nodes that feel these forces to begin with, instead of those of `solved`.
    """
    moving = _Moving(graph, solved, {node: base for node, base in bases.items() if node in solved.base})
    for node, felt in (forces or {}).items():
        moving.feels(node, felt)
    moving.walk()
    return Moved(moving.base, dict(moving.strength.maps[0]), dict(moving.forces.maps[0]))


class _Moving:
    """The changed parts laid over the old tables, and the nodes that still have to be looked at, lowest first."""

    def __init__(self, graph: ArgumentGraph, solved: Solved, bases: dict[int, float]) -> None:
        self.graph = graph
        self.solved = solved
        self.energy, self.settle = energy_of(solved.method), settle_of(solved.method)
        self.base = bases
        self.strength: ChainMap[int, float] = ChainMap({}, solved.strength)
        self.forces: ChainMap[int, list[Force]] = ChainMap({}, solved.forces)
        self.waiting: list[tuple[int, int]] = []
        self.known: set[int] = set()
        for node in bases:
            self._look_at(node)

    def walk(self) -> None:
        """Up from the changed nodes, each once, after all that bear on it."""
        while self.waiting:
            _, node = heappop(self.waiting)
            if self._settles_anew(node) or node in self.graph.relations:
                self._pull(node)

    def feels(self, node: int, felt: list[Force]) -> None:
        """Put these forces in the place of those that the node felt."""
        self.forces[node] = felt
        self._look_at(node)

    def _look_at(self, node: int) -> None:
        if node not in self.known:
            self.known.add(node)
            heappush(self.waiting, (self.solved.rank[node], node))

    def _settles_anew(self, node: int) -> bool:
        """The node's strength by its base and forces as they are now; whether it is another one."""
        s = self.base.get(node, self.solved.base[node])
        if felt := self.forces.get(node):
            s = self.settle(s, self.energy(signed(felt)))
        if s == self.strength[node]:
            return False
        self.strength[node] = s
        return True

    def _pull(self, node: int) -> None:
        """Hand the new strength on: as a force, or to the steps that this claim carries."""
        if node in self.graph.relations:
            self._force(self.solved.upward[node][0], node)
        elif node in self.graph.evidence:
            claim, side, _ = self.graph.evidence[node]
            if side != CONTEXT:
                self._force(claim, node)
        else:
            for step in self.solved.upward.get(node, ()):
                self._look_at(step)

    def _force(self, target: int, via: int) -> None:
        """Replace the force that came by this relation or evidence, in its place; look at the target if it moved."""
        felt = self.forces[target]
        place = next(number for number, force in enumerate(felt) if force.via == via)
        x = self.strength[via]
        if via in self.graph.relations:
            x *= carried(self.graph.relations[via], self.strength)[1]
        if x == felt[place].x:
            return
        self.forces[target] = [*felt[:place], felt[place]._replace(x=x), *felt[place + 1 :]]
        self._look_at(target)
