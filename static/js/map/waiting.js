/** New claims: those that find their place in sight slide in; the others wait behind a button that leads to them. */

import { fetchBelow } from "./fold.js";

/** @param {ArgumentMap} map */
export function makeWaiting(map) {
  const button = map.stage.box.querySelector(".map-new");
  /** @type {object[]} */
  let held = [];

  const tell = () => {
    held = held.filter((place) => map.tree.places.get(place.key) === place && place.held);
    button.hidden = !held.length;
    if (held.length) button.textContent = map.words("newClaims", held.length);
  };

  // A new card shows once that it is new, and not again when it is scrolled back into the window.
  map.stage.tree.addEventListener("animationend", ({ animationName, target }) => {
    if (animationName === "fresh") target.place.fresh = false;
  });

  /** @param {object[]} came */
  const arrive = (came) => {
    for (const place of came) place.fresh = true;
    map.relay({ glide: true });
    // Whoever does not come to stand in sight steps back, and the map is laid out without them.
    const away = came.filter((place) => !map.isInSight(place));
    if (away.length) {
      for (const place of away) place.held = true;
      map.relay({ glide: true });
    }
    held.push(...away);
    tell();
  };

  button.addEventListener("click", async () => {
    tell();
    const wanted = held;
    held = [];
    for (const place of wanted) place.held = false;
    tell();
    for (const place of wanted) {
      for (const up of map.tree.above(place).reverse()) await fetchBelow(map, up);
      map.reveal(place);
    }
    map.relay();
    if (wanted[0]) map.focus(wanted[0]);
  });

  return { arrive };
}
