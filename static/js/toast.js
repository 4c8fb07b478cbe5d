/** Says that a form did not get through (what was typed stays where it is), or that something could not be fetched. */

/** @param {Document} page */
export function tellFailures(page) {
  const toast = /** @type {HTMLElement} */ (page.querySelector(".toast")); // it stands on every page
  const tell = (word) => (event) => {
    const { verb } = /** @type {CustomEvent} */ (event).detail.requestConfig;
    show(toast, toast.dataset[verb === "get" ? "unread" : word]);
  };
  for (const name of ["htmx:sendError", "htmx:timeout"]) page.addEventListener(name, tell("lost"));
  page.addEventListener("htmx:responseError", tell("failed"));
  page.addEventListener("htmx:beforeRequest", () => (toast.hidden = true));
}

/**
 * @param {HTMLElement} toast
 * @param {string | undefined} sentence
 */
function show(toast, sentence) {
  const close = document.createElement("button");
  close.textContent = "×";
  close.ariaLabel = toast.dataset.close;
  close.addEventListener("click", () => (toast.hidden = true));
  toast.replaceChildren(sentence, close);
  toast.hidden = false;
}
