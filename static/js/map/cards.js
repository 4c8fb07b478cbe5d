/** Cards are elements only near the window. At most a few milliseconds of new ones a frame; a plain plate until then. */

import { width } from "./arrange.js";
import { cardOf, dress } from "./card.js";

const AT_MOST = 6; // milliseconds of building in one frame

/**
 * @param {ArgumentMap} map
 * @param {object[]} places those in the window
 * @param {CanvasRenderingContext2D} pen
 * @returns {number} how many were built
 */
export function keepCards(map, places, pen) {
  const wanted = new Set(places);
  for (const [place, card] of map.cards) {
    if (wanted.has(place) || (place === map.active && map.isShown(place))) continue;
    card.remove();
    map.cards.delete(place);
  }
  const until = performance.now() + AT_MOST;
  let built = 0;
  for (const place of places) {
    if (map.cards.has(place)) dress(map, map.cards.get(place), place);
    else if (place === map.active || performance.now() < until) {
      keepCard(map, place);
      built++;
    } else plate(map, place, pen);
  }
  if (map.active && map.isShown(map.active) && !wanted.has(map.active)) keepCard(map, map.active);
  return built;
}

/** The card of a place, built where it is missing. */
export function keepCard(map, place) {
  let card = map.cards.get(place);
  if (!card) {
    card = cardOf(place);
    map.cards.set(place, card);
    map.stage.tree.append(card);
  }
  dress(map, card, place);
}

/** A card whose turn to be built has not come: the plain surface until the next frame. */
function plate(map, place, pen) {
  pen.fillStyle = map.css.surface;
  pen.beginPath();
  pen.roundRect(place.x - width(place) / 2, place.y - place.h / 2, width(place), place.h, 10);
  pen.fill();
  map.ask();
}
