"""Rows about strength: the whole map in one pass."""

from collections import defaultdict
from typing import Any

from argumentation.gradual.dfquad import dfquad_strengths
from argumentation.gradual.gradual import WeightedBipolarGraph

from debates.insight.moving import move
from debates.insight.strength import ArgumentGraph, Edge, Graph, evaluate, solve
from debates.maps.queries import rights_of
from debates.reading.shape import load_shape
from tests.bench.made import Made
from tests.bench.rows import Row

SIDES = ("pro", "con")
SIGN = {"pro": 1.0, "con": -1.0, "context": 0.0}


def rows(made: Made) -> list[Row]:
    """Strength of a whole map, of a plain graph as the peer knows it, and after one rating."""
    graph = load_shape(controversy=made.controversy, rights=rights_of(None)).graph
    plain = _plain(graph)
    peer = _as_peer(plain)
    solved = solve(graph)
    return [
        Row(
            "strength of a whole map",
            ours=lambda: solve(graph),
            floor=lambda: bare_loop(graph),
            floor_is="a bare loop, nothing kept but the strengths",
            limit=1.3,
        ),
        Row(
            "strength of a plain graph, by DF-QuAD",
            ours=lambda: evaluate(plain, "dfquad"),
            peers={"formal-argumentation": lambda: dfquad_strengths(peer)},
        ),
        Row(
            "strength after one rating of a claim far down",
            ours=lambda: move(graph, solved, {made.deep: 0.9}),
            floor=lambda: move(graph, solved, {made.claims[0]: 0.9}),
            floor_is="the same of the thesis, which nothing stands above",
        ),
    ]


def bare_loop(graph: ArgumentGraph) -> dict[int, float]:
    """The same strengths with no check and no force kept: quadratic energy (Potyka 2018), leaves first."""
    base, upward, waiting = _wired(graph)
    energy: defaultdict[int, float] = defaultdict(float)
    found: dict[int, float] = {}
    ready = [pk for pk in base if not waiting[pk]]
    for pk in ready:
        s, e = base[pk], energy[pk]
        h = e * e / (1 + e * e)
        found[pk] = s = s + (1 - s) * h if e > 0 else s - s * h
        if pk in graph.relations:
            child, parent, side, _, premises = graph.relations[pk]
            energy[parent] += SIGN[side] * s * min([found[child], *(found[one] for one in premises)])
        elif pk in graph.evidence:
            claim, side, _ = graph.evidence[pk]
            energy[claim] += SIGN[side] * s
        for target in upward[pk]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return found


def _wired(graph: ArgumentGraph) -> tuple[dict[int, float], defaultdict[int, list[int]], defaultdict[int, int]]:
    waiting: defaultdict[int, int] = defaultdict(int)
    upward: defaultdict[int, list[int]] = defaultdict(list)
    base = dict(graph.claims)
    for pk, (child, parent, _, strength, premises) in graph.relations.items():
        base[pk] = strength
        for lower, upper in ((pk, parent), (child, pk), *((one, pk) for one in premises)):
            upward[lower].append(upper)
            waiting[upper] += 1
    for pk, (claim, _, strength) in graph.evidence.items():
        base[pk] = strength
        upward[pk].append(claim)
        waiting[claim] += 1
    return base, upward, waiting


def _plain(graph: ArgumentGraph) -> Graph[int]:
    """The claims joined directly, as the peer has them: no evidence, nothing aimed at a step; twice joined is once."""
    edges: dict[tuple[int, int], Edge[int]] = {}
    for child, parent, side, _, _ in graph.relations.values():
        if parent in graph.claims:
            edges[child, parent] = {"child": child, "parent": parent, "kind": side, "weight": 1.0}
    return {"base": graph.claims, "edges": list(edges.values())}


def _as_peer(plain: Graph[int]) -> Any:
    pairs = {side: {(str(e["child"]), str(e["parent"])) for e in plain["edges"] if e["kind"] == side} for side in SIDES}
    weights = {str(pk): base for pk, base in plain["base"].items()}
    return WeightedBipolarGraph(frozenset(weights), weights, frozenset(pairs["con"]), frozenset(pairs["pro"]))
