import assert from "node:assert/strict";
import { test } from "node:test";

import { match } from "../../static/js/map/match.js";
import { heightOf, linesOf, rowsOf } from "../../static/js/map/measure.js";
import { metaOf } from "../../static/js/map/meta.js";
import { renewTree } from "../../static/js/map/renewal.js";
import { Tree } from "../../static/js/map/tree.js";
import { walk } from "../../static/js/map/walk.js";
import { arrange } from "../../static/js/map/arrange.js";
import { columns } from "../../static/js/map/look.js";
import { ruler, words } from "./made.mjs";

const place = (key, up, more = {}) => ({ key, claim: parseInt(key), up, role: "reply", side: "pro", text: key, ...more });

function planted() {
  const tree = new Tree();
  tree.plant({
    roots: ["1"],
    places: [
      place("1", undefined, { role: "thesis", side: undefined, kids: ["2", "3"] }),
      place("2", "1", { kids: ["4", "5"], strength: 60 }),
      place("3", "1", { side: "con", kids: ["4-9"] }),
      place("4", "2"),
      place("4-9", "3", { role: "again", home: "4", side: "con" }),
    ],
  });
  for (const one of tree.places.values()) Object.assign(one, { open: true, h: 60 });
  return tree;
}

test("a place whose kids were not all sent says so", () => {
  const tree = planted();
  assert.deepEqual(["2", "3"].map((key) => tree.lacks(tree.places.get(key))), [true, false]);
  assert.equal(tree.foldable(tree.places.get("2")), 2);
  assert.deepEqual(tree.kids(tree.places.get("2")).map((one) => one.key), ["4"]);
});

test("what is no longer named hangs nowhere and is gone, with all below it", () => {
  const tree = planted();
  const { gone } = renewTree(tree, { places: [place("1", undefined, { role: "thesis", kids: ["3"] })] });
  assert.deepEqual(gone.map((one) => one.key).sort(), ["2", "4"]);
  assert.equal(tree.home(4).key, "4-9");
  assert.equal(tree.home(2), undefined);
});

test("what is sent anew keeps its fold and loses what is not said again", () => {
  const tree = planted();
  const { came, changed } = renewTree(tree, {
    places: [place("2", "1", { kids: ["4", "5"], text: "new" }), place("5", "2")],
  });
  assert.deepEqual([came, changed].map((list) => list.map((one) => one.key)), [["5"], ["2"]]);
  const two = tree.places.get("2");
  assert.deepEqual([two.open, two.text, two.strength], [true, "new", undefined]);
  assert.equal(tree.lacks(two), false);
});

test("a claim that waits behind the button is neither drawn nor counted", () => {
  const tree = planted();
  tree.places.get("4").held = true;
  const two = tree.places.get("2");
  assert.deepEqual(tree.kids(two), []);
  assert.equal(tree.foldable(two), 1);
});

test("arrows go where the eye goes on both halves", () => {
  const tree = planted();
  const roots = [tree.places.get("1")];
  const laid = arrange(roots, tree);
  const where = { list: laid.list, columns: columns(laid.list), roots };
  const from = (key, arrow) => walk(tree.places.get(key), arrow, where);
  assert.equal(from("1", "ArrowLeft").key, "2");
  assert.equal(from("1", "ArrowRight").key, "3");
  assert.equal(from("2", "ArrowLeft").key, "4");
  assert.equal(from("2", "ArrowRight").key, "1");
  assert.equal(from("3", "ArrowRight").key, "4-9");
  assert.equal(from("3", "ArrowLeft").key, "1");
  assert.equal(from("4", "ArrowLeft"), "unfold");
  assert.equal(from("4", "ArrowDown"), undefined);
  assert.equal(from("4", "End").key, "4-9");
  assert.equal(from("4", "Home").key, "1");
});

test("words are found in any order, whatever their case and accents", () => {
  const places = [{ text: "La Constitución manda." }, { text: "Manda el pueblo." }, {}];
  assert.deepEqual([...match(places, " manda CONSTITUCION ")], [places[0]]);
  assert.equal(match(places, "manda").size, 2);
  assert.equal(match(places, "  "), null);
});

test("a card is as high as its lines", () => {
  assert.equal(linesOf("a".repeat(30), { size: 15.5, room: 234 }, ruler), 1);
  assert.equal(linesOf("a".repeat(70), { size: 15.5, room: 234 }, ruler), 3);
  assert.equal(linesOf(`${"a".repeat(30)} ${"b".repeat(30)}`, { size: 15.5, room: 234 }, ruler), 2);
  const wide = { kind: "pro", text: "x".repeat(20) };
  assert.equal(rowsOf([wide, wide], 234, ruler), 2);
  const short = heightOf(place("2", "1"), ruler, words);
  assert.equal(heightOf(place("2", "1", { text: "word ".repeat(14) }), ruler, words), short + 40);
});

test("what is particular about a place is said below its claim", () => {
  const said = (more) => metaOf(place("2", "1", more), words).map((item) => item.text);
  assert.deepEqual(said({ strength: 40, standing: "weak", pros: 2 }), ["pro", "strength", "2 pros"]);
  assert.ok(said({ role: "step", side: "con" }).includes("doubtsStep"));
  assert.ok(said({ role: "again", here: "step" }).includes("again"));
  assert.ok(said({ state: "pending" }).includes("waiting"));
  assert.deepEqual(said({ is_stub: true, state: "hidden", side: "con" }), ["con"]);
  assert.ok(!said({ strength: undefined }).includes("strength"));
});
