/** The elements that the map is drawn into, which the template writes with all their words; and the outline beside them. */

/** @param {HTMLElement} box */
export function stageOf(box) {
  const find = (selector) => box.querySelector(selector);
  const { claimLanguage } = box.dataset;
  return {
    box,
    main: box.closest("main") ?? document.body,
    canvas: find(".map-edges"),
    world: find(".map-world"),
    tree: find("[role=tree]"),
    answer: find(".map-answer"),
    minimap: find(".map-mini"),
    language: claimLanguage === document.documentElement.lang ? "" : claimLanguage,
    title: box.dataset.title ?? document.title,
  };
}

/**
 * While the map is drawn the outline is for screen readers and printers: its links are out of the way of Tab.
 * @param {HTMLElement} main
 */
export function keepOutline(main) {
  const leave = () => {
    for (const link of main.querySelectorAll(".outline a, .outline button")) link.tabIndex = -1;
  };
  leave();
  for (const name of ["htmx:afterSettle", "htmx:oobAfterSwap", "dissoi:outlined"]) document.addEventListener(name, leave);
}
