"""How strong every claim, relation and piece of evidence of a map is, in one pass from the leaves."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt
from typing import Generic, NamedTuple, TypedDict, TypeVar

from debates.insight.methods import energy_of, settle_of

PRO, CON, CONTEXT = "pro", "con", "context"
Z80 = 1.2816  # the normal quantile that leaves 10 % on either side

K = TypeVar("K", bound=Hashable)


class Edge(TypedDict, Generic[K]):
    child: K
    parent: K
    kind: str
    weight: float


class Graph(TypedDict, Generic[K]):
    base: Mapping[K, float]
    edges: Sequence[Edge[K]]


# Named tuples, not frozen dataclasses: a large map makes one for each relation, at a third of the cost.
class Rel(NamedTuple):
    """A relation: its child (a claim) bears on its parent (a claim, a relation or evidence), pro or con."""

    child: int
    parent: int
    side: str
    base: float
    premises: tuple[int, ...] = ()


class Cited(NamedTuple):
    """Evidence for one claim: pro, con or context."""

    claim: int
    side: str
    base: float


class Force(NamedTuple):
    """What one child does to its parent: x in [0, 1]; `via` is the relation, or the evidence itself."""

    child: int
    via: int
    side: str
    x: float


@dataclass(frozen=True, slots=True)
class ArgumentGraph:
    """A map as its audience may read it; ids are unique across claims, evidence and relations."""

    claims: Mapping[int, float]
    evidence: Mapping[int, Cited] = field(default_factory=dict)
    relations: Mapping[int, Rel] = field(default_factory=dict)


@dataclass(frozen=True)
class Solved:
    """Base and strength of every node that takes part, and the forces on each that feels any."""

    strength: dict[int, float]
    forces: dict[int, list[Force]]
    base: dict[int, float]
    order: list[int]  # from the leaves up: each node stands after all that bear on it
    upward: Mapping[int, Sequence[int]]  # those that wait for a node
    method: str

    @cached_property
    def rank(self) -> dict[int, int]:
        """The place of each node in `order`."""
        return {node: place for place, node in enumerate(self.order)}


def agreement_base(total: float, count: int) -> float:
    """Base in [0, 1] of a claim from `count` ratings 0..4 that sum to `total`; 0.5 without any."""
    return _shrunk(total, count, prior=0.5, pull=4)


def credibility_base(total: float, count: int) -> float:
    """Base in [0, 1] of evidence from `count` ratings 0..4 that sum to `total`; 0.25 without any."""
    return _shrunk(total, count, prior=0.25, pull=4)


def impact_base(total: float, count: int, prior: float = 0.25) -> float:
    """Base in [0, 1] of a relation from `count` ratings; `prior` (in a class session 0.5) without any."""
    return _shrunk(total, count, prior=prior, pull=2)


def interval(base: float, count: int) -> tuple[float, float]:
    """The 80 % interval around a base of `count` ratings: b ± 1.2816·√(b(1-b)/(n+5)), cut to [0, 1]."""
    reach = Z80 * sqrt(base * (1 - base) / (count + 5))
    return max(0.0, base - reach), min(1.0, base + reach)


def signed(forces: Iterable[Force]) -> list[float]:
    """The forces as numbers in [-1, 1]: pro positive, con negative."""
    return [x if side == PRO else 0.0 - x for _, _, side, x in forces]  # 0.0 - x: never minus nought


def evaluate(graph: Graph[K], method: str = "qe") -> dict[K, float]:
    """Strength in [0, 1] of every node of a plain weighted graph; the force of a child is weight · strength.

    `method` is "qe" (quadratic energy, Potyka 2018) or "dfquad" (Rago et al. 2016). Takes
    O(nodes + edges) and no recursion. ValueError: unknown method, node or kind; a base or weight outside
    [0, 1]; a cycle, whose nodes are named.
    """
    energy, settle = energy_of(method), settle_of(method)
    base = graph["base"]
    _check_range(base, "base of")
    upward, waiting = _wire_edges(graph["edges"], base)
    felt: dict[K, list[float]] = {}
    strength: dict[K, float] = {}
    ready = [node for node in base if node not in waiting]
    for node in ready:  # grows while it is walked
        s = base[node]
        if node in felt:
            s = settle(s, energy(felt[node]))
        strength[node] = s
        for parent, weight in upward.get(node, ()):
            felt.setdefault(parent, []).append(weight * s)
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
    _refuse_loop(((e["child"], e["parent"]) for e in graph["edges"]), base.keys() - strength.keys())
    return strength


def solve(graph: ArgumentGraph, method: str = "qe") -> Solved:
    """Strengths and forces of a whole map, relations and evidence included, in O(nodes + premises).

    A child's force is strength(relation) · the least strength among the child and the premises; that of
    evidence is its own strength. A relation without its child or parent, evidence without its claim, and
    all that is aimed at them take no part; a premise that is missing does not count. ValueError as
    for `evaluate`, and for an id used twice.
    """
    energy, settle = energy_of(method), settle_of(method)
    evidence = {id_: cited for id_, cited in graph.evidence.items() if cited[0] in graph.claims}
    relations = taking_part(graph, evidence)
    base = _bases(graph.claims, evidence, relations)
    upward, waiting = _wire(base, evidence, relations)
    strength: dict[int, float] = {}
    forces: defaultdict[int, list[Force]] = defaultdict(list)
    ready = [node for node, count in waiting.items() if not count]
    for node in ready:  # grows while it is walked
        s = base[node]
        if node in forces:
            s = settle(s, energy([x if side == PRO else -x for _, _, side, x in forces[node]]))
        strength[node] = s
        if node in relations:
            child, parent, side, _, premises = rel = relations[node]
            x = s * (carried(rel, strength)[1] if premises else strength[child])
            forces[parent].append(Force(child, node, side, x))
        elif node in evidence and evidence[node][1] != CONTEXT:
            claim, side, _ = evidence[node]
            forces[claim].append(Force(node, node, side, s))
        for target in upward[node]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    if len(ready) < len(base):
        _refuse_loop(((n, target) for n in upward for target in upward[n]), base.keys() - strength.keys())
    return Solved(strength, dict(forces), base, ready, upward, method)


def carried(rel: Rel, strength: Mapping[int, float]) -> tuple[int, float]:
    """The weakest of a relation's child and premises, with its strength; of equals the first named."""
    weakest, least = rel[0], strength[rel[0]]
    for premise in rel[4]:
        s = strength.get(premise, 1.0)
        if s < least:
            weakest, least = premise, s
    return weakest, least


