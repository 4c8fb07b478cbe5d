"""Strengths alone, for whoever wants the figures of a whole map and nothing else: no forces, no order kept."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum

from debates.insight.methods import quadratic_settle
from debates.insight.strength import CON, PRO, ArgumentGraph, Cited, Rel, taking_part

SIGN = {PRO: 1.0, CON: -1.0}  # context pulls nowhere


@dataclass(slots=True)
class _Net:
    """What is known, what has to be found, and what pulls at each node with which weight.

    A step that has to be found itself pulls by way of its number below zero, which stands for what it carries.
    """

    known: dict[int, float]
    base: dict[int, float]
    pulls: defaultdict[int, list[tuple[int, float]]] = field(default_factory=lambda: defaultdict(list))


def strengths_of(graph: ArgumentGraph) -> dict[int, float]:
    """The strengths that `solve` finds by quadratic energy, to the last bit, in a third of the time.

    A step at which nothing is aimed and that needs no premise weighs what its raters say: it is a weight and no node.
    The same holds for evidence. Whether bases and sides can be is not asked. ValueError: the map runs in a circle.
    """
    evidence = {pk: cited for pk, cited in graph.evidence.items() if cited[0] in graph.claims}
    relations = taking_part(graph, evidence)
    nodes = {rel[1] for rel in relations.values()} - graph.claims.keys()
    nodes.update(pk for pk, rel in relations.items() if rel[4])
    net = _Net({}, dict(graph.claims))
    _lay_evidence(net, evidence, nodes)
    _lay_steps(net, relations, nodes)
    _find(net, relations)
    return {pk: s for pk, s in net.known.items() if pk > 0} if nodes else net.known


def _lay_evidence(net: _Net, evidence: Mapping[int, Cited], nodes: set[int]) -> None:
    for pk, (claim, side, given) in evidence.items():
        (net.base if pk in nodes else net.known)[pk] = given
        if side in SIGN:
            net.pulls[claim].append((pk, SIGN[side]))


def _lay_steps(net: _Net, relations: Mapping[int, Rel], nodes: set[int]) -> None:
    known, pulls = net.known, net.pulls
    for pk, (child, parent, side, given, _premises) in relations.items():
        if pk in nodes:
            net.base[pk] = given
            pulls[parent].append((-pk, SIGN[side]))
        else:
            known[pk] = given
            pulls[parent].append((child, SIGN[side] * given))


def _find(net: _Net, relations: Mapping[int, Rel]) -> None:
    """Each node once what pulls at it is known, the newest first: few have to wait. No recursion."""
    known, base, pulls = net.known, net.base, net.pulls
    most = 2 * (len(base) + len(relations)) + sum(map(len, pulls.values()))
    todo = [*base]
    while todo:
        node = todo.pop()
        if node in known:
            continue
        try:
            if node < 0:
                known[node] = known[-node] * min([known[bearer] for bearer in _bearers(relations[-node])])
            elif node in pulls:
                known[node] = quadratic_settle(base[node], fsum([x * known[by] for by, x in pulls[node]]))
            else:
                known[node] = base[node]
        except KeyError:
            todo.append(node)
            todo.extend(_needed(node, net, relations))
            if len(todo) > most:
                raise ValueError("the map runs in a circle") from None


def _bearers(rel: Rel) -> tuple[int, ...]:
    """A step carries the weakest of its child and premises."""
    return (rel[0], *rel[4])


def _needed(node: int, net: _Net, relations: Mapping[int, Rel]) -> list[int]:
    needs = (-node, *_bearers(relations[-node])) if node < 0 else [by for by, _x in net.pulls[node]]
    return [one for one in needs if one not in net.known]
