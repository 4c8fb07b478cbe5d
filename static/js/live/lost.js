/** What is not shown any more takes its panel along; what somebody writes there stays, and a sentence says why. */

import { leaveOnly, writtenIn } from "./written.js";

/** @param {Element} panel @param {() => void} close */
export function losePanel(panel, close) {
  say(/** @type {HTMLElement | null} */ (document.querySelector("[data-gone]"))?.dataset.gone);
  const form = writtenIn(panel);
  if (form) leaveOnly(panel, form);
  else close();
}

/** @param {string | undefined} sentence */
export function say(sentence) {
  const line = Object.assign(document.createElement("p"), { className: "say", textContent: sentence });
  document.getElementById("say")?.replaceChildren(line);
}
