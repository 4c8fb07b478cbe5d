/** Finding a claim: hits lit, the rest dimmed; Enter goes from hit to hit. What is loaded answers at once, the server for all. */

import { reach } from "./fold.js";
import { match } from "./match.js";

const PAUSE = 250; // milliseconds without a key before the server is asked
const FEWEST = 2; // signs that the server is asked for

/**
 * @param {ArgumentMap} map
 * @param {HTMLInputElement} field
 */
export function search(map, field) {
  const said = map.stage.box.querySelector(".map-found");
  const status = said.querySelector("[role=status]");
  /** @type {number[]} the claims found, whether or not their places were sent */
  let found = [];
  let most = 0; // to which the server counts, where there are more
  let at = -1;
  let waiting = 0;

  const tell = () => {
    const typed = field.value.trim();
    said.hidden = !typed;
    said.classList.toggle("none", !found.length);
    const { words } = map;
    const counted = most || found.length;
    const digits = (n) => n.toLocaleString(document.documentElement.lang);
    const many = counted ? words(most ? "foundMore" : "found", counted) : words("foundNone");
    const one = words(most ? "foundAtMore" : "foundAt").replace("{at}", digits(at + 1)).replace("{n}", digits(counted));
    status.textContent = at < 0 || !counted ? many : one;
  };

  /** Every place of a claim found is lit, also one that is sent later. */
  const light = () => {
    const claims = new Set(found);
    map.hits = field.value.trim() ? { has: (place) => claims.has(place.claim) } : null;
    map.touch();
  };

  const type = () => {
    clearTimeout(waiting);
    at = -1;
    most = 0;
    // Order: as the eye reads, from the top of each thesis.
    const hits = match(map.tree.places.values(), field.value) ?? [];
    found = [...new Set([...hits].map((place) => place.claim))];
    light();
    tell();
    if (field.value.trim().length >= FEWEST) waiting = setTimeout(ask, PAUSE);
  };

  /** The server knows word forms, and the claims that were not sent. */
  const ask = async () => {
    const asked = field.value;
    const answer = await map.data.hits(asked).catch(() => null);
    if (!answer || asked !== field.value) return;
    most = answer.more ? answer.hits.length : 0;
    found = [...new Set([...found, ...answer.hits])];
    light();
    tell();
  };

  const go = async (by) => {
    if (!found.length) return;
    at = (at + by + found.length) % found.length;
    tell();
    const place = await reach(map, String(found[at])); // the key of a home is the claim's number
    if (place) map.focus(place, { quietly: true });
  };

  field.addEventListener("input", type);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // the form would leave the map
      go(event.shiftKey ? -1 : 1);
      if (matchMedia("(pointer: coarse)").matches) field.blur(); // the screen's keyboard would cover the map
    } else if (event.key === "Escape" && field.value) {
      event.preventDefault();
      clear();
    } else if (event.key === "ArrowDown" && at >= 0) {
      event.preventDefault();
      map.focus(map.active);
    }
  });
  const clear = () => {
    field.value = "";
    type();
  };
  said.addEventListener("click", (event) => {
    const act = event.target.closest("button")?.dataset.act;
    if (act === "next") go(1);
    if (act === "before") go(at < 0 ? 0 : -1);
    if (act === "clear") clear();
  });

  field.value ||= new URL(location.href).searchParams.get("q") ?? "";
  if (field.value) type();
}
