/** Pan by mouse or finger, pinch, wheel. A press that moves is no click. */

import { zoomAt } from "./view.js";

const STILL = 6; // pixels that a press may move and still be a click
const NOT_THE_MAP = "button, a, input, summary, dialog, .map-mini, .map-more, .map-legend";

/** @param {ArgumentMap} map */
export function followPointers(map) {
  const { box } = map.stage;
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  /** @type {{stop: Function, push: Function, start: Function} | undefined} what a finger's flick leaves behind */
  let flow;
  let moved = 0;

  box.addEventListener("pointerdown", (event) => {
    if (!fingers.size) moved = 0;
    if (event.button || (event.target.closest(NOT_THE_MAP) && !event.target.closest(".fold"))) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    flow?.stop();
    if (event.pointerType === "touch" && !flow) import("./drift.js").then(({ drift }) => (flow ??= drift(map)));
    map.flight = null;
  });

  box.addEventListener("pointermove", (event) => {
    if (!event.buttons) return lift(event); // it was released where no page hears of it
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const is = { x: event.clientX, y: event.clientY };
    const other = fingers.size > 1 ? [...fingers].find(([id]) => id !== event.pointerId)?.[1] : null;
    fingers.set(event.pointerId, is);
    moved += Math.hypot(is.x - was.x, is.y - was.y);
    if (moved <= STILL && !other) return;
    // Held from here on: the card under the finger may be gone before it is lifted.
    if (!box.hasPointerCapture(event.pointerId)) box.setPointerCapture(event.pointerId);
    box.classList.add("held");
    if (other) pinch(map, was, is, other);
    else pan(map, was, is, flow, event.timeStamp);
    map.ask();
  });

  const lift = (event) => {
    if (!fingers.delete(event.pointerId) || fingers.size) return;
    box.classList.remove("held");
    if (event.type === "pointerup" && event.pointerType === "touch" && moved > STILL) flow?.start(event.timeStamp);
  };
  // Wherever it is released: a press that has not moved far enough is not held by the map.
  addEventListener("pointerup", lift);
  addEventListener("pointercancel", lift);
  box.addEventListener("wheel", wheel(map), { passive: false });
  // Captured, so that no card hears the click that ends a drag.
  box.addEventListener("click", (event) => moved > STILL && event.detail && event.stopPropagation(), true);
}

function pan(map, was, is, flow, now) {
  map.view.x += is.x - was.x;
  map.view.y += is.y - was.y;
  flow?.push(is.x - was.x, is.y - was.y, now);
}

/** Two fingers: what is between them grows and goes along. */
function pinch(map, was, is, other) {
  const { left, top } = map.stage.box.getBoundingClientRect();
  const apart = (finger) => Math.max(1, Math.hypot(finger.x - other.x, finger.y - other.y));
  map.view.x += (is.x - was.x) / 2;
  map.view.y += (is.y - was.y) / 2;
  zoomAt(map.view, apart(is) / apart(was), (is.x + other.x) / 2 - left, (is.y + other.y) / 2 - top);
}

const SERIES = 180; // milliseconds without a wheel event after which a new series begins
const NOTCH = 40; // pixels: a mouse starts with at least so many, a trackpad with few
const LINE = 16;

/**
 * The wheel of a mouse zooms, two fingers on a trackpad move the map, and pinch there (a wheel with ctrl) zooms.
 * What it is is decided at the start of a series: a flick on a trackpad soon makes steps as large as a mouse's.
 */
function wheel(map) {
  let last = -Infinity;
  let isMouse = false;
  return (event) => {
    if (event.target.closest("dialog")) return;
    event.preventDefault();
    map.flight = null;
    const scale = event.deltaMode === 1 ? LINE : 1;
    const [dx, dy] = [event.deltaX * scale, event.deltaY * scale];
    if (event.timeStamp - last > SERIES) isMouse = !event.shiftKey && !dx && Math.abs(dy) >= NOTCH;
    last = event.timeStamp;
    if (event.ctrlKey || event.metaKey || isMouse) {
      const { left, top } = map.stage.box.getBoundingClientRect();
      const factor = Math.exp(-dy * (event.ctrlKey && !isMouse ? 0.01 : 0.0016));
      zoomAt(map.view, factor, event.clientX - left, event.clientY - top);
    } else {
      map.view.x -= event.shiftKey && !dx ? dy : dx;
      map.view.y -= event.shiftKey && !dx ? 0 : dy;
    }
    map.ask();
  };
}
