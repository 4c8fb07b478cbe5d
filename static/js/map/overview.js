/** The picture in the minimap: every shown claim as a block. Those that fall on one pixel with one stance are drawn once. */

import { width } from "./arrange.js";

/**
 * @param {object[]} list
 * @param {{k: number, x: number, y: number}} scale
 * @param {{w: number, h: number, d: number, css: Record<string, string>, dim: (place: object) => boolean}} how
 * @returns {HTMLCanvasElement}
 */
export function overview(list, scale, { w, h, d, css, dim }) {
  const picture = document.createElement("canvas");
  picture.width = w * d;
  picture.height = h * d;
  const pen = picture.getContext("2d");
  pen.scale(d, d);
  const drawn = new Set();
  for (const place of list) {
    const x = scale.x + (place.x - width(place) / 2) * scale.k;
    const y = scale.y + (place.y - place.h / 2) * scale.k;
    const side = place.p ? ((place.shows ?? place.side) === "con" ? 1 : 0) : 2;
    const off = dim(place);
    const pixel = ((Math.floor(x * d) * 8192 + Math.floor(y * d)) * 3 + side) * 2 + (off ? 1 : 0);
    if (drawn.has(pixel)) continue;
    drawn.add(pixel);
    pen.fillStyle = [css.pro, css.con, css.ink][side];
    pen.globalAlpha = off ? 0.25 : 0.8;
    pen.fillRect(x, y, Math.max(2, width(place) * scale.k), Math.max(1.5, place.h * scale.k));
  }
  return picture;
}
