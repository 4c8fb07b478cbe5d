/**
 * A tidy tree of cards that share a width and differ in height: parents in the middle of their kids, subtrees as close
 * as their outlines allow. Without recursion, for a map may be deeper than the stack.
 */

const DEEPER = 1.6; // deeper columns keep more room between subtrees than siblings do

/**
 * Gives every item its `depth` and its `y` (of the middle; the top's is 0).
 *
 * @template {{h: number, column: T[], depth: number, y: number, dy: number}} T
 * @param {T} top
 * @param {number} gap pixels between two cards of one column
 * @returns {T[]} all of them, level by level and each level from top to bottom
 */
export function tidy(top, gap) {
  const order = [top];
  top.depth = 0;
  for (const item of order) {
    for (const kid of item.column) {
      kid.depth = item.depth + 1;
      order.push(kid);
    }
  }
  const outlines = new Map();
  for (let at = order.length - 1; at >= 0; at--) {
    const item = order[at];
    outlines.set(item, outline(item, outlines, gap));
  }
  top.y = 0;
  for (const item of order) for (const kid of item.column) kid.y = item.y + kid.dy;
  return order;
}

/**
 * How far a subtree reaches up and down, column by column, the innermost column last. Uses up those of the kids.
 * @returns {{above: number[], below: number[]}}
 */
function outline(item, outlines, gap) {
  let joined = null;
  for (const kid of item.column) {
    const next = outlines.get(kid);
    outlines.delete(kid);
    kid.dy = joined ? apart(joined, next, gap) : 0;
    joined = joined ? join(joined, next, kid.dy) : next;
  }
  joined ??= { above: [], below: [] };
  const kids = item.column;
  const middle = kids.length ? (kids[0].dy + kids[kids.length - 1].dy) / 2 : 0;
  if (middle) {
    for (const kid of kids) kid.dy -= middle;
    for (let at = 0; at < joined.above.length; at++) {
      joined.above[at] -= middle;
      joined.below[at] -= middle;
    }
  }
  joined.above.push(-item.h / 2);
  joined.below.push(item.h / 2);
  return joined;
}

/** How far the lower subtree has to move down so that it clears the upper one in every column they share. */
function apart(upper, lower, gap) {
  const shared = Math.min(upper.above.length, lower.above.length);
  let needed = -Infinity;
  for (let column = 1; column <= shared; column++) {
    const room = gap * (column === 1 ? 1 : DEEPER);
    needed = Math.max(needed, upper.below.at(-column) - lower.above.at(-column) + room);
  }
  return needed;
}

/** One outline around both: the upper one's upper edge as far as it goes, the lower one's lower edge likewise. */
function join(upper, lower, dy) {
  const [tall, short] = upper.above.length >= lower.above.length ? [upper, lower] : [lower, upper];
  const offset = tall.above.length - short.above.length;
  if (tall === upper) {
    for (let at = 0; at < short.below.length; at++) upper.below[offset + at] = lower.below[at] + dy;
    return upper;
  }
  for (let at = 0; at < lower.above.length; at++) {
    lower.below[at] += dy;
    lower.above[at] = at < offset ? lower.above[at] + dy : upper.above[at - offset];
  }
  return lower;
}
