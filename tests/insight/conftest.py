"""Random maps, and the reference values that independent tools agreed on."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override
from hypothesis import strategies as st

from debates.insight.strength import ArgumentGraph, Cited, Graph, Rel

Plain = st.SearchStrategy[Graph[int]]
Maps = st.SearchStrategy[ArgumentGraph]

UNIT = st.floats(0, 1, allow_subnormal=False)


@st.composite
def plain_graphs(draw: st.DrawFn) -> Graph[int]:
    """A graph without a cycle of up to twelve nodes: every edge leads from a higher number to a lower."""
    count = draw(st.integers(1, 12))
    base = {node: draw(UNIT) for node in range(count)}
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda e: e[0] > e[1])
    pairs = draw(st.lists(ends, unique=True, max_size=20)) if count > 1 else []
    kinds = st.sampled_from(["pro", "con"])
    return {
        "base": base,
        "edges": [{"child": c, "parent": p, "kind": draw(kinds), "weight": draw(UNIT)} for c, p in pairs],
    }


@st.composite
def argument_maps(draw: st.DrawFn) -> ArgumentGraph:
    """Claims 0…9, evidence from 100, relations from 200, undercuts, backings and joint premises."""
    count = draw(st.integers(2, 10))
    claims = {claim: draw(UNIT) for claim in range(count)}
    sides = st.sampled_from(["pro", "con"])
    evidence = {
        100 + n: Cited(draw(st.integers(0, count - 1)), draw(st.sampled_from(["pro", "con", "context"])), base)
        for n, base in enumerate(draw(st.lists(UNIT, max_size=4)))
    }
    relations: dict[int, Rel] = {}
    for n, base in enumerate(draw(st.lists(UNIT, max_size=14))):
        # A parent's claims are all lower than the child, so no cycle can arise.
        child = draw(st.integers(1, count - 1))
        parents = [c for c in claims if c < child]
        parents += [e for e, cited in evidence.items() if cited.claim < child]
        parents += [r for r, rel in relations.items() if _foot(r, relations, evidence) < child]
        premises = draw(st.lists(st.integers(child, count - 1), max_size=2, unique=True))
        joint = tuple(p for p in premises if p != child)
        relations[200 + n] = Rel(child, draw(st.sampled_from(parents)), draw(sides), base, joint)
    return ArgumentGraph(claims, evidence, relations)


def _foot(node: int, relations: dict[int, Rel], evidence: dict[int, Cited]) -> int:
    """The claim that a relation or piece of evidence bears on in the end."""
    while node in relations:
        node = relations[node].parent
    return evidence[node].claim if node in evidence else node


@pytest.fixture(scope="session")
def plain() -> Plain:
    return plain_graphs()


@pytest.fixture(scope="session")
def maps() -> Maps:
    return argument_maps()


@pytest.fixture(scope="session")
def reference() -> dict[str, Any]:
    text = Path(__file__).with_name("strength_reference.json").read_text(encoding="utf-8")
    values: dict[str, Any] = json.loads(text)
    return values


@pytest.fixture
def english() -> Iterator[None]:
    """Words can be read as English, also where no project's settings are loaded."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(USE_I18N=False)
    with override("en"):
        yield
