"""A plain weighted graph gets the strengths of the literature, and keeps the properties promised of them."""

import math
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debates.insight.strength import (
    Edge,
    Graph,
    agreement_base,
    credibility_base,
    evaluate,
    impact_base,
    interval,
)

METHODS = ("qe", "dfquad")
UNIT = st.floats(0, 1, allow_subnormal=False)
SIDE = st.sampled_from(["pro", "con"])
ROUND = 1e-12


def edge(child: Any, parent: Any, kind: str = "pro", weight: float = 1.0) -> Edge[Any]:
    return {"child": child, "parent": parent, "kind": kind, "weight": weight}


def with_child(graph: Graph[int], base: float, kind: str, weight: float) -> Graph[int]:
    """The same graph and one more leaf that bears on node 0."""
    new = len(graph["base"])
    return {
        "base": {**graph["base"], new: base},
        "edges": [*graph["edges"], edge(new, 0, kind, weight)],
    }


@pytest.mark.parametrize("method", METHODS)
def test_every_reference_graph_has_the_strengths_of_the_independent_tools(
    reference: dict[str, Any], method: str
) -> None:
    assert len(reference["graphs"]) == 24
    for graph in reference["graphs"]:
        edges = [edge(*row) for row in graph["edges"]]

        strength = evaluate({"base": graph["base"], "edges": edges}, method)

        assert strength == pytest.approx(graph[method], abs=1e-9, rel=0), graph["name"]


@given(data=st.data(), method=st.sampled_from(METHODS))
def test_every_strength_lies_between_nought_and_one(data: st.DataObject, method: str, plain: Any) -> None:
    graph = data.draw(plain)

    strength = evaluate(graph, method)

    assert strength.keys() == graph["base"].keys()
    assert all(0 <= s <= 1 for s in strength.values())


@given(data=st.data(), method=st.sampled_from(METHODS))
def test_a_node_without_children_keeps_its_base(data: st.DataObject, method: str, plain: Any) -> None:
    graph = data.draw(plain)

    strength = evaluate(graph, method)

    parents = {e["parent"] for e in graph["edges"]}
    assert all(strength[n] == b for n, b in graph["base"].items() if n not in parents)


@given(data=st.data(), kind=SIDE, value=UNIT, heavy=st.booleans(), method=st.sampled_from(METHODS))
def test_a_child_of_force_zero_changes_nothing(
    data: st.DataObject, kind: str, value: float, heavy: bool, method: str, plain: Any
) -> None:
    graph = data.draw(plain)
    base, weight = (0.0, value) if heavy else (value, 0.0)

    after = evaluate(with_child(graph, base, kind, weight), method)

    assert after[0] == evaluate(graph, method)[0]


@given(data=st.data(), base=UNIT, weight=UNIT)
def test_equal_pro_and_con_cancel_in_any_company(data: st.DataObject, base: float, weight: float, plain: Any) -> None:
    graph = data.draw(plain)

    both = with_child(with_child(graph, base, "pro", weight), base, "con", weight)

    assert evaluate(both)[0] == evaluate(graph)[0]


@given(data=st.data(), base=UNIT, weight=UNIT, method=st.sampled_from(METHODS))
def test_a_further_pro_never_lowers_and_a_further_con_never_raises(
    data: st.DataObject, base: float, weight: float, method: str, plain: Any
) -> None:
    graph = data.draw(plain)

    before = evaluate(graph, method)[0]

    assert evaluate(with_child(graph, base, "pro", weight), method)[0] >= before - ROUND
    assert evaluate(with_child(graph, base, "con", weight), method)[0] <= before + ROUND


@given(data=st.data(), weak=UNIT, strong=UNIT, method=st.sampled_from(METHODS))
def test_a_stronger_pro_never_lowers_and_a_stronger_con_never_raises(
    data: st.DataObject, weak: float, strong: float, method: str, plain: Any
) -> None:
    graph = data.draw(plain)
    weak, strong = sorted((weak, strong))

    pro, con = (
        [evaluate(with_child(graph, base, kind, 1.0), method)[0] for base in (weak, strong)] for kind in ("pro", "con")
    )

    assert pro[1] >= pro[0] - ROUND
    assert con[1] <= con[0] + ROUND


@given(b=UNIT, forces=st.lists(st.tuples(SIDE, UNIT), max_size=6), method=st.sampled_from(METHODS))
def test_mirroring_base_and_sides_mirrors_the_strength(b: float, forces: list[tuple[str, float]], method: str) -> None:
    other = {"pro": "con", "con": "pro"}
    leaves = {n: x for n, (_, x) in enumerate(forces, start=1)}

    straight, mirrored = (
        evaluate(
            {"base": {0: base, **leaves}, "edges": [edge(n, 0, s) for n, s in enumerate(sides, start=1)]},
            method,
        )[0]
        for base, sides in ((b, [s for s, _ in forces]), (1 - b, [other[s] for s, _ in forces]))
    )

    assert mirrored == pytest.approx(1 - straight, abs=ROUND)


