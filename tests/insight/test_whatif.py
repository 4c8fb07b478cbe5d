"""What if this fell: the same figures as a map solved anew, and nothing moves that did not lean on it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from debates.insight.strength import CON, CONTEXT, PRO, ArgumentGraph, Cited, Rel, Solved, solve
from debates.insight.whatif import strengths_if

SIDES = (PRO, CON)
numbers = st.floats(0, 1)


@st.composite
def graphs(draw: st.DrawFn) -> ArgumentGraph:
    """Maps without a circle: relations go from later claims to earlier ones, to relations, or to evidence."""
    size = draw(st.integers(2, 9))
    claims = {n: draw(numbers) for n in range(size)}
    evidence = {
        100 + n: Cited(draw(st.integers(0, size - 1)), draw(st.sampled_from([*SIDES, CONTEXT])), draw(numbers))
        for n in range(draw(st.integers(1, 6)))
    }
    relations: dict[int, Rel] = {}
    for n in range(1, size):
        earlier = [*range(n)] + [pk for pk, rel in relations.items() if rel.child < n]
        earlier += [pk for pk, cited in evidence.items() if cited.claim < n]
        for k in range(draw(st.integers(0, 2))):
            premises = tuple(draw(st.sets(st.integers(n, size - 1), max_size=1)) - {n})
            target = draw(st.sampled_from(earlier))
            relations[1000 + 10 * n + k] = Rel(n, target, draw(st.sampled_from(SIDES)), draw(numbers), premises)
    return ArgumentGraph(claims, evidence, relations)


def above(solved: Solved, nodes: set[int]) -> set[int]:
    """These nodes and all that they bear on."""
    waiting = [*nodes]
    for node in waiting:
        waiting += [target for target in solved.upward.get(node, ()) if target not in nodes]
        nodes |= {*solved.upward.get(node, ())}
    return nodes


@given(graphs(), st.data())
def test_it_finds_what_a_map_solved_anew_finds_to_the_last_bit(graph: ArgumentGraph, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from([*graph.evidence]), min_size=1))
    sides = st.sampled_from([*SIDES, CONTEXT])
    told = {pk: Cited(graph.evidence[pk].claim, data.draw(sides), data.draw(numbers)) for pk in sorted(chosen)}
    for method in ("qe", "dfquad"):
        solved = solve(graph, method)

        found = strengths_if(graph, solved, told)

        anew = solve(replace(graph, evidence={**graph.evidence, **told}), method)
        assert solved.strength | found == anew.strength


@given(graphs(), st.data())
def test_a_retraction_moves_exactly_what_leaned_on_it_and_back(graph: ArgumentGraph, data: st.DataObject) -> None:
    """A source stands for any set of evidence; all else is equal to the last bit, and so is everything at the end."""
    source = data.draw(st.sets(st.sampled_from([*graph.evidence]), min_size=1))
    fallen = {pk: Cited(graph.evidence[pk].claim, CONTEXT, 0.0) for pk in source}
    before = solve(graph)

    gone = replace(graph, evidence={**graph.evidence, **fallen})
    after = solve(gone)

    leaning = above(before, {pk for pk in source if pk in before.strength})
    moved = {pk for pk in before.strength if before.strength[pk] != after.strength[pk]}
    assert moved <= leaning
    assert before.strength | strengths_if(graph, before, fallen) == after.strength
    standing = {pk: graph.evidence[pk] for pk in source}
    assert after.strength | strengths_if(gone, after, standing) == before.strength
