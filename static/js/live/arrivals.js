/** New claims: they slide in where they move nothing that is in sight, and wait behind a button where they would. */

import { bringSheet } from "../sheet.js";
import { hold } from "dissoi/live/hold";

// What one may be reading; the empty place at the end of a side may move down.
const MARKS = "[id]:not([id^='add-'])";

/**
 * @param {import("dissoi/live/morph").Arrival[]} arrivals
 * @param {HTMLElement} place where the words are
 * @param {boolean} all somebody asked for them: let all in
 * @param {() => void} ask what the button does
 */
export async function receive(arrivals, place, all, ask) {
  if (arrivals.length) await bringSheet(place); // without its sheet the button would stand in the way
  const held = hold(document.documentElement, `#spread ${MARKS}`);
  for (const arrival of arrivals) enter(arrival);
  held.release();
  let waiting = /** @type {import("dissoi/live/morph").Arrival[]} */ ([]);
  if (!all && held.moved()) {
    waiting = arrivals.filter(({ node }) => node.getBoundingClientRect().top < innerHeight);
    for (const { node } of waiting) node.remove();
    held.release();
  }
  tell(place, waiting.reduce((sum, { node }) => sum + claimsIn(node), 0), ask);
  if (all) greet(arrivals);
}

/** @param {import("dissoi/live/morph").Arrival} arrival */
function enter({ node, parent, after }) {
  node.classList.add("arrives");
  node.addEventListener("animationend", () => node.classList.remove("arrives"), { once: true });
  parent.insertBefore(node, after?.parentNode === parent ? after.nextSibling : parent.firstChild);
}

/** Whoever asked is led to the first of them. @param {import("dissoi/live/morph").Arrival[]} arrivals */
function greet([first]) {
  if (!(first?.node instanceof HTMLElement)) return;
  first.node.tabIndex = -1;
  first.node.focus({ preventScroll: true });
  first.node.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLElement} place @param {number} count @param {() => void} ask */
function tell({ dataset }, count, ask) {
  const box = document.getElementById("arrivals") ?? makeBox();
  const words = ((count === 1 ? dataset.newOne : dataset.newMany) ?? "").replace(/\d+/, String(count));
  if (!count) box.replaceChildren();
  else if (box.textContent !== words) box.replaceChildren(makeButton(words, ask));
}

function makeBox() {
  const box = document.createElement("div");
  box.id = "arrivals";
  box.setAttribute("role", "status");
  document.getElementById("main")?.before(box);
  return box;
}

/** @param {string} words @param {() => void} ask */
function makeButton(words, ask) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button ink", textContent: words });
  button.addEventListener("click", ask);
  return button;
}

/** How many claims come with it. @param {Element} node */
function claimsIn(node) {
  return node.querySelectorAll("li").length + Number(node.matches("li"));
}
