"""Strengths after a rating are those of the whole map solved anew, to the last bit."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from debates.insight.moving import move
from debates.insight.strength import ArgumentGraph, solve
from tests.insight.conftest import UNIT, argument_maps


def rebased(graph: ArgumentGraph, bases: dict[int, float]) -> ArgumentGraph:
    """The same map with these bases."""
    return replace(
        graph,
        claims={pk: bases.get(pk, base) for pk, base in graph.claims.items()},
        evidence={pk: one._replace(base=bases.get(pk, one.base)) for pk, one in graph.evidence.items()},
        relations={pk: one._replace(base=bases.get(pk, one.base)) for pk, one in graph.relations.items()},
    )


@given(data=st.data(), graph=argument_maps(), method=st.sampled_from(["qe", "dfquad"]))
def test_moving_some_bases_is_solving_anew(data: st.DataObject, graph: ArgumentGraph, method: str) -> None:
    nodes = st.sampled_from([*graph.claims, *graph.evidence, *graph.relations])
    bases = data.draw(st.dictionaries(nodes, UNIT, max_size=5))
    before = solve(graph, method)
    kept = (dict(before.strength), {node: list(felt) for node, felt in before.forces.items()})

    moved = move(graph, before, bases)

    assert moved.onto(before) == solve(rebased(graph, bases), method)
    assert (before.strength, before.forces) == kept


def test_what_takes_no_part_is_passed_over() -> None:
    graph = ArgumentGraph(claims={1: 0.5, 2: 0.5})
    solved = solve(graph)

    assert move(graph, solved, {99: 0.1}).onto(solved) == solved
