/** What a map can do without at first is fetched when it is wanted: panel, tools, search, and what news and posts need. */

import { tellUnread } from "./data.js";

const AGAIN = 3000; // milliseconds until news are read again that could not be read

/** Done once; where it failed, for the network was away, the next call does it again. @template T @param {() => Promise<T>} act */
const once = (act) => {
  /** @type {Promise<T> | undefined} */
  let done;
  return () =>
    (done ??= act().catch((error) => {
      done = undefined;
      throw error;
    }));
};

/**
 * The panel, fetched as soon as somebody does anything, so that it is there by the time a card is pressed.
 * @param {ArgumentMap} map
 * @param {boolean} embedded in a frame on another site
 */
export function awaitPanel(map, embedded) {
  const ready = once(() => import("./panel.js").then((it) => (embedded ? it.openPages(map) : it.openPanels(map))));
  for (const name of ["pointerdown", "keydown", "focusin"]) {
    document.addEventListener(name, () => ready().catch(() => {}), { once: true });
  }
  return {
    // The event says when: Escape pressed after it means this panel, whether or not it is there.
    open: (claim, side, asked = new Event("ask")) => ready().then((it) => it.open(claim, side, asked), tellUnread),
    ready,
  };
}

/**
 * The buttons of the map.
 * @param {ArgumentMap} map
 * @returns {(name: string, button?: HTMLElement) => Promise<void>}
 */
export function awaitTools(map) {
  const { box } = map.stage;
  const more = box.querySelector(".map-more");
  const tools = once(() => import("./tools.js").then(({ makeTools }) => makeTools(map)));
  const use = (name, button) => tools().then((act) => act(name, button), tellUnread);
  box.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-tool]");
    if (button) await use(button.dataset.tool, button);
    if (button || !more.contains(event.target)) more.open = false;
  });
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // the panel stays open
    more.open = false;
    more.firstElementChild.focus();
  });
  return use;
}

/** @param {ArgumentMap} map */
export function awaitSearch(map) {
  const field = document.querySelector(".find input[name=q]");
  if (!field) return;
  const begin = once(async () => {
    const { search } = await import("./search.js");
    field.removeEventListener("focus", begin);
    search(map, field);
  });
  if (new URL(location.href).searchParams.get("q")) begin();
  else field.addEventListener("focus", begin);
}

/**
 * @param {ArgumentMap} map
 * @param {{ready: () => Promise<object>}} panel
 */
export function awaitNews(map, panel) {
  const reader = once(() => import("./live.js").then(async ({ followNews }) => followNews(map, await panel.ready())));
  const hear = (event) => reader().then((read) => read(event), () => setTimeout(hear, AGAIN, event));
  for (const name of ["dissoi:news", "dissoi:made"]) document.addEventListener(name, hear);
  document.addEventListener("htmx:afterRequest", (event) => event.detail.requestConfig?.verb === "post" && hear(event));
}
