/** The + and − at the focused card: a reply for or against it, written in the panel. */

import { nowX, nowY } from "./glide.js";
import { FAR } from "./view.js";

/**
 * @param {ArgumentMap} map
 * @param {(place: object, side: string) => void} reply
 */
export function offerAnswers(map, reply) {
  const { answer } = map.stage;
  if (!answer) return;
  answer.addEventListener("click", (event) => {
    const side = event.target.closest("button")?.dataset.side;
    if (side && map.active) reply(map.active, side);
  });
}

/** Keeps them at the lower edge of the card, as large as fingers need whatever the zoom. Called in every frame. */
export function placeAnswers(map) {
  const { answer } = map.stage;
  if (!answer) return;
  const { active, view, left } = map;
  const offered = active && view.k >= FAR && map.isShown(active) && !active.is_stub && active.state === "published";
  if (answer.hidden === Boolean(offered)) answer.hidden = !offered;
  if (!offered) return;
  const [x, y] = [nowX(active, left), nowY(active, left) + active.h / 2];
  const moved = `translate(${x}px, ${y}px) scale(${1 / Math.min(1, view.k)})`;
  if (answer.style.transform !== moved) answer.style.transform = moved;
}
