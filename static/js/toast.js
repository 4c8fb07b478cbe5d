/** Says that a form did not get through; what was typed stays where it is. */

/** @param {Document} page */
export function tellFailures(page) {
  const toast = /** @type {HTMLElement | null} */ (page.querySelector(".toast"));
  if (!toast) return;
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    page.addEventListener(name, () => show(toast, toast.dataset.lost));
  }
  page.addEventListener("htmx:responseError", () => show(toast, toast.dataset.failed));
  page.addEventListener("htmx:beforeRequest", () => (toast.hidden = true));
}

/**
 * @param {HTMLElement} toast
 * @param {string | undefined} sentence
 */
function show(toast, sentence) {
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", toast.dataset.close ?? "");
  close.addEventListener("click", () => (toast.hidden = true));
  toast.replaceChildren(sentence ?? "", close);
  toast.hidden = false;
}
