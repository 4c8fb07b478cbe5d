"""The lines of a why add up, say what falls with each child, and show where a rating would matter most."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from debates.insight.strength import ArgumentGraph, Cited, Rel, carried, solve
from debates.insight.why import depends_on_method, explain, influence

METHODS = ("qe", "dfquad")


def from_reference(case: dict[str, Any]) -> tuple[ArgumentGraph, dict[str, int]]:
    ids = {name: n for n, name in enumerate(case["base"], start=1)}
    rows = [(row, kind) for kind in ("pro", "con") for row in case[kind]]
    relations = {100 + n: Rel(ids[child], ids[parent], kind, 1.0) for n, ((child, parent), kind) in enumerate(rows)}
    return ArgumentGraph({ids[name]: base for name, base in case["base"].items()}, {}, relations), ids


def test_what_falls_with_each_child_agrees_with_the_independent_tool(reference: dict[str, Any]) -> None:
    assert len(reference["removals"]) == 10
    for case in reference["removals"]:
        graph, ids = from_reference(case)

        why = explain(solve(graph, case["method"]), ids[case["topic"]], case["method"])

        falls = {line.child: why.strength - line.without for line in why.lines}
        expected = {ids[name]: value for name, value in case["removal"].items()}
        assert why.strength == pytest.approx(case["strength"], abs=1e-9)
        assert falls == pytest.approx(expected, abs=1e-9), case["name"]


def test_gradients_agree_with_the_independent_tool(reference: dict[str, Any]) -> None:
    for case in reference["removals"]:
        if case["method"] == "qe":
            graph, ids = from_reference(case)

            found = influence(solve(graph), graph, ids[case["topic"]])

            for name, slope in case["gradient"].items():
                assert found[ids[name]] == pytest.approx(slope, abs=1e-6), case["name"]


@given(data=st.data())
def test_forces_add_up_to_the_energy_and_shares_to_the_move(data: st.DataObject, maps: Any) -> None:
    solved = solve(data.draw(maps))

    for node in solved.strength:
        why = explain(solved, node)
        assert sum(line.force for line in why.lines) == pytest.approx(why.energy, abs=1e-12)
        assert sum(line.share for line in why.lines) == pytest.approx(why.strength - why.base, abs=1e-12)


@given(data=st.data())
def test_shares_add_up_to_the_move_under_dfquad_too(data: st.DataObject, maps: Any) -> None:
    solved = solve(data.draw(maps), "dfquad")

    for node in solved.strength:
        why = explain(solved, node, "dfquad")
        assert sum(line.share for line in why.lines) == pytest.approx(why.move, abs=1e-12)
        assert all(line.share * line.force >= -1e-15 for line in why.lines)


@settings(deadline=None)
@given(data=st.data(), method=st.sampled_from(METHODS))
def test_without_a_child_is_the_strength_of_the_map_without_that_relation(
    data: st.DataObject, method: str, maps: Any
) -> None:
    graph = data.draw(maps)
    solved = solve(graph, method)

    for node in graph.claims:
        for line in explain(solved, node, method).lines:
            rest = {
                part: {id_: row for id_, row in getattr(graph, part).items() if id_ != line.via}
                for part in ("evidence", "relations")
            }
            fallen = solve(replace(graph, **rest), method)
            assert line.without == pytest.approx(fallen.strength[node], abs=1e-12)


def test_the_largest_force_comes_first_and_equals_by_number() -> None:
    claims = {1: 0.5, 2: 0.4, 3: 0.9, 4: 0.4}
    relations = {12: Rel(2, 1, "pro", 1.0), 11: Rel(4, 1, "con", 1.0), 13: Rel(3, 1, "con", 1.0)}

    why = explain(solve(ArgumentGraph(claims, {20: Cited(1, "pro", 0.7)}, relations)), 1)

    assert [(line.via, line.child, line.force) for line in why.lines] == [
        (13, 3, -0.9),
        (20, 20, 0.7),
        (11, 4, -0.4),
        (12, 2, 0.4),
    ]


@pytest.mark.parametrize("method", METHODS)
def test_where_pros_and_cons_cancel_the_shares_vanish_and_the_forces_still_show(method: str) -> None:
    graph = ArgumentGraph({1: 0.3, 2: 0.8, 3: 0.8}, {}, {10: Rel(2, 1, "pro", 1), 11: Rel(3, 1, "con", 1)})

    why = explain(solve(graph, method), 1, method)

    assert (why.energy, why.strength) == (0.0, 0.3)
    assert [line.share for line in why.lines] == [0.0, 0.0]
    assert [line.force for line in why.lines] == [0.8, -0.8]


def test_a_con_without_force_is_nought_and_not_minus_nought() -> None:
    graph = ArgumentGraph({1: 0.3, 2: 0.0, 3: 0.8}, {}, {10: Rel(2, 1, "con", 1), 11: Rel(3, 1, "con", 1)})

    idle = explain(solve(graph), 1).lines[-1]

    assert (str(idle.force), str(idle.share)) == ("0.0", "0.0")


def test_a_node_on_which_nothing_bears_has_no_lines() -> None:
    why = explain(solve(ArgumentGraph({1: 0.3})), 1)

    assert (why.base, why.strength, why.energy, why.lines) == (0.3, 0.3, 0.0, ())


def test_a_relation_has_a_why_of_its_own() -> None:
    graph = ArgumentGraph({1: 0.5, 2: 0.9, 3: 1.0}, {}, {10: Rel(2, 1, "pro", 0.8), 11: Rel(3, 10, "con", 1)})

    why = explain(solve(graph), 10)

    assert why.move == pytest.approx(-0.4)
    assert [line.child for line in why.lines] == [3]


def test_a_node_that_takes_no_part_or_another_method_is_refused() -> None:
    graph = ArgumentGraph({1: 0.5})

    with pytest.raises(ValueError, match="node 2"):
        explain(solve(graph), 2)
    with pytest.raises(ValueError, match="'dfquad'"):
        explain(solve(graph), 1, "dfquad")
    with pytest.raises(ValueError, match="node 2"):
        influence(solve(graph), graph, 2)
    with pytest.raises(ValueError, match="'dfquad'"):
        influence(solve(graph, "dfquad"), graph, 1)


def test_a_verdict_depends_on_the_method_when_it_changes_sides() -> None:
    assert depends_on_method(0.6, 0.4)
    assert depends_on_method(0.2, 0.9)
    assert not depends_on_method(0.6, 0.9)
    assert not depends_on_method(0.5, 0.9)


@settings(deadline=None)
@given(data=st.data())
def test_influence_is_what_finite_differences_say(data: st.DataObject, maps: Any) -> None:
    graph, step = data.draw(maps), 1e-6
    solved = solve(graph)
    _assume_no_kink(graph, solved.strength)

    found = influence(solved, graph, 0)

    for node, base in solved.base.items():
        ends = [min(1.0, base + step), max(0.0, base - step)]
        high, low = (solve(_moved(graph, node, end)).strength[0] for end in ends)
        assert found.get(node, 0.0) == pytest.approx((high - low) / (ends[0] - ends[1]), abs=2e-5)


def _assume_no_kink(graph: ArgumentGraph, strength: dict[int, float]) -> None:
    """Where two joint premises are equally weak there is no one slope."""
    for rel in graph.relations.values():
        weakest, least = carried(rel, strength)
        others = [strength[p] for p in (rel.child, *rel.premises) if p != weakest]
        assume(all(s - least > 1e-4 for s in others))


def _moved(graph: ArgumentGraph, node: int, base: float) -> ArgumentGraph:
    if node in graph.claims:
        return replace(graph, claims={**graph.claims, node: base})
    if node in graph.evidence:
        moved = graph.evidence[node]._replace(base=base)
        return replace(graph, evidence={**graph.evidence, node: moved})
    return replace(graph, relations={**graph.relations, node: graph.relations[node]._replace(base=base)})


def test_influence_names_only_what_the_root_rests_on() -> None:
    graph = ArgumentGraph({1: 0.5, 2: 0.6, 3: 0.7}, {}, {10: Rel(2, 1, "con", 0.5), 11: Rel(1, 3, "pro", 0.5)})

    found = influence(solve(graph), graph, 1)

    assert found.keys() == {1, 2, 10}
    assert found[2] < 0 < found[1]
