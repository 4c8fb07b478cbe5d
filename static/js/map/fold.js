/** Folding and unfolding, with the card in question fixed on the screen; what was never sent is fetched first. */

import { readable } from "./view.js";

/**
 * @param {ArgumentMap} map
 * @param {object} place
 */
export async function toggle(map, place) {
  if (place.role === "again") return goHome(map, place);
  if (!map.tree.foldable(place) || place.busy) return;
  if (!place.open) await fetchBelow(map, place);
  place.open = !place.open;
  if (!place.open && map.active && map.tree.above(map.active).includes(place)) focusQuietly(map, place);
  map.relay({ anchor: place, glide: true });
}

/** To the place where the claim is at home, which may lie in a branch that was not sent yet. */
async function goHome(map, place) {
  const home = await reach(map, place.home);
  if (home) map.focus(home);
}

/** The place of this key; on a large map what leads to it is fetched first. @param {string} key */
export async function reach(map, key) {
  if (!map.tree.places.has(key)) map.tree.plant(await map.data.to(key));
  return map.tree.places.get(key);
}

/** Fetch the kids of a place, if some are missing. */
export async function fetchBelow(map, place) {
  if (!map.tree.lacks(place)) return;
  place.busy = true;
  map.touch();
  try {
    map.tree.plant(await map.data.under(place.key));
  } finally {
    place.busy = false;
    map.touch();
  }
}

/** The keys must not stay on a card that is folded away. */
function focusQuietly(map, place) {
  const hadKeys = map.stage.tree.contains(document.activeElement);
  map.active = place;
  map.version++;
  if (hadKeys) map.cards.get(place)?.focus({ preventScroll: true });
}

/** Open everything; a large map is fetched whole first. */
export async function unfoldAll(map) {
  if (!map.isWhole) {
    map.tree.plant(await map.data.all());
    map.isWhole = true;
  }
  for (const place of map.tree.places.values()) place.open = place.kids.length > 0;
  map.relay({ glide: map.tree.places.size < 1000 });
}

/** Only the theses and their replies. */
export function foldAll(map) {
  const top = map.active ? [...map.tree.above(map.active), map.active].find((place) => !place.up) : null;
  for (const place of map.tree.places.values()) place.open = !place.up;
  if (map.active && !map.tree.above(map.active).every((up) => up.open)) map.active = top ?? map.roots[0];
  map.relay({ glide: map.tree.places.size < 1000 });
}

const TALLEST = 1.6; // windows: what is taller would push the first replies out of sight

/**
 * How a map stands when it is opened: as many levels as one sees at a glance, the replies of the theses in any case.
 * @param {ArgumentMap} map
 */
export function openFirst(map) {
  for (const levels of [Infinity, 2, 1]) {
    for (const place of map.tree.places.values()) {
      place.open = map.tree.above(place).length < levels && !map.tree.lacks(place);
    }
    map.relay({ anchor: null });
    if ((map.laid.y1 - map.laid.y0) * readable(map.size) <= TALLEST * map.size.h) return;
  }
}
