/**
 * What touches a window of the map. In a column the places, what stands beside them and what they hang on are all in
 * the same order, so cards and edges that cross the window are one run of it, found by halving.
 */

import { COLUMN } from "./arrange.js";

/** @param {{x: number}} place */
export const columnOf = (place) => Math.round(place.x / COLUMN);

/**
 * @template {{x: number}} T
 * @param {T[]} list in the order of arrange.js
 * @returns {Map<number, T[]>}
 */
export function columns(list) {
  const found = new Map();
  for (const place of list) {
    const at = columnOf(place);
    if (found.has(at)) found.get(at).push(place);
    else found.set(at, [place]);
  }
  return found;
}

/**
 * @param {Map<number, object[]>} columns
 * @param {{x0: number, y0: number, x1: number, y1: number}} window
 * @param {number} deepest edges of places below this level do not count
 * @returns {{cards: object[], edges: object[]}}
 */
export function look(columns, { x0, y0, x1, y1 }, deepest = Infinity) {
  const cards = [];
  const edges = [];
  for (const [at, column] of columns) {
    const x = at * COLUMN;
    if (x < x0 - COLUMN || x > x1 + COLUMN) continue;
    const inside = x > x0 && x < x1;
    for (let i = firstReaching(column, y0); i < column.length; i++) {
      const place = column[i];
      if (place.y - place.h / 2 > y1 && (!place.p || place.p.y > y1)) break;
      if (place.p && place.level <= deepest) edges.push(place);
      if (inside && place.y + place.h / 2 > y0 && place.y - place.h / 2 < y1) cards.push(place);
    }
  }
  return { cards, edges };
}

/** The first of a column whose card, row or edge comes down as far as y. */
function firstReaching(column, y) {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = column[middle];
    const reach = Math.max(place.y + place.h / 2, place.yy, place.p ? place.p.y : -Infinity);
    if (reach < y) low = middle + 1;
    else high = middle;
  }
  return low;
}
