/** Escape leaves the panel by its own close link, so the address and Back stay true. */

/** @param {Document} page */
export function closeOnEscape(page) {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    if (isWritten(page.activeElement)) return;
    const close = page.querySelector("#panel .close");
    if (close instanceof HTMLElement) close.click();
  });
}

/**
 * Whether leaving would throw away something that was typed.
 * @param {Element | null} field
 */
function isWritten(field) {
  return field instanceof HTMLTextAreaElement && field.value !== field.defaultValue;
}
