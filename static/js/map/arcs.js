/** One claim, two places: a dotted arc from each further use to the home, drawn while either has the focus. */

import { width } from "./arrange.js";
import { nowX, nowY } from "./glide.js";

const LONGEST = 600; // pixels of the map that one piece may be long: dotting what nobody sees is slow
const DEEPEST = 14; // halvings

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {object[]} ends
 * @param {{k: number, left: number, css: Record<string, string>, window: object}} frame
 * @param {string} words said along the arc
 */
export function drawArcs(pen, ends, { k, left, css, window, cards }, words) {
  const [home, ...uses] = ends;
  pen.strokeStyle = css.focus;
  pen.lineCap = "round";
  for (const use of uses) {
    const curve = curveBetween(use, home, left);
    const path = new Path2D();
    pieces(path, curve, window, 0);
    pen.lineWidth = Math.max(2.5, 1.6 / k);
    pen.setLineDash([1, 7]);
    pen.stroke(path);
    pen.setLineDash([]);
    tip(pen, curve);
    if (k >= 0.4) label(pen, curve, words, css, cards);
  }
}

/** From the lower edge of one card to the lower edge of the other, hanging below both. */
function curveBetween(from, to, left) {
  const [x0, y0] = [nowX(from, left), nowY(from, left) + from.h / 2 + 6];
  const [x3, y3] = [nowX(to, left), nowY(to, left) + to.h / 2 + 12];
  const sag = Math.min(160, 40 + Math.hypot(x3 - x0, y3 - y0) / 4);
  return [x0, y0, x0, Math.max(y0, y3) + sag, x3, Math.max(y0, y3) + sag, x3, y3];
}

/** Halve the curve until each piece is short, leaving out what lies beside the window. */
function pieces(path, curve, window, depth) {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = curve;
  const [west, east] = [Math.min(x0, x1, x2, x3), Math.max(x0, x1, x2, x3)];
  const [north, south] = [Math.min(y0, y1, y2, y3), Math.max(y0, y1, y2, y3)];
  if (east < window.x0 || west > window.x1 || south < window.y0 || north > window.y1) return;
  if (depth === DEEPEST || east - west + south - north < LONGEST) {
    path.moveTo(x0, y0);
    path.bezierCurveTo(x1, y1, x2, y2, x3, y3);
    return;
  }
  const [first, second] = halves(curve);
  pieces(path, first, window, depth + 1);
  pieces(path, second, window, depth + 1);
}

/** @param {number[]} curve @returns {[number[], number[]]} */
function halves([x0, y0, x1, y1, x2, y2, x3, y3]) {
  const [ax, ay, bx, by, cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2, (x1 + x2) / 2, (y1 + y2) / 2, (x2 + x3) / 2, (y2 + y3) / 2];
  const [dx, dy, ex, ey] = [(ax + bx) / 2, (ay + by) / 2, (bx + cx) / 2, (by + cy) / 2];
  const [fx, fy] = [(dx + ex) / 2, (dy + ey) / 2];
  return [
    [x0, y0, ax, ay, dx, dy, fx, fy],
    [fx, fy, ex, ey, cx, cy, x3, y3],
  ];
}

/** The head of the arc, below the home's card. */
function tip(pen, curve) {
  const [x, y] = curve.slice(6);
  pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(x - 8, y + 9);
  pen.lineTo(x, y - 2);
  pen.lineTo(x + 8, y + 9);
  pen.stroke();
}

/** The words in the middle of the arc, unless a card would cover them. */
function label(pen, curve, words, css, cards) {
  const [x, y] = halves(curve)[1];
  pen.font = `600 12px ${css.sans}`;
  pen.textAlign = "center";
  const wide = pen.measureText(words).width / 2 + 6;
  const covers = (place) => Math.abs(place.x - x) < wide + width(place) / 2 && Math.abs(place.y - y) < 12 + place.h / 2;
  if (cards.some(covers)) return;
  pen.fillStyle = css.ground;
  pen.fillRect(x - wide, y - 10, 2 * wide, 20);
  pen.fillStyle = css["ink-2"];
  pen.fillText(words, x, y + 4);
}
