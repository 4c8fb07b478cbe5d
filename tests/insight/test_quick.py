"""The quick way to strengths finds the same figures as the whole reckoning, to the last bit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debates.insight.quick import strengths_of
from debates.insight.strength import ArgumentGraph, Cited, Rel, solve

BASES = st.floats(0, 1, allow_nan=False)


@st.composite
def graphs(draw: st.DrawFn) -> ArgumentGraph:
    """Maps with steps on steps and on evidence, joint premises, and ends that are missing; never a circle.

    Claims are 1 to 10, evidence from 100, relations from 200; whatever bears has a lower number than what it bears on.
    """
    claims = {pk: draw(BASES) for pk in range(1, draw(st.integers(1, 10)) + 1)}
    evidence = {
        100 + n: Cited(draw(st.integers(1, 11)), draw(st.sampled_from(["pro", "con", "context"])), draw(BASES))
        for n in range(draw(st.integers(0, 4)))
    }
    relations: dict[int, Rel] = {}
    for n in range(draw(st.integers(0, 12))):
        parent = draw(st.sampled_from([*range(2, 12), *evidence, *relations, 999]))
        above = _claim_of(parent, evidence, relations)
        if above > 1:
            child = draw(st.integers(1, above - 1))
            premises = draw(st.sets(st.integers(1, above - 1), max_size=2)) - {child}
            side = draw(st.sampled_from(["pro", "con"]))
            relations[200 + n] = Rel(child, parent, side, draw(BASES), tuple(sorted(premises)))
    return ArgumentGraph(claims, evidence, relations)


def _claim_of(node: int, evidence: dict[int, Cited], relations: dict[int, Rel]) -> int:
    """The number below which a bearer's must lie."""
    if node in relations:
        rel = relations[node]
        return min([rel.child, *rel.premises, _claim_of(rel.parent, evidence, relations)])
    return evidence[node].claim if node in evidence else node


@given(graphs())
def test_both_ways_agree(graph: ArgumentGraph) -> None:
    assert strengths_of(graph) == solve(graph).strength


@given(graphs())
def test_whatever_is_older_bears_on_whatever_is_newer_or_the_other_way_round(graph: ArgumentGraph) -> None:
    turned = ArgumentGraph(dict(reversed(list(graph.claims.items()))), graph.evidence, graph.relations)

    assert strengths_of(turned) == solve(turned).strength


def test_a_circle_is_told_and_does_not_hang() -> None:
    with pytest.raises(ValueError, match="circle"):
        strengths_of(ArgumentGraph({1: 0.5, 2: 0.5}, {}, {3: Rel(1, 2, "pro", 0.5), 4: Rel(2, 1, "con", 0.5)}))


def test_nothing_is_nothing() -> None:
    assert strengths_of(ArgumentGraph({})) == {}
