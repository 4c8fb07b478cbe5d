/** Escape leaves the panel by its own close link, so the address and Back stay true; one on its way is not wanted either. */

/** @param {Document} page */
export function closeOnEscape(page) {
  let left = 0; // when it was pressed
  page.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    const { verb, triggeringEvent } = detail.requestConfig;
    if (detail.target.id === "panel" && verb === "get" && triggeringEvent?.timeStamp < left) detail.shouldSwap = false;
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    const fields = /** @type {NodeListOf<HTMLTextAreaElement>} */ (page.querySelectorAll("#panel form:not([aria-busy]) textarea"));
    if ([...fields].some((field) => field.value !== field.defaultValue)) return; // leaving would throw it away
    left = event.timeStamp;
    /** @type {HTMLElement | null} */ (page.querySelector("#panel .close"))?.click();
  });
}
