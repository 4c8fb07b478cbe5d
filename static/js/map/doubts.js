/** Claims about a step: a ring with a bar on the doubted edge, and a dashed lead from it to each card. */

import { WIDTH } from "./arrange.js";
import { pointAt } from "./edge.js";
import { endsOf } from "./edges.js";
import { nowX, nowY } from "./glide.js";

export const RING = 9;
const DASHED = [6, 4];

/** Where the ring sits: on the edge, near the card whose step it is. @returns {[number, number]} */
export function ringAt(place, left) {
  const [ax, ay, bx, by] = endsOf(place, left);
  const near = Math.min(0.24, Math.sqrt(20 / Math.max(1, Math.abs(by - ay))));
  return pointAt(ax, ay, bx, by, 1 - near);
}

/** @param {CanvasRenderingContext2D} pen @param {object[]} places those with edges in the window */
export function drawDoubts(pen, places, { k, left, css, dim }) {
  for (const place of places) {
    if (!place.doubts.length || !place.p) continue;
    const [x, y] = ringAt(place, left);
    pen.lineWidth = Math.max(2.5, 0.8 / k);
    pen.globalAlpha = [place, ...place.doubts].every(dim) ? 0.25 : 1;
    pen.setLineDash(DASHED);
    for (const doubt of place.doubts) lead(pen, x, y, doubt, left, css);
    pen.setLineDash([]);
    ring(pen, x, y, place.doubts.some((one) => one.side === "con"), css);
  }
  pen.globalAlpha = 1;
}

function lead(pen, x, y, doubt, left, css) {
  const toX = nowX(doubt, left) - (doubt.half * WIDTH) / 2;
  const toY = nowY(doubt, left);
  const way = Math.sign(toY - y) || 1;
  pen.strokeStyle = doubt.side === "con" ? css.con : css.pro;
  pen.beginPath();
  pen.moveTo(x, y + way * RING);
  pen.bezierCurveTo(x, toY - way * 12, x, toY, toX, toY);
  pen.stroke();
}

function ring(pen, x, y, isDoubt, css) {
  pen.fillStyle = css.ground;
  pen.strokeStyle = css.ink;
  pen.beginPath();
  pen.arc(x, y, RING, 0, 2 * Math.PI);
  pen.fill();
  pen.stroke();
  pen.beginPath();
  pen.moveTo(x - 5, y);
  pen.lineTo(x + 5, y);
  if (!isDoubt) {
    pen.moveTo(x, y - 5);
    pen.lineTo(x, y + 5);
  }
  pen.stroke();
}
