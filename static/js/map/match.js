/** Which texts hold all the words that were typed, whatever their case and accents. */

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * @template {{text?: string}} T
 * @param {Iterable<T>} places
 * @param {string} typed
 * @returns {Set<T> | null} null when nothing was typed
 */
export function match(places, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  const found = new Set();
  for (const place of places) {
    const text = plain(place.text ?? "");
    if (text && words.every((word) => text.includes(word))) found.add(place);
  }
  return found;
}
