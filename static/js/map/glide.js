/** Things that change their place glide there, and the view flies: 220 ms, or not at all for those who want no motion. */

const LONG = 220;

/** Where the middle of a place is drawn right now. @param {number} left how much of the glide is left */
export const nowX = (place, left) => place.x + (left && place.ox * left);
export const nowY = (place, left) => place.y + (left && place.oy * left);

const ease = (t) => 1 - (1 - t) ** 3;
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/**
 * Remember how far everything is from where it will stand; what is new comes out of the card it hangs on.
 * @param {ArgumentMap} map
 * @param {boolean} wanted
 * @param {{x: number, y: number}} moved by how much the anchor moved on the map, which the view has made up for
 */
export function startGlide(map, wanted, moved) {
  map.left = 0;
  if (!wanted || isStill()) return;
  for (const place of map.laid.list) {
    const up = place.p;
    place.ox = place.wasShown ? place.wasX - place.x + moved.x : up ? up.x + up.ox - place.x : 0;
    place.oy = place.wasShown ? place.wasY - place.y + moved.y : up ? up.y + up.oy - place.y : 0;
  }
  map.left = 1;
  map.since = 0;
}

/** Lead the view to another one. @param {ArgumentMap} map @param {View} to */
export function fly(map, to) {
  if (isStill()) Object.assign(map.view, to);
  else map.flight = { from: { ...map.view }, to, since: 0 };
  map.ask();
}

/** How far glide and flight are in this frame. @param {ArgumentMap} map */
export function goOn(map, now) {
  if (map.left) {
    map.since ||= now;
    map.left = 1 - ease(Math.min(1, (now - map.since) / LONG));
    map.ask();
  }
  const { flight } = map;
  if (!flight) return;
  flight.since ||= now;
  const t = ease(Math.min(1, (now - flight.since) / LONG));
  for (const name of ["x", "y", "k"]) map.view[name] = flight.from[name] + (flight.to[name] - flight.from[name]) * t;
  if (t === 1) map.flight = null;
  map.ask();
}
