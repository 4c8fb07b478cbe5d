/** The part of the map that is seen: a world point (x, y) stands at view.x + x·k, view.y + y·k pixels. */

export const LEAST = 0.02;
export const MOST = 2;
export const FAR = 0.4; // below it cards are blocks
const NARROW = 760;

/** A zoom at which claims can be read; on a phone the replies show their edges, so that one sees there are some. */
export const readable = (size) => (size.w <= NARROW ? 0.8 : 0.86);

/** @typedef {{x: number, y: number, k: number}} View */
/** @typedef {{w: number, h: number}} Size */

/** Zoom so that what stands at (px, py) stays there. @param {View} view */
export function zoomAt(view, factor, px, py) {
  const k = Math.min(MOST, Math.max(LEAST, view.k * factor));
  view.x = px - ((px - view.x) * k) / view.k;
  view.y = py - ((py - view.y) * k) / view.k;
  view.k = k;
}

/** Bring a point of the map to the middle. @param {View} view @param {Size} size */
export function centre(view, size, x, y) {
  view.x = size.w / 2 - x * view.k;
  view.y = size.h / 2 - y * view.k;
}

/** Show the whole map, or its middle at the least zoom. @param {View} view @param {Size} size */
export function fit(view, size, bounds) {
  const across = (size.w - 32) / (bounds.x1 - bounds.x0);
  const down = (size.h - 112) / (bounds.y1 - bounds.y0); // the bar of tools stays free
  view.k = Math.min(1, Math.max(LEAST, Math.min(across, down)));
  view.x = size.w / 2 - (view.k * (bounds.x0 + bounds.x1)) / 2;
  view.y = (size.h - 56) / 2 - (view.k * (bounds.y0 + bounds.y1)) / 2;
}

/**
 * Move no more than needed to have a whole card in sight, with what answers it below.
 * @param {Size & {low: (x: number) => number}} size `low`: down to where the map is free
 * @returns {boolean} whether it moved
 */
export function show(view, size, place) {
  const before = `${view.x} ${view.y} ${view.k}`;
  if (view.k < FAR) {
    view.k = readable(size);
    centre(view, size, place.x, place.y);
  }
  const left = place.x * view.k + view.x;
  const top = place.y * view.k + view.y;
  const across = Math.min(size.w / 2, 150 * view.k + 24);
  if (left < across || left > size.w - across) view.x = size.w / 2 - place.x * view.k;
  const low = size.low(place.x * view.k + view.x);
  const down = Math.min(low / 2, (place.h / 2) * view.k + 40);
  if (top < down || top > low - down) view.y = low / 2 - place.y * view.k;
  return before !== `${view.x} ${view.y} ${view.k}`;
}

/** The window of the map that is seen, with a margin in pixels of the screen. */
export function windowOf(view, size, margin) {
  return {
    x0: (-view.x - margin) / view.k,
    y0: (-view.y - margin) / view.k,
    x1: (size.w - view.x + margin) / view.k,
    y1: (size.h - view.y + margin) / view.k,
  };
}