@given(data=st.data(), method=st.sampled_from(METHODS))
def test_the_order_of_children_does_not_show_even_in_the_last_bit(data: st.DataObject, method: str, plain: Any) -> None:
    graph = data.draw(plain)
    shuffled = data.draw(st.permutations(graph["edges"]))
    nodes = dict(data.draw(st.permutations(list(graph["base"].items()))))

    assert evaluate({"base": nodes, "edges": shuffled}, method) == evaluate(graph, method)


@pytest.mark.parametrize("method", METHODS)
def test_three_forces_whose_rounding_depends_on_their_order_still_give_one_strength(method: str) -> None:
    leaves = {1: 0.2, 2: 0.6, 3: 0.4, 4: 0.2}

    found = {
        evaluate({"base": {0: 0.0, **dict(order)}, "edges": [edge(n, 0) for n, _ in order]}, method)[0]
        for order in permutations(leaves.items())
    }

    assert len(found) == 1


@given(data=st.data(), base=UNIT)
def test_a_fully_refuted_con_leaves_its_parent_exactly_where_it_would_be_without_it(
    data: st.DataObject, base: float, plain: Any
) -> None:
    graph = data.draw(plain)
    refuted = with_child(graph, base, "con", 1.0)
    con, refuter = len(graph["base"]), len(graph["base"]) + 1
    edges = [*refuted["edges"], edge(refuter, con, "con")]

    after = evaluate({"base": {**refuted["base"], refuter: 1.0}, "edges": edges}, "dfquad")

    assert after[con] == 0.0  # DF-QuAD can refute in full; under qe only a base of 0 has force 0
    assert after[0] == evaluate(graph, "dfquad")[0]


@pytest.mark.parametrize("method", METHODS)
def test_a_chain_of_twenty_thousand_is_no_matter(method: str) -> None:
    count = 20_000
    edges = [edge(n + 1, n, "con" if n % 2 else "pro", 0.5) for n in range(count - 1)]

    strength = evaluate({"base": dict.fromkeys(range(count), 0.5), "edges": edges}, method)

    assert len(strength) == count


def test_nodes_may_be_named_by_anything_that_can_be_a_key() -> None:
    strength = evaluate({"base": {("a", 1): 0.5, "b": 0.8}, "edges": [edge("b", ("a", 1))]})

    assert strength[("a", 1)] == pytest.approx(0.695121951219512, abs=1e-12)


@pytest.mark.parametrize(
    ("edges", "named"),
    [
        ([edge("a", "x")], "'x'"),
        ([edge("x", "a")], "'x'"),
        ([edge("a", "b", "context")], "'context'"),
        ([edge("a", "b", "pro", 1.01)], "1.01"),
        ([edge("a", "b", "pro", math.nan)], "nan"),
        ([edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("d", "a")], "in a circle"),
        ([edge("a", "a")], "'a' → 'a'"),
    ],
)
def test_an_edge_that_cannot_be_is_refused_by_name(edges: list[Edge[str]], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        evaluate({"base": dict.fromkeys("abcd", 0.5), "edges": edges})


def test_a_circle_is_named_in_the_direction_of_its_edges_and_without_bystanders() -> None:
    edges = [edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("d", "a"), edge("a", "e")]

    with pytest.raises(ValueError, match="circle") as refused:
        evaluate({"base": dict.fromkeys("abcde", 0.5), "edges": edges})

    path = str(refused.value).split(": ")[1].split(" → ")
    steps = set(pairwise(path))
    assert steps == {("'a'", "'b'"), ("'b'", "'c'"), ("'c'", "'a'")}


@pytest.mark.parametrize("base", [-0.1, 1.1, math.nan])
def test_a_base_outside_the_range_is_refused(base: float) -> None:
    with pytest.raises(ValueError, match="base of 'a'"):
        evaluate({"base": {"a": base}, "edges": []})


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="'euler'"):
        evaluate({"base": {"a": 0.5}, "edges": []}, "euler")


def test_means_are_drawn_towards_their_prior() -> None:
    assert (agreement_base(0, 0), credibility_base(0, 0), impact_base(0, 0)) == (0.5, 0.25, 0.25)
    assert impact_base(0, 0, prior=0.5) == 0.5
    assert agreement_base(16, 4) == 0.75  # four people who all agree fully
    assert credibility_base(16, 4) == 0.625
    assert impact_base(8, 2) == 0.625


@pytest.mark.parametrize(("total", "count"), [(5, 1), (-1, 1), (1, 0), (0, -1)])
def test_ratings_that_cannot_be_are_refused(total: int, count: int) -> None:
    with pytest.raises(ValueError, match="cannot sum"):
        agreement_base(total, count)


def test_the_interval_narrows_with_raters_and_stays_within_the_range() -> None:
    low, high = interval(0.5, 4)

    assert (low, high) == pytest.approx((0.5 - 1.2816 / 6, 0.5 + 1.2816 / 6))
    assert interval(0.5, 95) == pytest.approx((0.5 - 1.2816 / 20, 0.5 + 1.2816 / 20))
    assert interval(0.05, 0)[0] == 0.0
    assert interval(0.95, 0)[1] == 1.0
