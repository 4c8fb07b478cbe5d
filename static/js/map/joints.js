/** Premises that bear only together: a bracket around them, with a knot from which their one edge goes. */

import { KNOT, WIDTH } from "./arrange.js";
import { nowX, nowY } from "./glide.js";

const FROM_CARD = 5;
const ROUND = 8;
const KNOT_SIZE = 6;

/** @param {CanvasRenderingContext2D} pen @param {object[]} places those with edges in the window */
export function drawJoints(pen, places, { k, left, css, dim }) {
  pen.lineWidth = Math.max(3, 0.8 / k);
  pen.lineCap = "butt";
  for (const place of places) {
    if (!place.joint.length) continue;
    const last = place.joint[place.joint.length - 1];
    const card = nowX(place, left) - (place.half * WIDTH) / 2;
    const from = card - place.half * FROM_CARD;
    const x = card - place.half * KNOT;
    const top = nowY(place, left);
    const bottom = nowY(last, left);
    const turn = -place.half * ROUND;
    pen.globalAlpha = dim(place) ? 0.25 : 1;
    pen.strokeStyle = pen.fillStyle = place.side === "con" ? css.con : css.pro;
    pen.beginPath();
    pen.moveTo(from, top);
    pen.lineTo(x - turn, top);
    pen.quadraticCurveTo(x, top, x, top + ROUND);
    pen.lineTo(x, bottom - ROUND);
    pen.quadraticCurveTo(x, bottom, x - turn, bottom);
    pen.lineTo(from, bottom);
    pen.stroke();
    pen.beginPath();
    pen.arc(x, (top + bottom) / 2, KNOT_SIZE, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.globalAlpha = 1;
}