def _shrunk(total: float, count: int, *, prior: float, pull: int) -> float:
    if count < 0 or not 0 <= total <= 4 * count:
        raise ValueError(f"{count} ratings of 0..4 cannot sum to {total}")
    return (total / 4 + pull * prior) / (count + pull)


def _check_range(values: Mapping[K, float], what: str) -> None:
    for node, value in values.items():
        if not 0 <= value <= 1:  # so written that NaN fails
            raise ValueError(f"{what} {node!r} is {value}, outside [0, 1]")


def _wire_edges(
    edges: Sequence[Edge[K]], base: Mapping[K, float]
) -> tuple[dict[K, list[tuple[K, float]]], dict[K, int]]:
    """For each node its parents with signed weights, and how many children each parent waits for."""
    upward: dict[K, list[tuple[K, float]]] = {}
    waiting: dict[K, int] = {}
    for edge in edges:
        child, parent, kind, weight = edge["child"], edge["parent"], edge["kind"], edge["weight"]
        if child not in base or parent not in base:
            raise ValueError(f"an edge names the unknown node {(parent if child in base else child)!r}")
        if kind not in (PRO, CON):
            raise ValueError(f"unknown kind {kind!r} of the edge {child!r} → {parent!r}")
        if not 0 <= weight <= 1:
            raise ValueError(f"weight of {child!r} → {parent!r} is {weight}, outside [0, 1]")
        upward.setdefault(child, []).append((parent, weight if kind == PRO else -weight))
        waiting[parent] = waiting.get(parent, 0) + 1
    return upward, waiting


def taking_part(graph: ArgumentGraph, evidence: Mapping[int, Cited]) -> dict[int, Rel]:
    """The relations with both ends present; what is aimed at one that has gone goes with it."""
    claims, relations = graph.claims, graph.relations
    present, gone = {}, []
    for id_, rel in relations.items():
        child, parent, side, base, premises = rel
        if child not in claims or not (parent in claims or parent in relations or parent in evidence):
            gone.append(id_)
        elif premises:
            present[id_] = Rel(child, parent, side, base, tuple(p for p in premises if p in claims))
        else:
            present[id_] = rel
    aimed: dict[int, list[int]] = {}
    for id_, rel in present.items() if gone else ():
        aimed.setdefault(rel[1], []).append(id_)
    for id_ in gone:  # grows while it is walked
        lost = aimed.pop(id_, ())
        gone.extend(lost)
        for follower in lost:
            del present[follower]
    return present


def _bases(
    claims: Mapping[int, float], evidence: Mapping[int, Cited], relations: Mapping[int, Rel]
) -> dict[int, float]:
    """One table of all bases, checked together with the sides."""
    base = dict(claims)
    base.update((id_, cited[2]) for id_, cited in evidence.items())
    base.update((id_, rel[3]) for id_, rel in relations.items())
    if len(base) < len(claims) + len(evidence) + len(relations):
        raise ValueError("an id is used for two of claims, evidence and relations")
    _check_range(base, "base of")
    odd = {rel[2] for rel in relations.values()} - {PRO, CON}
    odd |= {cited[1] for cited in evidence.values()} - {PRO, CON, CONTEXT}
    if odd:
        raise ValueError(f"unknown side {min(odd)!r}")
    return base


def _wire(
    base: Mapping[int, float], evidence: Mapping[int, Cited], relations: Mapping[int, Rel]
) -> tuple[defaultdict[int, list[int]], dict[int, int]]:
    """For each node those that wait for it, and for how many each of them waits."""
    upward: defaultdict[int, list[int]] = defaultdict(list)
    waiting = dict.fromkeys(base, 0)
    for id_, (claim, _, _) in evidence.items():
        upward[id_] = [claim]
        waiting[claim] += 1
    for id_, (child, parent, _, _, premises) in relations.items():
        upward[id_] = [parent]
        waiting[parent] += 1
        for bearer in (child, *premises):
            upward[bearer].append(id_)
            waiting[id_] += 1
    return upward, waiting


def _refuse_loop(arrows: Iterable[tuple[K, K]], stuck: set[K]) -> None:
    """ValueError that names one cycle, when nodes are left that the pass could not reach."""
    if not stuck:
        return
    # Every node that is stuck waits for another such node, so walking down must come round.
    below = {parent: child for child, parent in arrows if child in stuck and parent in stuck}
    node = next(iter(below))
    path: dict[K, None] = {}
    while node not in path:
        path[node] = None
        node = below[node]
    loop = [*path][[*path].index(node) :]
    names = " → ".join(repr(n) for n in [node, *reversed(loop)])
    raise ValueError(f"the graph runs in a circle: {names}")
