/** Where the drawn map starts: the outline that the server sent becomes the map, and stays beside it for ears and paper. */

import { offerAnswers } from "./answer.js";
import { whenColoursChange, colours } from "./colours.js";
import { dataFrom } from "./data.js";
import { openFirst, reach, toggle } from "./fold.js";
import { followPointers } from "./gestures.js";
import { followKeys } from "./keys.js";
import { ArgumentMap } from "./map.js";
import { followMinimap } from "./minimap.js";
import { awaitNews, awaitPanel, awaitSearch, awaitTools } from "./later.js";
import { keepOutline, stageOf } from "./stage.js";
import { centre, readable } from "./view.js";
import { wordsOf } from "./words.js";

const box = document.getElementById("map");
const sent = document.getElementById("map-data");
sent?.remove(); // what is hidden later must not stand on in the page
if (box && sent) await start(box, JSON.parse(sent.textContent)).catch(giveBack);

/**
 * @param {HTMLElement} box
 * @param {object} answer what the data address says without a parameter
 */
async function start(box, answer) {
  const map = new ArgumentMap(stageOf(box), wordsOf(box.querySelector(".map-words"), document.documentElement.lang));
  map.data = dataFrom(box);
  Object.assign(map, { seq: answer.seq, ratings: answer.ratings, total: answer.total, isWhole: answer.whole });
  map.tree.plant(answer);
  keepOutline(map.stage.main);
  box.hidden = false;
  await document.fonts.ready; // heights come from the widths of words
  map.resize();
  openFirst(map);
  map.active = (await placeAsked(map)) ?? map.roots[0];
  for (const up of map.tree.above(map.active)) up.open = true;
  map.relay();
  map.view.k = readable(map.size);
  centre(map.view, map.size, map.active.x, map.active.y);
  act(map, box.hasAttribute("data-embedded"));
  map.ask();
  box.map = map; // for tests and the bench
}

/** The place of the claim that the address asks for; on a large map it may have to be fetched. */
async function placeAsked(map) {
  const claim = new URL(location.href).searchParams.get("claim");
  if (!claim || map.isWhole || map.tree.home(Number(claim))) return map.tree.home(Number(claim));
  return reach(map, claim).catch(() => undefined);
}

/** What one can do with it. */
function act(map, embedded) {
  const panel = awaitPanel(map, embedded);
  const open = (place) => place && !place.is_stub && panel.open(place.claim);
  const use = awaitTools(map);
  followPointers(map);
  followKeys(map, { open, help: () => use("keys") });
  followMinimap(map);
  offerAnswers(map, (place, side) => panel.open(place.claim, side));
  awaitSearch(map);
  if (!embedded) awaitNews(map, panel);
  map.stage.tree.addEventListener("click", (event) => {
    const card = event.target.closest("[role=treeitem]");
    if (!card) return;
    if (event.target.closest(".fold")) {
      toggle(map, card.place);
      return;
    }
    map.focus(card.place);
    open(card.place);
  });
  whenColoursChange(() => {
    map.css = colours();
    map.touch();
  });
  new ResizeObserver(() => map.resize()).observe(map.stage.box);
}

/** Something is wrong: the outline is still there. */
function giveBack(error) {
  document.documentElement.classList.remove("drawing");
  throw error;
}
