/** One claim as an element of the tree. Its name comes from its content; its place on the map from the layout. */

import { width } from "./arrange.js";
import { nowX, nowY } from "./glide.js";
import { metaOf, textOf } from "./meta.js";
import { standing } from "./tree.js";

const CLASSES = { pro: "pro-text", con: "con-text", evidence: "cites" };

/** @param {object} place @returns {HTMLElement} */
export function cardOf(place) {
  const card = document.createElement("div");
  card.id = `m-${place.key}`;
  card.setAttribute("role", "treeitem");
  card.place = place;
  return card;
}

/**
 * Bring a card up to date: its place always, the rest only when something has changed.
 * @param {ArgumentMap} map
 */
export function dress(map, card, place) {
  const { left } = map;
  if (card.version === map.version && !left && card.still) return;
  card.style.transform = `translate(${nowX(place, left) - width(place) / 2}px, ${nowY(place, left) - place.h / 2}px)`;
  card.still = !left;
  if (card.version === map.version) return;
  card.version = map.version;
  if (card.revision !== place.revision || !card.firstChild) fill(map, card, place);
  if (card.high !== place.h) card.style.height = `${(card.high = place.h)}px`;
  card.className = classesOf(map, place);
  card.tabIndex = place === map.active ? 0 : -1;
  card.setAttribute("aria-level", place.level);
  card.setAttribute("aria-setsize", place.of);
  card.setAttribute("aria-posinset", place.at);
  fold(map, card, place);
}

function classesOf(map, place) {
  const names = ["map-card", place.shows ?? place.side, standing(place)];
  if (!place.p) names[1] = "thesis";
  if (place.half) names.push(place.half < 0 ? "left" : "right");
  if (place.role === "again") names.push("again");
  if (place.is_stub) names.push("stub");
  if (place.state && place.state !== "published" && !place.is_stub) names.push("uncounted");
  if (map.hits) names.push(map.hits.has(place) ? "hit" : "dim");
  if (place === map.active) names.push("active");
  if (place.fresh) names.push("fresh");
  return [...new Set(names)].filter(Boolean).join(" ");
}

/** The button at the outer edge: folds, unfolds, or leads to where the branch stands. */
function fold(map, card, place) {
  const many = map.tree.foldable(place);
  const says = place.open ? "–" : String(many);
  const shown = place.role === "again" ? "↗" : many && (place.p || !place.open) ? says : "";
  if (many) card.setAttribute("aria-expanded", String(place.open));
  else card.removeAttribute("aria-expanded");
  let button = card.querySelector(".fold");
  if (!shown) return button?.remove();
  if (!button) {
    button = add(card, "button", "fold");
    button.type = "button";
    button.tabIndex = -1;
    button.setAttribute("aria-hidden", "true");
  }
  if (button.textContent !== shown) button.textContent = shown;
  button.classList.toggle("busy", Boolean(place.busy));
}

function fill(map, card, place) {
  const { words } = map;
  card.revision = place.revision;
  card.replaceChildren();
  const claim = add(card, "div", "claim");
  const side = place.shows ?? place.side;
  add(claim, "span", "visually-hidden").textContent = `${words(!side ? "thesis" : side === "con" ? "opposes" : "supports")}: `;
  claim.append(textOf(place, words));
  if (map.stage.language && place.text) claim.lang = map.stage.language;
  const line = add(card, "div", "meta");
  for (const item of metaOf(place, words)) figure(line, item);
}

function figure(line, { kind, text, bold, says }) {
  if (kind === "mark") {
    add(line, "i", `stance small ${text}`);
    return;
  }
  const part = add(line, "span", CLASSES[kind] ?? kind);
  if (kind === "evidence" || kind === "new") {
    part.title = says;
    add(part, "span").setAttribute("aria-hidden", "true");
    part.firstChild.textContent = text;
    add(part, "span", "visually-hidden").textContent = says;
    return;
  }
  part.textContent = bold ? `${text} ` : text;
  if (bold) add(part, "b", "word").textContent = bold;
  if (bold && says) add(part, "span", "visually-hidden").textContent = `, ${says}`;
}

/** @returns {HTMLElement} */
function add(parent, tag, name = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  parent.append(element);
  return element;
}
