/** A map that was flicked goes on a little and comes to rest, as pages do under a finger. */

const SLOWER = 0.94; // a frame of 16 ms
const REST = 0.02; // pixels a millisecond
const STALE = 100; // milliseconds: a finger that rested before it was lifted did not flick

/** @param {ArgumentMap} map */
export function drift(map) {
  let [vx, vy, last, running] = [0, 0, 0, 0];

  const stop = () => {
    cancelAnimationFrame(running);
    [vx, vy, running] = [0, 0, 0];
  };

  const push = (dx, dy, at) => {
    const gone = Math.max(1, at - last);
    const weight = gone > STALE ? 0 : 0.6;
    vx = vx * weight + (dx / gone) * (1 - weight);
    vy = vy * weight + (dy / gone) * (1 - weight);
    last = at;
  };

  /** @param {number} at when the finger was lifted, which a busy page hears of later */
  const start = (at) => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still || at - last > STALE) return stop();
    let before = performance.now();
    const go = (now) => {
      const gone = Math.min(50, Math.max(1, now - before));
      before = now;
      map.view.x += vx * gone;
      map.view.y += vy * gone;
      const slower = SLOWER ** (gone / 16);
      [vx, vy] = [vx * slower, vy * slower];
      map.ask();
      running = Math.hypot(vx, vy) > REST ? requestAnimationFrame(go) : 0;
    };
    running = requestAnimationFrame(go);
  };

  return { stop, push, start };
}
