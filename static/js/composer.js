/** A form that was opened inside a page: what it made is pointed at, and closing it leads back to what opened it. */

/** @param {Document} page */
export function openInPlace(page) {
  let awaited = "";

  page.addEventListener("dissoi:made", (event) => {
    awaited = /** @type {CustomEvent<{id: string}>} */ (event).detail.id;
    // The place is kept through every other swap (hx-preserve goes by id); its work is done now.
    /** @type {Element} */ (event.target).closest("[hx-preserve]")?.removeAttribute("id");
    // A form is taller than what it made: a page that shrank under its lower end would be pushed down,
    // and one that holds on to what stands below it would follow that up.
    const main = /** @type {HTMLElement} */ (page.querySelector("main"));
    main.style.minHeight = `${main.offsetHeight}px`;
    page.documentElement.style.overflowAnchor = "none";
  });

  page.addEventListener("htmx:afterSettle", () => {
    const made = awaited && page.getElementById(awaited);
    if (!made) return;
    awaited = "";
    made.tabIndex = -1;
    made.classList.add("made");
    made.focus({ preventScroll: true });
    made.scrollIntoView({ block: "nearest" });
    page.documentElement.style.overflowAnchor = "";
  });

  page.addEventListener("htmx:beforeSwap", (event) => {
    const { elt } = /** @type {CustomEvent<{elt: Element}>} */ (event).detail.requestConfig;
    if (elt.matches("form[hx-preserve]")) elt.removeAttribute("id"); // it is sent: let a fresh one take its place
    if (!elt.matches("[data-back]")) return;
    const place = /** @type {HTMLElement} */ (elt.closest("form")?.parentElement);
    setTimeout(() => {
      const way = place.querySelector("a, button") ?? place.previousElementSibling?.querySelector("a, button");
      /** @type {HTMLElement | null | undefined} */ (way)?.focus({ preventScroll: true });
    }, 50);
  });
}
