/**
 * Where every card stands: each root in the middle of its block, what supports it on the left, what opposes it on the
 * right, trees growing outwards, blocks below each other.
 */

import { tidy } from "./tidy.js";

export const WIDTH = 264;
export const ROOT = 300;
export const COLUMN = 340;
export const GAP = 18;
export const FIRST = COLUMN + 18; // the middle of the first column
export const BLOCK = 48; // between the trees of two roots
export const KNOT = 18; // how far a knot stands from the inner side of the cards that it joins

/** @param {{p: object | null}} place */
export const width = (place) => (place.p ? WIDTH : ROOT);

/** The inner side of a card: the one that looks to the fold. */
export const inner = (place) => place.x - (place.half * WIDTH) / 2;

/** The outer side, where its own replies begin; of a root the side to the half asked for. */
export const outer = (place, half) => place.x + (half * width(place)) / 2;

/**
 * Gives each shown place its x and y (of the middle), half (-1, 0, 1), p (what it hangs on in the drawing), level and
 * position among its siblings, and where its edge ends (ex, ey).
 *
 * @param {object[]} roots
 * @param {{row: (place: object) => object[], replies: (place: object) => object[]}} shown
 * @returns {{list: object[], x0: number, y0: number, x1: number, y1: number}} the shown places, each column in order
 */
export function arrange(roots, shown) {
  const laid = { list: [], x0: -ROOT / 2, y0: 0, x1: ROOT / 2, y1: 0 };
  let floor = 0;
  roots.forEach((root, at) => {
    Object.assign(root, { p: null, half: 0, level: 1, at: at + 1, of: roots.length, joint: [], doubts: [], beside: [], x: 0 });
    const halves = halvesOf(root, shown);
    floor = put(root, halves, at ? floor + BLOCK : 0, laid);
  });
  laid.y1 = floor;
  return laid;
}

/** The two trees of a root, each under a stand-in for it, tidied. */
function halvesOf(root, shown) {
  const replies = shown.replies(root);
  const sides = [replies.filter((one) => one.side === "pro"), replies.filter((one) => one.side !== "pro")];
  const columns = sides.map((side) => side.flatMap(shown.row));
  number([...columns[0], ...columns[1]], 2);
  root.column = [...columns[0], ...columns[1]];
  return columns.map((column, right) => {
    grow(column, root, right ? 1 : -1, shown);
    return tidy({ h: root.h, column, depth: 0, y: 0, dy: 0 }, GAP).slice(1);
  });
}

/** Hang a column on its place, and on each of its own what that one shows. */
function grow(column, root, half, shown) {
  const waiting = [[root, column]];
  for (const [up, members] of waiting) {
    for (const member of members) {
      member.p = up;
      member.half = half;
      member.column = shown.replies(member).flatMap(shown.row);
      number(member.column, up.level + 2);
      if (member.column.length) waiting.push([member, member.column]);
    }
  }
}

function number(column, level) {
  for (let at = 0; at < column.length; at++) {
    const member = column[at];
    member.level = level;
    member.at = at + 1;
    member.of = column.length;
  }
}

/** Put one block below what is there already, and widen the bounds. @returns {number} its lower end */
function put(root, halves, ceiling, laid) {
  let [top, bottom] = [-root.h / 2, root.h / 2];
  for (const half of halves) {
    for (const one of half) {
      top = Math.min(top, one.y - one.h / 2);
      bottom = Math.max(bottom, one.y + one.h / 2);
    }
  }
  root.y = root.yy = ceiling - top;
  laid.list.push(root);
  for (const half of halves) {
    for (const one of half) {
      one.y += root.y;
      one.x = one.half * (FIRST + (one.depth - 1) * COLUMN);
      laid.x0 = Math.min(laid.x0, one.x - WIDTH / 2);
      laid.x1 = Math.max(laid.x1, one.x + WIDTH / 2);
      laid.list.push(one);
    }
    for (const one of half) end(one);
  }
  return ceiling - top + bottom;
}

/** Where the edge of a place ends: at its card, or at the knot of the premises that are joined with it. */
function end(one) {
  const last = one.joint[one.joint.length - 1];
  one.ex = inner(one) - (last ? one.half * KNOT : 0);
  one.ey = last ? (one.y + last.y) / 2 : one.y;
  one.yy = one.beside.length ? one.beside[one.beside.length - 1].y : one.y;
}
