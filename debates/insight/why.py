"""Why a node has the strength it has, in lines that add up, and where a further rating would matter most."""

from dataclasses import dataclass

from debates.insight.methods import energy_of, settle_of
from debates.insight.strength import PRO, ArgumentGraph, Force, Solved, carried, signed


@dataclass(frozen=True, slots=True)
class Line:
    """One child's part: signed force in [-1, 1], share of the move, strength of the parent if it fell."""

    child: int
    via: int
    side: str
    force: float
    share: float
    without: float


@dataclass(frozen=True, slots=True)
class Why:
    """From base to strength by energy E; forces add up to E (under qe), shares to the move."""

    node: int
    base: float
    strength: float
    energy: float
    lines: tuple[Line, ...]

    @property
    def move(self) -> float:
        return self.strength - self.base


def explain(solved: Solved, node: int, method: str = "qe") -> Why:
    """The lines of one node, largest |force| first, then by via.

    Under qe a share is φᵢ = (±xᵢ / E)·(s - b). Under dfquad each side's part of E, vs or -va, is parted
    among its children in proportion to their forces. Shares are 0 where E is 0. ValueError: a node
    that takes no part, or a method other than the one the map was solved with.
    """
    if method != solved.method:
        raise ValueError(f"the map was solved with {solved.method!r}, not {method!r}")
    if node not in solved.strength:
        raise ValueError(f"node {node} takes no part in the map")
    forces = sorted(solved.forces.get(node, ()), key=lambda force: (-force.x, force.via))
    xs = signed(forces)
    base, strength, energy = solved.base[node], solved.strength[node], energy_of(method)(xs)
    shares = _shares(xs, energy, strength - base, method)
    fallen = _without(xs, energy, base, method)
    rows = zip(forces, xs, shares, fallen, strict=True)
    lines = tuple(Line(f.child, f.via, f.side, x, share, without) for f, x, share, without in rows)
    return Why(node, base, strength, energy, lines)


def depends_on_method(qe: float, dfquad: float) -> bool:
    """Whether the two methods' strengths of one node fall on different sides of 0.5."""
    return (qe - 0.5) * (dfquad - 0.5) < 0


def influence(solved: Solved, graph: ArgumentGraph, root: int) -> dict[int, float]:
    """∂ strength(root) / ∂ base(node) for every node on which the root rests, under qe; 0 for all others.

    One reverse pass (adjoint differentiation) in O(nodes + premises). Among joint premises the weakest
    alone counts. ValueError: a root that takes no part, or a map solved with another method.
    """
    if solved.method != "qe":
        raise ValueError(f"gradients are those of 'qe', the map was solved with {solved.method!r}")
    if root not in solved.strength:
        raise ValueError(f"node {root} takes no part in the map")
    reach = {root: 1.0}  # ∂ strength(root) / ∂ strength(node), complete when its turn comes
    found: dict[int, float] = {}
    for node in reversed(solved.order):
        if node not in reach:
            continue
        forces = solved.forces.get(node, ())
        by_base, by_energy = _slopes(solved.base[node], energy_of("qe")(signed(forces)))
        found[node] = reach[node] * by_base
        for force in forces:
            slope = reach[node] * by_energy if force.side == PRO else -reach[node] * by_energy
            for child, part in _parts(force, solved, graph):
                reach[child] = reach.get(child, 0.0) + slope * part
    return found


def _shares(xs: list[float], energy: float, move: float, method: str) -> list[float]:
    if not energy:
        return [0.0] * len(xs)
    slope = move / energy  # never x / E: that overflows where E is tiny
    if method == "qe":
        return [slope * x + 0.0 for x in xs]  # + 0.0: never minus nought
    measure = energy_of(method)
    scale = {}
    for is_pro in (True, False):
        side = [x for x in xs if (x > 0) == is_pro]
        total = sum(side)
        scale[is_pro] = measure(side) / total if total else 0.0
    return [slope * scale[x > 0] * x + 0.0 for x in xs]


def _without(xs: list[float], energy: float, base: float, method: str) -> list[float]:
    settle = settle_of(method)
    if method == "qe":
        return [settle(base, energy - x) for x in xs]
    measure = energy_of(method)
    return [settle(base, measure(xs[:i] + xs[i + 1 :])) for i in range(len(xs))]


def _slopes(base: float, energy: float) -> tuple[float, float]:
    """∂s/∂b = 1 - h, and ∂s/∂E = 2E/(1 + E²)² times the room left on the side it moves to."""
    grown = 1 + energy * energy
    room = 1 - base if energy >= 0 else base
    return 1 / grown, room * 2 * abs(energy) / (grown * grown)


def _parts(force: Force, solved: Solved, graph: ArgumentGraph) -> tuple[tuple[int, float], ...]:
    """The nodes a force is made of, each with ∂x / ∂ strength(node)."""
    if force.via == force.child:  # evidence
        return ((force.child, 1.0),)
    weakest, least = carried(graph.relations[force.via], solved.strength)
    return ((force.via, least), (weakest, solved.strength[force.via]))
