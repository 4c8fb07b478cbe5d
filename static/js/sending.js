/** A form is sent once, however often its button is pressed; the key it carries stays as the server wrote it. */

const BUSY = "aria-busy";
const PATIENCE = 8000; // milliseconds after which a form may be sent again

/** @param {Document} page */
export function sendOnce(page) {
  page.addEventListener("submit", (event) => guard(event), { capture: true });
  page.addEventListener("htmx:afterRequest", (event) => free(/** @type {Element} */ (event.target)));
  addEventListener("pageshow", () => page.querySelectorAll(`form[${BUSY}]`).forEach(free));
}

/** @param {SubmitEvent} event */
function guard(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.hasAttribute(BUSY)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.setAttribute(BUSY, "true");
  setTimeout(free, PATIENCE, form);
}

/** @param {Element} form */
function free(form) {
  form.removeAttribute(BUSY);
}
