/** What the map asks the server for. Every answer passes the gate there; a failure is told once and leaves all as it is. */

export const MOST_KEYS = 200; // that one question may name

/** @param {HTMLElement} box carries the addresses */
export function dataFrom(box) {
  const { data, hits } = box.dataset;
  const ask = async (address, parameters) => {
    const answer = await fetch(`${address}?${new URLSearchParams(parameters)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };
  return {
    first: () => ask(data, {}),
    under: (key) => ask(data, { under: key }),
    all: () => ask(data, { all: "1" }),
    since: (seq) => ask(data, { since: seq }),
    to: (key) => ask(data, { to: key }),
    of: (keys) => ask(data, { of: keys.slice(0, MOST_KEYS).join(",") }),
    hits: (words) => ask(hits, { q: words }),
  };
}
