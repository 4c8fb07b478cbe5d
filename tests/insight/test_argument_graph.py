"""Relations are argued about themselves: undercuts, backings, joint premises, evidence."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debates.insight.strength import ArgumentGraph, Cited, Force, Rel, evaluate, solve

METHODS = ("qe", "dfquad")
UNIT = st.floats(0, 1, allow_subnormal=False)
SIDE = st.sampled_from(["pro", "con"])


@given(data=st.data(), method=st.sampled_from(METHODS))
def test_a_map_is_a_plain_graph_once_its_relations_are_only_weights(
    data: st.DataObject, method: str, plain: Any
) -> None:
    graph = data.draw(plain)
    rels = {100 + n: Rel(e["child"], e["parent"], e["kind"], e["weight"]) for n, e in enumerate(graph["edges"])}

    solved = solve(ArgumentGraph(graph["base"], {}, rels), method)

    plainly = evaluate(graph, method)
    assert {n: solved.strength[n] for n in plainly} == plainly


@given(data=st.data(), method=st.sampled_from(METHODS))
def test_every_node_that_takes_part_has_a_strength_within_the_range(
    data: st.DataObject, method: str, maps: Any
) -> None:
    graph = data.draw(maps)

    solved = solve(graph, method)

    assert solved.strength.keys() == graph.claims.keys() | graph.evidence.keys() | graph.relations.keys()
    assert all(0 <= s <= 1 for s in solved.strength.values())
    assert all(0 <= f.x <= 1 for forces in solved.forces.values() for f in forces)
    assert sorted(solved.order) == sorted(solved.strength)


@given(data=st.data(), method=st.sampled_from(METHODS))
def test_the_order_in_which_a_map_is_told_does_not_matter(data: st.DataObject, method: str, maps: Any) -> None:
    graph = data.draw(maps)

    told = ArgumentGraph(*(dict(data.draw(st.permutations(list(part.items())))) for part in _parts(graph)))

    assert solve(told, method).strength == solve(graph, method).strength


def _parts(graph: ArgumentGraph) -> tuple[Any, Any, Any]:
    return graph.claims, graph.evidence, graph.relations


@given(data=st.data(), base=UNIT, method=st.sampled_from(METHODS))
def test_an_undercut_without_strength_changes_nothing(data: st.DataObject, base: float, method: str, maps: Any) -> None:
    graph = data.draw(maps)
    targets = sorted(graph.relations)
    target = data.draw(st.sampled_from(targets)) if targets else 0
    undercut = {**graph.relations, 999: Rel(998, target, "con", base)}

    after = solve(replace(graph, claims={**graph.claims, 998: 0.0}, relations=undercut), method)

    before = solve(graph, method).strength
    assert {node: after.strength[node] for node in before} == before


def test_a_full_undercut_kills_its_step_and_spares_both_claims() -> None:
    claims = {1: 0.5, 2: 0.9, 3: 1.0}
    relations = {10: Rel(2, 1, "con", 0.7), 11: Rel(3, 10, "con", 1.0)}

    dead = solve(ArgumentGraph(claims, {}, relations), "dfquad")
    halved = solve(ArgumentGraph(claims, {}, relations), "qe")

    assert (dead.strength[10], dead.strength[1], dead.strength[2]) == (0.0, 0.5, 0.9)
    # Under qe one full force takes half of what is there, never all: h(1) = 1/2.
    assert halved.strength[10] == pytest.approx(0.35)
    assert halved.forces[1][0].x == pytest.approx(0.35 * 0.9)


def test_an_undercut_of_a_relation_without_weight_leaves_the_parent_where_it_is_under_qe() -> None:
    graph = ArgumentGraph({1: 0.6, 2: 1.0, 3: 1.0}, {}, {10: Rel(2, 1, "con", 0.0), 11: Rel(3, 10, "con", 1.0)})

    assert solve(graph).strength[1] == 0.6


def test_backing_makes_a_relation_carry_more() -> None:
    claims = {1: 0.5, 2: 0.8, 3: 1.0}

    alone = solve(ArgumentGraph(claims, {}, {10: Rel(2, 1, "pro", 0.4)}))
    backed = solve(ArgumentGraph(claims, {}, {10: Rel(2, 1, "pro", 0.4), 11: Rel(3, 10, "pro", 1.0)}))

    assert alone.strength[10] == 0.4
    assert backed.strength[10] == pytest.approx(0.7)
    assert backed.strength[1] > alone.strength[1]


@given(child=UNIT, premises=st.lists(UNIT, min_size=1, max_size=4), weight=UNIT)
def test_joint_premises_are_as_strong_as_the_weakest(child: float, premises: list[float], weight: float) -> None:
    claims = {1: 0.5, 2: child, **{3 + n: base for n, base in enumerate(premises)}}
    joint = tuple(range(3, 3 + len(premises)))

    solved = solve(ArgumentGraph(claims, {}, {10: Rel(2, 1, "pro", weight, joint)}))

    assert solved.forces[1] == [Force(2, 10, "pro", weight * min(child, *premises))]


def test_a_premise_that_is_hidden_or_waiting_does_not_count() -> None:
    claims = {1: 0.5, 2: 0.8}

    without = solve(ArgumentGraph(claims, {}, {10: Rel(2, 1, "pro", 0.5)}))
    missing = solve(ArgumentGraph(claims, {}, {10: Rel(2, 1, "pro", 0.5, (7,))}))

    assert missing.strength == without.strength


@pytest.mark.parametrize("method", METHODS)
def test_evidence_of_a_retracted_source_exerts_no_force(method: str) -> None:
    claims = {1: 0.37}

    retracted = solve(ArgumentGraph(claims, {5: Cited(1, "pro", 0.0)}), method)
    sound = solve(ArgumentGraph(claims, {5: Cited(1, "pro", 0.6)}), method)

    assert retracted.strength[1] == 0.37
    assert retracted.forces[1] == [Force(5, 5, "pro", 0.0)]
    assert sound.strength[1] > 0.37


def test_evidence_that_is_only_context_exerts_none_and_can_still_be_argued_about() -> None:
    graph = ArgumentGraph({1: 0.5, 2: 1.0}, {5: Cited(1, "context", 0.5)}, {10: Rel(2, 5, "con", 1.0)})

    solved = solve(graph)

    assert solved.strength[1] == 0.5
    assert 1 not in solved.forces
    assert solved.strength[5] == pytest.approx(0.25)


def test_what_has_lost_an_end_takes_no_part_nor_does_what_was_aimed_at_it() -> None:
    claims = {1: 0.5, 2: 0.9}
    evidence = {5: Cited(8, "pro", 0.9)}  # its claim is hidden
    relations = {
        10: Rel(8, 1, "con", 1.0),  # its child is hidden
        11: Rel(2, 10, "con", 1.0),  # an undercut of that
        12: Rel(2, 11, "pro", 1.0),  # and a backing of the undercut
        13: Rel(2, 9, "pro", 1.0),  # its parent is hidden
        14: Rel(2, 5, "con", 1.0),
    }

    solved = solve(ArgumentGraph(claims, evidence, relations))

    assert solved.strength == claims
    assert solved.forces == {}


@pytest.mark.parametrize("method", METHODS)
def test_a_chain_of_twenty_thousand_claims_and_one_of_undercuts_are_no_matter(method: str) -> None:
    count = 20_000
    claims = dict.fromkeys(range(count), 0.5)
    chain = {count + n: Rel(n + 1, n, "pro", 0.5) for n in range(count - 1)}
    undercuts = {count + n: Rel(1, count + n - 1 if n else 0, "con", 0.5) for n in range(count - 1)}

    assert len(solve(ArgumentGraph(claims, {}, chain), method).strength) == 2 * count - 1
    assert len(solve(ArgumentGraph(claims, {}, undercuts), method).strength) == 2 * count - 1


def test_undercuts_of_a_hidden_relation_go_with_it_however_long_the_row() -> None:
    relations = {100 + n: Rel(1, 99 + n if n else 50, "con", 0.5) for n in range(20_000)}

    assert solve(ArgumentGraph({1: 0.5}, {}, relations)).strength == {1: 0.5}


@pytest.mark.parametrize(
    ("graph", "named"),
    [
        (ArgumentGraph({1: 0.5, 2: 0.5}, {}, {7: Rel(1, 2, "pro", 1), 8: Rel(2, 1, "con", 1)}), "circle"),
        (ArgumentGraph({1: 0.5, 2: 0.5}, {}, {7: Rel(1, 2, "pro", 1, (2,))}), "circle"),
        (ArgumentGraph({1: 0.5}, {}, {7: Rel(1, 7, "con", 1)}), "7 → 7"),
        (ArgumentGraph({1: 0.5}, {1: Cited(1, "pro", 0.5)}), "id is used"),
        (ArgumentGraph({1: 1.5}), "base of 1"),
        (ArgumentGraph({1: 0.5}, {5: Cited(1, "pro", float("nan"))}), "base of 5"),
        (ArgumentGraph({1: 0.5, 2: 0.5}, {}, {7: Rel(1, 2, "context", 1)}), "'context'"),
        (ArgumentGraph({1: 0.5}, {5: Cited(1, "for", 0.5)}), "'for'"),
    ],
)
def test_a_map_that_cannot_be_is_refused_by_name(graph: ArgumentGraph, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        solve(graph)


def test_an_unknown_method_is_refused_for_maps_too() -> None:
    with pytest.raises(ValueError, match="'mlp'"):
        solve(ArgumentGraph({1: 0.5}), "mlp")
