/** The far view: claims as blocks in the colour of their side, the stronger the fuller, in one path for each shade. */

import { width } from "./arrange.js";
import { nowX, nowY } from "./glide.js";

const SHADES = 6; // four quarters of strength and the full one, and the one for what a search left out
const DIMMED = 5;
const MORE = 26; // how far the sign of a folded branch stands out
const ROUNDED = 0.2; // below this zoom corners cannot be seen

/** @param {CanvasRenderingContext2D} pen @param {object[]} places */
export function drawBlocks(pen, places, { k, left, css, dim }) {
  const paths = [];
  const inks = [css.pro, css.con, css.ink];
  const more = new Path2D();
  for (const place of places) {
    const side = place.shows ?? place.side;
    const ink = !place.p ? 2 : side === "con" ? 1 : side === "pro" ? 0 : 2;
    const shade = dim(place) ? DIMMED : Math.round((place.strength ?? 25) / 25);
    const path = (paths[ink * SHADES + shade] ??= new Path2D());
    const wide = width(place);
    const x = nowX(place, left) - wide / 2;
    const y = nowY(place, left) - place.h / 2;
    if (k < ROUNDED) path.rect(x, y, wide, place.h);
    else path.roundRect(x, y, wide, place.h, 10);
    if (place.kids.length && !place.open && place.half) more.rect(place.half < 0 ? x - MORE : x + wide, y + place.h / 2 - 5, MORE, 10);
  }
  paths.forEach((path, at) => {
    const shade = at % SHADES;
    pen.globalAlpha = shade === DIMMED ? 0.2 : 0.4 + 0.15 * shade;
    pen.fillStyle = inks[Math.floor(at / SHADES)];
    pen.fill(path);
  });
  pen.globalAlpha = 1;
  pen.fillStyle = css["ink-2"];
  pen.fill(more);
}

/** Where the keys are, while cards are blocks. @param {CanvasRenderingContext2D} pen */
export function drawRing(pen, place, { k, css }) {
  const gap = 5 / k;
  const wide = width(place);
  pen.strokeStyle = css.focus;
  pen.lineWidth = 3 / k;
  pen.strokeRect(place.x - wide / 2 - gap, place.y - place.h / 2 - gap, wide + 2 * gap, place.h + 2 * gap);
}
