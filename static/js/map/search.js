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
  /** @type {string[]} keys of the places found */
  let found = [];
  let at = -1;
  let waiting = 0;

  const tell = () => {
    const typed = field.value.trim();
    said.hidden = !typed;
    said.classList.toggle("none", !found.length);
    const { words } = map;
    const many = found.length ? words("found", found.length) : words("foundNone");
    status.textContent = at < 0 || !found.length ? many : words("foundAt").replace("{at}", at + 1).replace("{n}", found.length);
  };

  const light = (hits) => {
    map.hits = hits;
    map.touch();
  };

  /** Order: as the eye reads, from the top of each thesis. */
  const loaded = () => match(map.tree.places.values(), field.value);

  const type = () => {
    clearTimeout(waiting);
    at = -1;
    const hits = loaded();
    found = [...(hits ?? [])].filter((place) => place.role !== "again").map((place) => place.key);
    light(hits);
    tell();
    if (field.value.trim().length >= FEWEST) waiting = setTimeout(ask, PAUSE);
  };

  /** The server knows word forms, and the claims that were not sent. */
  const ask = async () => {
    const asked = field.value;
    const answer = await map.data.hits(asked).catch(() => null);
    if (!answer || asked !== field.value) return;
    const claims = new Set(answer.hits);
    found = [...new Set([...found, ...answer.hits.map(String)])]; // the key of a home is the claim's number
    const lit = new Set(loaded());
    for (const place of map.tree.places.values()) if (claims.has(place.claim)) lit.add(place);
    light(lit);
    tell();
  };

  const go = async (by) => {
    if (!found.length) return;
    at = (at + by + found.length) % found.length;
    tell();
    const place = await reach(map, found[at]);
    if (!place) return;
    map.hits?.add(place);
    map.focus(place, { quietly: true });
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
