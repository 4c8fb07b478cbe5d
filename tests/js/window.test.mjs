import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange, inner, outer, width } from "../../static/js/map/arrange.js";
import { columns } from "../../static/js/map/look.js";
import { edge, PART, pointAt } from "../../static/js/map/edge.js";
import { look } from "../../static/js/map/look.js";
import { heightOf } from "../../static/js/map/measure.js";
import { Tree } from "../../static/js/map/tree.js";
import { centre, FAR, fit, LEAST, show, windowOf, zoomAt } from "../../static/js/map/view.js";
import { answerOf, chance, ruler, words } from "./made.mjs";

function laidOut(size, seed) {
  const tree = new Tree();
  tree.plant(answerOf(size, seed));
  for (const place of tree.places.values()) {
    place.open = true;
    place.h = heightOf(place, ruler, words);
  }
  return arrange(tree.roots.map((key) => tree.places.get(key)), tree);
}

const keysOf = (places) => places.map((place) => place.key).sort();

test("the cards in a window are those that a look at every one of them finds", () => {
  const laid = laidOut(2000, 7);
  const byColumn = columns(laid.list);
  const next = chance(11);
  for (let n = 0; n < 200; n++) {
    const x0 = laid.x0 + next() * (laid.x1 - laid.x0);
    const y0 = laid.y0 + next() * (laid.y1 - laid.y0);
    const window = { x0, y0, x1: x0 + 1600, y1: y0 + 1000 };
    const found = look(byColumn, window);
    const columnInside = (place) => {
      const x = Math.round(place.x / 340) * 340;
      return x > window.x0 && x < window.x1;
    };
    const wanted = laid.list.filter(
      (place) => columnInside(place) && place.y + place.h / 2 > window.y0 && place.y - place.h / 2 < window.y1,
    );
    assert.deepEqual(keysOf(found.cards), keysOf(wanted));
    const crossing = laid.list.filter(
      (place) =>
        place.p &&
        Math.max(inner(place), outer(place.p, place.half)) > window.x0 &&
        Math.min(inner(place), outer(place.p, place.half)) < window.x1 &&
        Math.max(place.ey, place.p.y) > window.y0 &&
        Math.min(place.ey, place.p.y) < window.y1,
    );
    const drawn = new Set(found.edges);
    assert.equal(crossing.filter((place) => !drawn.has(place)).length, 0);
  }
});

test("what a window costs does not grow with the map", () => {
  const most = [1000, 10000].map((size) => {
    const laid = laidOut(size, 2);
    const middle = { x0: -900, y0: laid.y1 / 2, x1: 900, y1: laid.y1 / 2 + 900 };
    return look(columns(laid.list), middle).cards.length;
  });
  assert.ok(most[1] <= most[0] * 3 + 40, most.join());
});

test("an edge in parts is the edge, and only the parts in the window are drawn", () => {
  const drawn = [];
  const path = { moveTo: (x, y) => drawn.push([x, y]), bezierCurveTo: (...end) => drawn.push(end.slice(4)) };
  edge(path, 0, 0, 76, 95000, { straight: false, y0: 40000, y1: 40700 });
  assert.ok(drawn.length <= 2 * (700 / PART + 2), `${drawn.length}`);
  for (const [x, y] of drawn) {
    const nearest = [...Array(4001).keys()].map((n) => pointAt(0, 0, 76, 95000, n / 4000));
    const off = Math.min(...nearest.map(([a, b]) => Math.abs(a - x) + Math.abs(b - y) / 95000));
    assert.ok(off < 0.1);
    assert.ok(Math.abs((y % PART) - 0) < 0.01 || Math.abs((y % PART) - PART) < 0.01);
  }
  drawn.length = 0;
  edge(path, 0, 0, -76, -300, { straight: false, y0: -400, y1: 100 });
  assert.deepEqual(drawn.at(-1).map(Math.round), [-76, -300]);
});

test("zooming keeps what is under the finger", () => {
  const view = { x: 100, y: -40, k: 0.8 };
  const before = [(300 - view.x) / view.k, (200 - view.y) / view.k];
  zoomAt(view, 1.7, 300, 200);
  const after = [(300 - view.x) / view.k, (200 - view.y) / view.k];
  assert.ok(Math.hypot(after[0] - before[0], after[1] - before[1]) < 1e-9);
  zoomAt(view, 1e-9, 0, 0);
  assert.equal(view.k, LEAST);
});

test("fit shows all of it, and show moves no more than it must", () => {
  const size = { w: 1280, h: 670, low: () => 600 };
  const view = { x: 0, y: 0, k: 1 };
  const bounds = { x0: -1500, y0: 0, x1: 1500, y1: 900 };
  fit(view, size, bounds);
  const seen = windowOf(view, size, 0);
  assert.ok(seen.x0 <= bounds.x0 && seen.x1 >= bounds.x1 && seen.y0 <= bounds.y0 && seen.y1 >= bounds.y1);
  const place = { x: 0, y: 450, h: 90, p: null };
  view.k = 1;
  centre(view, size, 0, 450);
  assert.equal(show(view, size, place), false);
  assert.equal(show(view, size, { ...place, y: 3000 }), true);
  view.k = FAR / 2;
  show(view, size, place);
  assert.ok(view.k > FAR);
  assert.equal(width(place), 300);
});
