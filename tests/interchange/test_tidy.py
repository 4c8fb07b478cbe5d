"""The tidy layout of pictures is that of the map in the browser, and no card comes too near another."""

import json
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debates.interchange.drawing.tidy import tidy

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = json.loads((Path(__file__).parent / "tidy_reference.json").read_text())
GAP: int = REFERENCE["gap"]

Tree = tuple[float, list[Any]]  # height, children

IN_BROWSER = """
import { tidy } from "./static/js/map/tidy.js";
import { readFileSync } from "node:fs";
const { gap, trees } = JSON.parse(readFileSync(0, "utf8"));
const item = ([h, kids]) => ({ h, column: kids.map(item) });
const down = (one) => [+one.y.toFixed(4), ...one.column.flatMap(down)];
const laid = trees.map(({ tree }) => { const top = item(tree); tidy(top, gap); return down(top); });
process.stdout.write(JSON.stringify(laid));
"""

trees: st.SearchStrategy[Any] = st.recursive(
    st.tuples(st.floats(40, 400), st.just([])),
    lambda inner: st.tuples(st.floats(40, 400), st.lists(inner, max_size=5)),
    max_leaves=30,
)


def laid(tree: Tree) -> list[tuple[Tree, int, float]]:
    return tidy(tree, kids=lambda one: one[1], height=lambda one: one[0], gap=GAP)


@pytest.mark.parametrize("known", REFERENCE["trees"])
def test_it_is_that_of_the_reference(known: dict[str, Any]) -> None:
    assert [y for _tree, _column, y in laid(known["tree"])] == pytest.approx(known["ys"], abs=1e-3)


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not there")
def test_the_reference_is_that_of_the_browser() -> None:
    asked = ["node", "--input-type=module", "-e", IN_BROWSER]
    told = subprocess.run(asked, input=json.dumps(REFERENCE), capture_output=True, text=True, cwd=ROOT, check=True)

    assert json.loads(told.stdout) == [known["ys"] for known in REFERENCE["trees"]]


@settings(deadline=None)
@given(trees)
def test_cards_of_one_column_keep_their_gap(tree: Tree) -> None:
    columns: dict[int, list[tuple[float, float]]] = {}
    for (height, _kids), column, y in laid(tree):
        columns.setdefault(column, []).append((y - height / 2, y + height / 2))

    for cards in columns.values():
        for (_, bottom), (top, _) in pairwise(cards):
            assert top - bottom >= GAP - 1e-6


@settings(deadline=None)
@given(trees)
def test_a_parent_stands_half_way_between_its_first_and_last_child(tree: Tree) -> None:
    where = {id(one): y for one, _column, y in laid(tree)}

    for one, _column, y in laid(tree):
        if one[1] and len({id(kid) for kid in one[1]}) == len(one[1]):
            assert y == pytest.approx((where[id(one[1][0])] + where[id(one[1][-1])]) / 2)


def test_a_chain_is_deeper_than_pythons_stack() -> None:
    tree: Tree = (80.0, [])
    for _ in range(3000):
        tree = (80.0, [tree])

    assert [column for _tree, column, _y in laid(tree)][-1] == 3000
