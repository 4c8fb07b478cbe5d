/** What the map asks the server for. Every answer passes the gate there; a failure is told once and leaves all as it is. */

export const MOST_KEYS = 200; // that one question may name

/** The page says it as of all that could not be fetched. */
export function tellUnread() {
  document.dispatchEvent(new CustomEvent("htmx:sendError", { detail: { requestConfig: { verb: "get" } } }));
}

/** @param {HTMLElement} box carries the addresses */
export function dataFrom(box) {
  const { data, hits } = box.dataset;
  const ask = async (address, parameters) => {
    const answer = await fetch(`${address}?${new URLSearchParams(parameters)}`);
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };
  /** What somebody pressed for: when it cannot be had, the page says so. */
  const bring = (parameters) =>
    ask(data, parameters).catch((error) => {
      tellUnread();
      throw error;
    });
  return {
    first: () => ask(data),
    under: (key) => bring({ under: key }),
    all: () => bring({ all: "1" }),
    since: (seq) => ask(data, { since: seq }),
    to: (key) => bring({ to: key }),
    of: (keys) => ask(data, { of: keys.slice(0, MOST_KEYS).join(",") }),
    hits: (words) => ask(hits, { q: words }),
  };
}
