/** Figures that may have moved since they were sent: those in sight are asked for again when the view has come to rest. */

import { MOST_KEYS } from "./data.js";
import { look } from "./look.js";
import { renewTree } from "./renewal.js";
import { windowOf } from "./view.js";

const REST = 300; // milliseconds

/** @param {ArgumentMap} map */
export function renewFigures(map) {
  /** @type {Set<object>} */
  const stale = new Set();
  let waiting = 0;

  const inSight = () => {
    const { cards } = look(map.columns, windowOf(map.view, map.size, 200));
    const wanted = new Set(map.roots);
    for (const place of cards) wanted.add(place);
    return [...wanted].filter((place) => stale.has(place)).slice(0, MOST_KEYS);
  };

  const renew = async () => {
    const places = inSight();
    if (!places.length) return;
    for (const place of places) stale.delete(place);
    try {
      const { places: sent } = await map.data.of(places.map((place) => place.key));
      const known = sent.filter((one) => map.tree.places.has(one.key));
      const heights = new Map(places.map((place) => [place, place.h]));
      renewTree(map.tree, { places: known });
      map.measure();
      if (places.some((place) => place.h !== heights.get(place))) map.relay();
      else map.touch();
    } catch {
      for (const place of places) stale.add(place);
    }
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(renew, REST);
  };

  map.whenResting = () => stale.size && soon();
  return {
    all: () => {
      for (const place of map.tree.places.values()) stale.add(place);
      soon();
    },
  };
}
