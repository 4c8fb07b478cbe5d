/** All edges in few strokes: one path for each stance and thickness. */

import { outer } from "./arrange.js";
import { DASHES, edge } from "./edge.js";
import { nowX, nowY } from "./glide.js";
import { isBeside, standing } from "./tree.js";

const STRAIGHT = 0.15; // below this zoom a curve cannot be told from a line, nor a dash from none
const THINNEST = 0.8; // pixels of the screen
const WEIGHTS = 9;

/** @param {number} weight 0 to 8 */
export const thickness = (weight) => 1.5 + weight * 0.85;

/** Where the edge of a place begins and ends right now. @returns {[number, number, number, number]} */
export function endsOf(place, left) {
  const { p: up, half, x, y, ex, ey } = place;
  const out = outer(up, half) - up.x;
  return [nowX(up, left) + out, nowY(up, left), nowX(place, left) + ex - x, nowY(place, left) + ey - y];
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {object[]} places
 * @param {{k: number, y0: number, y1: number, left: number, css: Record<string, string>, dim: (place: object) => boolean}} frame
 * @returns {number} how many were drawn
 */
export function drawEdges(pen, places, frame) {
  const how = { straight: frame.k < STRAIGHT, y0: frame.y0, y1: frame.y1 };
  const paths = [];
  let drawn = 0;
  for (const place of places) {
    if (isBeside(place)) continue;
    const thin = standing(place) === "evidence_doubt" ? 2 : 0;
    const kind = thin + (place.side === "con" ? 1 : 0);
    const at = (kind * WEIGHTS + (thin ? 0 : place.weight)) * 2 + (frame.dim(place) ? 1 : 0);
    edge((paths[at] ??= new Path2D()), ...endsOf(place, frame.left), how);
    drawn++;
  }
  pen.lineCap = "butt";
  paths.forEach((path, at) => {
    const kind = Math.floor(at / 2 / WEIGHTS);
    pen.globalAlpha = at % 2 ? 0.25 : 1;
    pen.strokeStyle = kind % 2 ? frame.css.con : frame.css.pro;
    pen.lineWidth = Math.max(thickness((at >> 1) % WEIGHTS), THINNEST / frame.k);
    pen.setLineDash(how.straight ? [] : kind > 1 ? [3, 4] : kind ? DASHES : []);
    pen.stroke(path);
  });
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  return drawn;
}
