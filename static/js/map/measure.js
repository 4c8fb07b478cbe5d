/** Heights of cards from the widths of their words, each measured once: ten thousand cards need no layout pass. */

import { ROOT, WIDTH } from "./arrange.js";
import { metaOf, textOf } from "./meta.js";

const CARD = { size: 15.5, line: 20, room: WIDTH - 30, frame: 4 + 9 + 7 + 9 + 1 };
const THESIS = { size: 18, line: 22, room: ROOT - 30, frame: 1 + 12 + 8 + 11 + 1 };
const META = { line: 19, gap: 10, between: 3, mark: 16 };
const TRACKING = -0.003; // of .claim in base.css

/** How wide a text is: (text, size, family: "serif" | "sans", bold) => pixels. */
/** @typedef {(text: string, size: number, family: string, bold?: boolean) => number} Ruler */

/**
 * @param {Record<string, any>} place
 * @param {Ruler} ruler
 * @param {Function} words
 */
export function heightOf(place, ruler, words) {
  const shape = place.up ? CARD : THESIS;
  const lines = linesOf(textOf(place, words), shape, ruler);
  const rows = rowsOf(metaOf(place, words), shape.room, ruler);
  return shape.frame + lines * shape.line + rows * META.line + (rows - 1) * META.between;
}

/** Where a line may end: after a space, and within a word after a hyphen or a question mark. */
const CHANCE = /(?<=\s)|(?<=[^\s-]-|\?)(?=[\p{L}\d])/u;

/** How many lines a claim takes: its parts as they come, and what is wider than a line broken sign by sign. */
export function linesOf(text, { size, room }, ruler) {
  let lines = 1;
  let used = 0;
  const put = (part) => {
    const wide = ruler(part, size, "serif") + TRACKING * size * part.length;
    if (used && used + wide > room) {
      lines++;
      used = 0;
    }
    if (wide > room && part.length > 2) for (const sign of part) put(sign);
    else used += wide;
  };
  for (const part of text.split(CHANCE)) {
    const word = part.trim();
    put(word);
    if (word !== part) used += ruler(" ", size, "serif");
  }
  return lines;
}

/** How many rows the figures below a claim take. @param {{text: string, bold?: string, kind: string}[]} items */
export function rowsOf(items, room, ruler) {
  let rows = 1;
  let used = 0;
  for (const { kind, text, bold } of items) {
    const wide =
      kind === "mark"
        ? META.mark
        : ruler(text, 12.5, "sans", kind === "pro" || kind === "con") + (bold ? ruler(` ${bold}`, 12.5, "sans", true) : 0);
    if (used && used + META.gap + wide > room) {
      rows++;
      used = 0;
    }
    used += (used ? META.gap : 0) + wide;
  }
  return rows;
}
