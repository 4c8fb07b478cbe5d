/** A form is sent once, however often its button is pressed; the key it carries stays as the server wrote it. */

const BUSY = "aria-busy";
const PATIENCE = 8000; // milliseconds after which a form may be sent again

/** @param {Document} page */
export function sendOnce(page) {
  page.addEventListener("submit", guard, true);
  page.addEventListener("htmx:afterRequest", answered);
  page.addEventListener("htmx:beforeSwap", (event) => hush(/** @type {CustomEvent} */ (event).detail));
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

/** A form that has done its work (204) stays shut until the page around it has come anew. @param {CustomEvent} event */
function answered(event) {
  if (event.detail.xhr.status !== 204) free(/** @type {Element} */ (event.target));
}

/** @param {Element} form */
function free(form) {
  form.removeAttribute(BUSY);
}

/**
 * What a form asked beside its sending comes too late: a claim that was just made is not much like itself.
 * @param {{requestConfig: {elt: Element}, shouldSwap: boolean}} detail
 */
function hush(detail) {
  const inner = detail.requestConfig.elt.parentElement;
  if (inner?.closest(`form[${BUSY}]`)) detail.shouldSwap = false;
}
