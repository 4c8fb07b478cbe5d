/** What somebody is writing is theirs: it is found, and what stands around it can go without it. */

/**
 * The form in which something was typed or that has the keys, inside this element.
 * @param {Element} inside
 * @returns {HTMLFormElement | undefined}
 */
export function writtenIn(inside) {
  return [...inside.querySelectorAll("form")].find(
    (form) => form.contains(document.activeElement) || [...form.elements].some(isTyped),
  );
}

/** @param {Element} field */
function isTyped(field) {
  const typed = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== "hidden");
  return typed && field.value !== field.defaultValue;
}

/**
 * Take everything out of an element but a form and the way to it.
 * @param {Element} element
 * @param {HTMLFormElement} form
 */
export function leaveOnly(element, form) {
  for (let at = /** @type {Element} */ (form); at !== element; at = /** @type {Element} */ (at.parentElement)) {
    for (const other of [...(at.parentElement?.childNodes ?? [])]) if (other !== at) other.remove();
  }
}
