/** What others write while one reads: it is fetched through the gate and takes its place without moving what is read. */

import { losePanel } from "../live/lost.js";
import { MOST_KEYS } from "./data.js";
import { renewTree } from "./renewal.js";
import { renewFigures } from "./stale.js";
import { makeWaiting } from "./waiting.js";

const MOST_TRIES = 3; // for a number that was told and is not there yet

/**
 * @param {ArgumentMap} map
 * @param {{claim: () => number, close: () => void}} panel
 * @returns {(event: CustomEvent) => void} what hears of news, of what was made here, and of requests
 */
export function followNews(map, panel) {
  const waiting = makeWaiting(map);
  const stale = renewFigures(map);
  let wanted = 0;
  let running = false;
  let made = 0;

  const read = async () => {
    if (running) return;
    running = true;
    let tries = 0;
    try {
      do {
        const answer = await map.data.since(map.seq);
        if (answer.reread) await plantAnew(map);
        else settle(answer);
        if (made) greet();
      } while (wanted > map.seq && ++tries < MOST_TRIES);
    } catch {
      // The next word of the stream asks again; nothing that stands on the page is lost.
    } finally {
      running = false;
      wanted = 0;
    }
  };

  const settle = (answer) => {
    Object.assign(map, { seq: answer.seq, total: answer.total });
    const { came, gone } = renewTree(map.tree, answer);
    leave(gone);
    // What came along on the way to it was only not sent before; a second use is no new claim.
    const isNews = ({ claim, role, is_stub: stub }) =>
      answer.added.includes(claim) && claim !== made && role !== "again" && !stub;
    waiting.arrive(came.filter(isNews));
  };

  /** One's own claim stands on the map and has the keys, whether this answer brought it or the news did before. */
  const greet = () => {
    const place = map.tree.home(made);
    made = 0;
    if (!place) return; // evidence, which stands in the panel
    place.fresh = true;
    if (matchMedia("(width <= 760px)").matches) panel.close();
    map.reveal(place);
    map.relay({ glide: true });
    map.focus(place);
  };

  /** What was hidden goes at once: its card, the keys on it, and the panel that shows it. */
  const leave = (gone) => {
    const shown = panel.claim();
    const home = shown && map.tree.home(shown);
    const lost = gone.some((place) => place.claim === shown && !map.tree.home(shown));
    if (gone.includes(map.active)) {
      const up = map.tree.places.get(map.active.up) ?? map.roots[0] ?? null;
      const hadKeys = map.stage.tree.contains(document.activeElement);
      map.active = up;
      if (hadKeys && up) setTimeout(() => map.focus(up));
    }
    if (lost || home?.is_stub) losePanel(document.getElementById("panel"), panel.close);
  };

  const heard = {
    "dissoi:news": ({ seq, ratings }) => {
      if (Number(ratings) !== map.ratings) stale.all();
      map.ratings = Number(ratings);
      wanted = Math.max(wanted, Number(seq));
      if (wanted > map.seq) read();
    },
    "dissoi:made": ({ id }) => {
      made = Number(id.slice(1));
      map.stage.main.style.minHeight = ""; // the map is as high as the window, whatever a form did
      read();
    },
    // One's own rating shows at once; those of others come with the news.
    "htmx:afterRequest": ({ successful }) => {
      if (successful) stale.all();
    },
  };
  return (event) => heard[event.type](event.detail);
}

/** Too much has happened to be told: read everything again, with the folds as they are. */
async function plantAnew(map) {
  const known = new Set(map.tree.places.keys());
  const answer = await (map.isWhole ? map.data.all() : map.data.first());
  Object.assign(map, { seq: answer.seq, ratings: answer.ratings, total: answer.total });
  renewTree(map.tree, answer);
  for (const { key } of answer.places) known.delete(key);
  for (let left = [...known]; left.length && !map.isWhole; left = left.slice(MOST_KEYS)) {
    renewTree(map.tree, await map.data.of(left)); // what is gone has no place any more where it hung
  }
  for (const place of map.tree.places.values()) if (map.tree.lacks(place)) place.open = false;
  if (map.active && !map.tree.places.has(map.active.key)) map.active = map.roots[0] ?? null;
  map.relay();
}
