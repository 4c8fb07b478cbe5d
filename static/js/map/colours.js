/** The colours of the canvas, and the typeface of its few words, from the same tokens as everything else; system colours where those are forced. */

const NAMES = ["pro", "con", "ink", "ink-2", "line", "control", "surface", "ground", "focus", "mark"];
const FORCED = { surface: "Canvas", ground: "Canvas", focus: "Highlight", mark: "Mark" };

/** @returns {Record<string, string>} */
export function colours() {
  const forced = matchMedia("(forced-colors: active)").matches;
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  const named = NAMES.map((name) => [name, forced ? (FORCED[name] ?? "CanvasText") : of(name)]);
  return { ...Object.fromEntries(named), sans: of("sans") };
}

/** @param {() => void} changed */
export function whenColoursChange(changed) {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", changed);
  }
}
