/** One frame: edges on the canvas, cards as elements where they can be read, blocks where they cannot. No layout reads. */

import { placeAnswers } from "./answer.js";
import { keepCard, keepCards } from "./cards.js";
import { drawDoubts } from "./doubts.js";
import { drawEdges } from "./edges.js";
import { goOn } from "./glide.js";
import { drawJoints } from "./joints.js";
import { look } from "./look.js";
import { drawMinimap } from "./minimap.js";
import { FAR, windowOf } from "./view.js";

const FINEST = 0.03; // below this zoom only the edges near the theses are drawn
const NEAR_LEVELS = 3;

/**
 * @param {ArgumentMap} map
 * @param {number} now
 * @returns {{ms: number, cards: number, edges: number, built: number}} what was done
 */
export function drawFrame(map, now) {
  const began = performance.now();
  goOn(map, now);
  const { view, size, stage, css, dim, left } = map;
  const far = view.k < FAR;
  const window = windowOf(view, size, 170 * view.k + 24);
  const { cards, edges } = look(map.columns, window, view.k > FINEST ? Infinity : NEAR_LEVELS);
  const frame = { k: view.k, left, css, dim, window, cards, y0: window.y0, y1: window.y1 };
  const pen = clear(map);
  const drawn = drawEdges(pen, edges, frame);
  if (view.k > FINEST) {
    drawJoints(pen, edges, frame);
    drawDoubts(pen, edges, frame);
  }
  setFar(map, far);
  stage.world.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.k})`;
  let built = 0;
  if (far) {
    blocks(map, pen, cards, frame);
  } else {
    built = keepCards(map, cards, pen);
  }
  arcs(map, pen, frame);
  placeAnswers(map);
  drawMinimap(map);
  map.whenResting?.();
  return { ms: performance.now() - began, cards: cards.length, edges: drawn, built };
}

/** An empty canvas as large as the window, in the coordinates of the map. */
function clear({ stage, view, size: { w, h, d } }) {
  const { canvas } = stage;
  const [wide, high] = [Math.round(w * d), Math.round(h * d)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  const pen = canvas.getContext("2d");
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, wide, high);
  pen.setTransform(d * view.k, 0, 0, d * view.k, d * view.x, d * view.y);
  return pen;
}

function setFar(map, far) {
  if (map.isFar === far) return;
  map.isFar = far;
  map.stage.box.classList.toggle("far", far);
}

/** The far view, and where the keys are in it; it is learned when it is first wanted. */
function blocks(map, pen, cards, frame) {
  if (map.drawBlocks) map.drawBlocks(pen, cards, frame);
  else import("./blocks.js").then((blocks) => map.learn({ ...blocks }));
  if (!map.active || !map.isShown(map.active)) return;
  keepCard(map, map.active); // the focused card must keep the keys
  if (map.stage.tree.contains(document.activeElement)) map.drawRing?.(pen, map.active, frame);
}

/** One claim in two places, while either has the focus; learned likewise. */
function arcs(map, pen, frame) {
  const ends = map.usesShown();
  if (!ends.length) return;
  if (map.drawArcs) map.drawArcs(pen, ends, frame, map.words("twoPlaces"));
  else import("./arcs.js").then((arcs) => map.learn({ ...arcs }));
}
