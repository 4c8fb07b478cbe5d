/** The buttons of the map: larger, smaller, all of it, unfold, fold, the list of keys. Fetched when one is pressed. */

import { bringSheet } from "../sheet.js";
import { foldAll, unfoldAll } from "./fold.js";
import { fitAll, zoomBy } from "./keys.js";

const STEP = 1.25;

/**
 * @param {ArgumentMap} map
 * @returns {(name: string, button?: HTMLElement) => Promise<void>} does what the button of this name does
 */
export function makeTools(map) {
  const dialog = map.stage.box.querySelector(".map-keys");
  dialog.addEventListener("close", () => map.active && map.focus(map.active));
  const acts = {
    larger: () => zoomBy(map, STEP),
    smaller: () => zoomBy(map, 1 / STEP),
    fit: () => fitAll(map),
    unfold: (button) => whileBusy(button, () => unfoldAll(map)),
    fold: () => foldAll(map),
    keys: async () => {
      await bringSheet(dialog);
      dialog.showModal();
    },
    done: () => dialog.close(),
  };
  return async (name, button) => acts[name](button);
}

/** A large map takes a moment: the button says so, and is not pressed twice. */
async function whileBusy(button, act) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await act();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
