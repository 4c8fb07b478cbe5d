/** Where one is: the whole map small, with a frame around what is seen. Touching it leads there. */

import { centre } from "./view.js";
import { overview } from "./overview.js";

const MARGIN = 8;

/** Draws it; the picture itself only when the map has changed. */
export function drawMinimap(map) {
  const { view, size, css, laid } = map;
  const { minimap } = map.stage;
  const { mw: w, mh: h, d } = size;
  if (!w) return;
  const pen = minimap.getContext("2d");
  if (!map.picture) {
    minimap.width = w * d;
    minimap.height = h * d;
    const k = Math.min((w - 2 * MARGIN) / (laid.x1 - laid.x0), (h - 2 * MARGIN) / (laid.y1 - laid.y0));
    map.small = { k, x: w / 2 - (k * (laid.x0 + laid.x1)) / 2, y: h / 2 - (k * (laid.y0 + laid.y1)) / 2 };
    map.picture = overview(laid.list, map.small, { w, h, d, css, dim: map.dim });
  }
  const { k, x, y } = map.small;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, minimap.width, minimap.height);
  pen.drawImage(map.picture, 0, 0);
  pen.setTransform(d, 0, 0, d, 0, 0);
  pen.strokeStyle = css.ink;
  pen.lineWidth = 1.5;
  const [left, right] = [x - (view.x / view.k) * k, x + ((size.w - view.x) / view.k) * k].map((at) => clamp(at, w));
  const [top, bottom] = [y - (view.y / view.k) * k, y + ((size.h - view.y) / view.k) * k].map((at) => clamp(at, h));
  pen.strokeRect(left, top, right - left, bottom - top);
}

const clamp = (at, most) => Math.min(most - 1, Math.max(1, at));

/** Press or drag in it to go there. */
export function followMinimap(map) {
  const { minimap } = map.stage;
  const go = (event) => {
    const box = minimap.getBoundingClientRect();
    const { k, x, y } = map.small;
    centre(map.view, map.size, (event.clientX - box.left - x) / k, (event.clientY - box.top - y) / k);
    map.ask();
  };
  minimap.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    minimap.setPointerCapture(event.pointerId);
    go(event);
  });
  minimap.addEventListener("pointermove", (event) => {
    if (minimap.hasPointerCapture(event.pointerId)) go(event);
  });
}
