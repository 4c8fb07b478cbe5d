/** What a map can do without at first is fetched when it is wanted: panel, tools, search, and what news and posts need. */

/**
 * The panel, fetched as soon as somebody does anything, so that it is there by the time a card is pressed.
 * @param {ArgumentMap} map
 * @param {boolean} embedded in a frame on another site
 */
export function awaitPanel(map, embedded) {
  /** @type {Promise<{open: Function, close: Function, claim: () => number}> | undefined} */
  let panel;
  const begin = () => (panel ??= import("./panel.js").then((it) => (embedded ? it.openPages(map) : it.openPanels(map))));
  for (const name of ["pointerdown", "keydown", "focusin"]) document.addEventListener(name, begin, { once: true });
  return {
    // The event says when: Escape pressed after it means this panel, whether or not it is there.
    open: async (claim, side, asked = new Event("ask")) => (await begin()).open(claim, side, asked),
    ready: begin,
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
  /** @type {Promise<Function> | undefined} */
  let tools;
  const use = async (name, button) => {
    tools ??= import("./tools.js").then(({ makeTools }) => makeTools(map));
    await (await tools)(name, button);
  };
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
  const begin = async () => {
    field.removeEventListener("focus", begin);
    const { search } = await import("./search.js");
    search(map, field);
  };
  if (new URL(location.href).searchParams.get("q")) begin();
  else field.addEventListener("focus", begin);
}

/**
 * @param {ArgumentMap} map
 * @param {{ready: () => Promise<object>}} panel
 */
export function awaitNews(map, panel) {
  /** @type {Promise<(event: Event) => void> | null} */
  let reader = null;
  const hear = async (event) => {
    reader ??= import("./live.js").then(async ({ followNews }) => followNews(map, await panel.ready()));
    try {
      (await reader)(event);
    } catch {
      reader = null; // the network was away: the next word tries again
    }
  };
  for (const name of ["dissoi:news", "dissoi:made"]) document.addEventListener(name, hear);
  document.addEventListener("htmx:afterRequest", (event) => event.detail.requestConfig?.verb === "post" && hear(event));
}
