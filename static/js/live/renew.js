/** Fetches the page that is open once more, through the gate as ever, and makes what stands here equal to it. */

import { receive } from "dissoi/live/arrivals";
import { hold } from "dissoi/live/hold";
import { losePanel, say } from "dissoi/live/lost";
import { morph } from "dissoi/live/morph";
import { leaveOnly, writtenIn } from "dissoi/live/written";

const MANY = 30; // readers, from which on pages do not all ask at the same moment
const PANEL = { "HX-Request": "true", "HX-Target": "panel" }; // all that is renewed here beside a drawn map
const WHILE = 100; // milliseconds between two looks whether somebody's form is still on its way

let swaps = 0;
let running = false;
let outlined = false;
let wanted = false;
let all = false;
let read = 0; // the number of the map at which a drawn map's outline was renewed
let over = false; // there is nothing left on the page to be renewed

document.addEventListener("htmx:afterSwap", () => (swaps += 1));

/**
 * It fails as fetching fails; whoever called it calls it again.
 * @param {HTMLElement} place what the bar says
 * @param {number} here how many read now
 * @param {boolean} whole let in what waits
 * @param {number} seq the number of the map; where ratings alone have moved a drawn map needs no outline
 */
export async function renew(place, here = 1, whole = false, seq = 0) {
  all ||= whole;
  outlined ||= seq !== read;
  read = seq;
  wanted = true;
  if (over || running || (isDrawn() && !outlined && !openPanel())) return;
  running = true;
  if (here > MANY) await pause(1000 * Math.random());
  try {
    while (wanted) {
      wanted = false;
      await once(place);
    }
  } finally {
    running = false;
  }
}

/** @param {HTMLElement} place */
async function once(place) {
  while (document.querySelector(".htmx-request")) await pause(WHILE);
  const before = swaps;
  const asked = location.href;
  const answer = await fetch(asked, isDrawn() && !outlined ? { headers: PANEL } : {});
  if (answer.status === 404) return gone(place);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Meanwhile somebody went on, or sent something: what was fetched is of before that.
  if (swaps !== before || location.href !== asked || document.querySelector(".htmx-request")) wanted = true;
  else await settle(place, fresh);
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** @param {HTMLElement} place @param {Document} fresh */
async function settle(place, fresh) {
  renewPanel(fresh);
  if (isDrawn()) return renewOutline(fresh);
  if (fresh.getElementById("map")) return location.reload(); // the first claim of an empty map
  const [now, then] = [document, fresh].map((page) => page.getElementById("spread"));
  if (!now || !then) return;
  /** @type {import("dissoi/live/morph").Arrival[]} */
  const arrivals = [];
  const held = hold(document.documentElement, "#spread [id]");
  document.title = fresh.title;
  inPlace(".controversy-bar", fresh);
  morph(now, then, (arrival) => arrivals.push(arrival));
  held.release();
  const letAll = all;
  all = false;
  await receive(arrivals, place, letAll, () => renew(place, 1, true).catch(() => {}));
  globalThis.htmx.process(document.getElementById("main"));
}

/** Inside a drawn map it is for ears and paper: nothing is seen to move. @param {Document} fresh */
function renewOutline(fresh) {
  outlined = false;
  inPlace("#spread", fresh);
  document.dispatchEvent(new Event("dissoi:outlined"));
}

/** The panel keeps its place too; that of a claim which went closes. @param {Document} fresh */
function renewPanel(fresh) {
  const panel = openPanel();
  if (!panel) return;
  const then = /** @type {HTMLElement | null} */ (fresh.querySelector("#panel:not([hidden])"));
  if (then) {
    if (then.dataset.claim !== panel.dataset.claim) return; // the one that the address means is on its way
    const held = hold(panel, "[id], section, li");
    inPlace("#panel", fresh);
    held.release();
    globalThis.htmx.process(panel);
    return;
  }
  losePanel(panel, () => close(panel, fresh.title));
}

/** @param {Element} panel @param {string} title of the page without it */
function close(panel, title) {
  document.title = title;
  const way = /** @type {HTMLAnchorElement} */ (panel.querySelector(".close"));
  history.replaceState(null, "", way.href);
  const had = panel.contains(document.activeElement);
  panel.replaceWith(Object.assign(document.createElement("aside"), { id: "panel", hidden: true }));
  if (had) document.getElementById("main")?.focus({ preventScroll: true });
}

/** @param {string} selector @param {Document} fresh */
function inPlace(selector, fresh) {
  const [now, then] = [document.querySelector(selector), fresh.querySelector(selector)];
  if (now && then) morph(now, then, ({ node, parent, after }) => parent.insertBefore(node, after ? after.nextSibling : parent.firstChild));
}

/** A drawn map renews itself. */
function isDrawn() {
  return document.getElementById("map") !== null;
}

/** @returns {HTMLElement | null} */
function openPanel() {
  return document.querySelector("#panel:not([hidden])");
}

/** The page is not there any more: the debate is closed to us, or only the claim of this page went. @param {HTMLElement} place */
async function gone(place) {
  const debate = await fetch(`${place.dataset.live}now/`);
  if (debate.status === 404) return lose(place);
  const up = document.querySelector(".path li:last-child a");
  leave(place.dataset.gone);
  if (up) document.getElementById("main")?.append(up);
}

/** @param {HTMLElement} place */
export function lose(place) {
  if (!over) leave(place.dataset.lost);
}

/** What stood here goes, its title too, but for what is being written. @param {string | undefined} sentence */
function leave(sentence) {
  over = true;
  say(sentence);
  document.title = document.querySelector(".logo")?.textContent?.trim() ?? "";
  for (const part of document.querySelectorAll("main, #panel")) {
    const form = writtenIn(part);
    if (form) leaveOnly(part, form);
    else part.replaceChildren();
  }
}
