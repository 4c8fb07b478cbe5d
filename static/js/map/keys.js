/** The keyboard: arrows go where the eye goes, Space folds, Enter opens, Escape and the rest as the list of keys says. */

import { toggle } from "./fold.js";
import { fly } from "./glide.js";
import { fit, zoomAt } from "./view.js";
import { walk } from "./walk.js";

const STEP = 1.25;

/**
 * @param {ArgumentMap} map
 * @param {{open: (place: object) => void, help: () => void}} acts
 */
export function followKeys(map, { open, help }) {
  const { tree } = map.stage;
  const acts = {
    " ": () => toggle(map, map.active),
    Enter: () => open(map.active),
    "+": () => zoomBy(map, STEP),
    "=": () => zoomBy(map, STEP),
    "-": () => zoomBy(map, 1 / STEP),
    0: () => fitAll(map),
    "?": help,
  };
  tree.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !map.active) return;
    const act = Object.hasOwn(acts, event.key) && acts[event.key];
    const leads = !act && (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End");
    if (!act && !leads) return;
    event.preventDefault();
    if (act) return void act();
    const { laid, columns, roots } = map;
    const next = walk(map.active, event.key, { list: laid.list, columns, roots });
    if (next === "unfold") {
      if (!map.active.open && map.active.role !== "again") toggle(map, map.active);
    } else if (next) map.focus(next);
  });
  // Tab may lead to a card that lies out of sight.
  tree.addEventListener("focusin", (event) => {
    const { place } = event.target;
    if (place && (place !== map.active || !map.isInSight(place))) map.focus(place, { quietly: true });
    else map.ask();
  });
  tree.addEventListener("focusout", () => map.ask());
}

/** Zoom about the focused card, or the middle. @param {ArgumentMap} map */
export function zoomBy(map, factor) {
  const { size, active } = map;
  const view = { ...(map.flight?.to ?? map.view) };
  const seen = active && map.isInSight(active);
  const [x, y] = seen ? [active.x * view.k + view.x, active.y * view.k + view.y] : [size.w / 2, size.h / 2];
  zoomAt(view, factor, x, y);
  fly(map, view);
}

/** @param {ArgumentMap} map */
export function fitAll(map) {
  const view = { ...map.view };
  fit(view, map.size, map.laid);
  fly(map, view);
}
