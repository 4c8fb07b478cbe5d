/** Trees for tests: the same for the same seed. */

/** A small generator of numbers in [0, 1). */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Places as the server sends them: one thesis and a tree of replies with some steps, premises and second uses. */
export function answerOf(size, seed = 1) {
  const next = chance(seed);
  const places = [{ key: "1", claim: 1, role: "thesis", text: "Thesis.", kids: [], weight: 0 }];
  while (places.length < size) {
    const up = places[Math.floor(next() ** 2 * places.length)];
    const key = String(places.length + 1);
    const beside = up.side && up.role === "reply" && next() < 0.08;
    const role = !beside ? "reply" : next() < 0.5 ? "step" : "premise";
    const side = role === "premise" ? undefined : next() < 0.5 ? "pro" : "con";
    const text = "word ".repeat(3 + Math.floor(next() * 20)).trim();
    up.kids.push(key);
    places.push({ key, claim: Number(key), up: up.key, role, side, text, kids: [], weight: Math.floor(next() * 9) });
  }
  return { seq: 1, ratings: 1, whole: true, total: size, roots: ["1"], places };
}

/** A ruler by which every sign is seven pixels wide. */
export const ruler = (text) => text.length * 7;

/** Words that say their own name. */
export const words = (name, n) => (n === undefined ? name : `${n} ${name}`);
