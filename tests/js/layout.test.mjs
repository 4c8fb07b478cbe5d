import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange, BLOCK, FIRST, GAP, inner, KNOT } from "../../static/js/map/arrange.js";
import { columns } from "../../static/js/map/look.js";
import { heightOf } from "../../static/js/map/measure.js";
import { tidy } from "../../static/js/map/tidy.js";
import { Tree } from "../../static/js/map/tree.js";
import { answerOf, ruler, words } from "./made.mjs";

function laidOut(answer) {
  const tree = new Tree();
  tree.plant(answer);
  for (const place of tree.places.values()) {
    place.open = true;
    place.h = heightOf(place, ruler, words);
  }
  return [tree, arrange(tree.roots.map((key) => tree.places.get(key)), tree)];
}

test("no two cards of a column overlap, and none is left out", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const [tree, laid] = laidOut(answerOf(400, seed));
    assert.equal(laid.list.length, tree.places.size);
    for (const column of columns(laid.list).values()) {
      column.slice(1).forEach((place, at) => {
        const above = column[at];
        assert.ok(place.y - place.h / 2 >= above.y + above.h / 2 + GAP - 0.001, `seed ${seed}`);
      });
    }
  }
});

test("what hangs on a card stands in the order it was sent, beside the middle of it", () => {
  const [, laid] = laidOut(answerOf(300, 3));
  for (const place of laid.list) {
    const half = place.half ? place.column : [];
    if (!half.length) continue;
    const ys = half.map((one) => one.y);
    assert.deepEqual(ys, [...ys].sort((a, b) => a - b));
    assert.ok(Math.abs((ys[0] + ys.at(-1)) / 2 - place.y) < 0.001);
  }
});

test("support grows to the left, opposition to the right, by the reply to the thesis", () => {
  const [tree, laid] = laidOut(answerOf(200, 5));
  for (const place of laid.list) {
    if (!place.p) continue;
    let first = place;
    while (first.p.p) first = first.p;
    const head = first.role === "reply" ? first : tree.above(first).find((up) => up.role === "reply");
    assert.equal(place.half, head.side === "pro" ? -1 : 1);
    assert.equal(Math.sign(place.x), place.half);
    assert.ok(Math.abs(place.x) >= FIRST);
  }
});

test("premises and doubts of a step stand right below the reply, in its column", () => {
  const reply = { key: "2", claim: 2, up: "1", role: "reply", side: "pro", text: "b", kids: ["3", "4", "5"] };
  const [tree, laid] = laidOut({
    roots: ["1"],
    places: [
      { key: "1", claim: 1, role: "thesis", text: "a", kids: ["2", "6"] },
      reply,
      { key: "3", claim: 3, up: "2", role: "premise", text: "c" },
      { key: "4", claim: 4, up: "2", role: "step", side: "con", text: "d" },
      { key: "5", claim: 5, up: "2", role: "reply", side: "con", text: "e" },
      { key: "6", claim: 6, up: "1", role: "reply", side: "pro", text: "f" },
    ],
  });
  const at = (key) => tree.places.get(key);
  const column = columns(laid.list).get(-1).map((place) => place.key);
  assert.deepEqual(column, ["2", "3", "4", "6"]);
  assert.equal(at("2").ex, inner(at("2")) + KNOT);
  assert.equal(at("2").ey, (at("2").y + at("3").y) / 2);
  assert.equal(at("2").yy, at("4").y);
  assert.equal(at("5").p, at("2"));
  assert.equal(at("4").p, at("1"));
  assert.equal(at("3").level, 2);
});

test("the trees of several theses stand below each other", () => {
  const places = [1, 2].flatMap((n) => [
    { key: `${n}`, claim: n, role: "thesis", text: "a", kids: [`${n}0`, `${n}1`] },
    { key: `${n}0`, claim: n * 10, up: `${n}`, role: "reply", side: "con", text: "b" },
    { key: `${n}1`, claim: n * 10 + 1, up: `${n}`, role: "reply", side: "con", text: "c" },
  ]);
  const [tree, laid] = laidOut({ roots: ["1", "2"], places });
  const [upper, lower] = ["11", "20"].map((key) => tree.places.get(key));
  assert.ok(Math.abs(lower.y - lower.h / 2 - (upper.y + upper.h / 2) - BLOCK) < 0.001);
  assert.equal(laid.y0, 0);
  assert.equal(laid.y1, tree.places.get("21").y + tree.places.get("21").h / 2);
});

test("a map deeper than the stack is laid out", () => {
  const chain = { h: 10, column: [], depth: 0, y: 0, dy: 0 };
  let last = chain;
  for (let n = 0; n < 20000; n++) {
    const next = { h: 10, column: [], depth: 0, y: 0, dy: 0 };
    last.column = [next];
    last = next;
  }
  assert.equal(tidy(chain, GAP).at(-1).depth, 20000);
});
