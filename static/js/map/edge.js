/**
 * One edge, drawn where it crosses the window only: dashing a curve of 95,000 pixels to show 700 of them was the
 * slowest thing on the map. The cuts lie at fixed heights, a whole number of dashes apart, so the dashes stand still
 * while the map moves.
 */

export const DASHES = [11, 3];
export const PART = 44 * 14;

/** The point of an edge at t: 0 where it begins (at the parent), 1 where it ends. */
export function pointAt(ax, ay, bx, by, t) {
  return [ax + (bx - ax) * t * (1.5 - 1.5 * t + t * t), ay + (by - ay) * t * t * (3 - 2 * t)];
}

/**
 * @param {{moveTo: Function, lineTo: Function, bezierCurveTo: Function}} path
 * @param {number} ax where it begins
 * @param {number} ay
 * @param {number} bx where it ends
 * @param {number} by
 * @param {{straight: boolean, y0: number, y1: number}} how the window it is drawn for
 */
export function edge(path, ax, ay, bx, by, { straight, y0, y1 }) {
  if (straight) {
    path.moveTo(ax, ay);
    path.lineTo(bx, by);
    return;
  }
  const dx = bx - ax;
  const dy = by - ay;
  const length = Math.abs(dy);
  const parts = Math.ceil(length / PART) || 1;
  const way = Math.sign(dy) / PART;
  const [first, last] = [(y0 - ay) * way, (y1 - ay) * way].sort((a, b) => a - b);
  for (let part = Math.max(0, Math.floor(first)); part < parts && part <= Math.max(0, last); part++) {
    const t = length ? timeAt(part * PART, length) : 0;
    const u = timeAt((part + 1) * PART, length);
    const third = (u - t) / 3;
    const [tx, ty] = pointAt(ax, ay, bx, by, t);
    const [ux, uy] = pointAt(ax, ay, bx, by, u);
    path.moveTo(tx, ty);
    path.bezierCurveTo(
      tx + third * dx * (1.5 - 3 * t + 3 * t * t),
      ty + third * dy * 6 * t * (1 - t),
      ux - third * dx * (1.5 - 3 * u + 3 * u * u),
      uy - third * dy * 6 * u * (1 - u),
      ux,
      uy,
    );
  }
}

/** When an edge of this length has gone so many pixels down (or up): the inverse of t²(3 − 2t). */
function timeAt(gone, length) {
  return gone >= length ? 1 : 0.5 - Math.sin(Math.asin(1 - (2 * gone) / length) / 3);
}
