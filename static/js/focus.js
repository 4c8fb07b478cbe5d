/** Focus follows what htmx brings: to the element marked data-focus, without moving what is being read. */

/** @param {Document} page */
export function keepFocus(page) {
  page.addEventListener("htmx:afterSettle", (event) => {
    const brought = /** @type {HTMLElement} */ (event.target);
    const wanted = brought.matches("[data-focus]")
      ? brought
      : /** @type {HTMLElement | null} */ (brought.querySelector("[data-focus]"));
    if (!wanted) return;
    if (wanted.tabIndex < 0) wanted.tabIndex = -1;
    wanted.focus({ preventScroll: true });
    wanted.removeAttribute("data-focus");
  });
}
