/** Which card an arrow leads to: the one that the eye would go to, so that left and right follow the halves. */

import { columnOf } from "./look.js";

/**
 * @param {object} from
 * @param {string} key as the keyboard names it
 * @param {{list: object[], columns: Map<number, object[]>, roots: object[]}} laid
 * @returns {object | "unfold" | undefined}
 */
export function walk(from, key, { list, columns, roots }) {
  if (key === "Home") return roots[0];
  if (key === "End") return list[list.length - 1];
  if (key === "ArrowDown" || key === "ArrowUp") return neighbour(from, key === "ArrowDown" ? 1 : -1, columns);
  const half = key === "ArrowLeft" ? -1 : 1;
  if (from.half && half !== from.half) return from.p;
  const next = from.column.filter((one) => one.half === half);
  if (!next.length) return from.half ? "unfold" : undefined;
  return next.reduce((best, one) => (Math.abs(one.y - from.y) < Math.abs(best.y - from.y) ? one : best));
}

function neighbour(from, by, columns) {
  const column = columns.get(columnOf(from)) ?? [];
  return column[column.indexOf(from) + by];
}
