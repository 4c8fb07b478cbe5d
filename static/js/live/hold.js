/** Holds what is being read where it is while the page around it changes. */

/**
 * @param {Element} scroller what scrolls: the document's, or a panel
 * @param {string} marks selects what one may be reading
 * @returns {{release: () => void, moved: () => boolean}} put it back in place; whether anything else in sight moved
 */
export function hold(scroller, marks) {
  const seen = [...scroller.querySelectorAll(marks)]
    .map((element) => ({ element, ...box(element) }))
    .filter(({ top, bottom }) => bottom > 0 && top < innerHeight && bottom > top);
  const focused = seen.findLast(({ element }) => element.contains(document.activeElement));
  const first = seen.filter(({ top }) => top >= 0).sort((a, b) => a.top - b.top);
  const anchors = [...(focused ? [focused] : []), ...first, ...seen.reverse()];
  document.documentElement.style.overflowAnchor = "none"; // the browser would do the same once more

  return {
    release() {
      const anchor = anchors.find(({ element }) => element.isConnected);
      if (anchor) scroller.scrollBy({ top: box(anchor.element).top - anchor.top, behavior: "instant" });
      requestAnimationFrame(() => requestAnimationFrame(() => (document.documentElement.style.overflowAnchor = "")));
    },
    moved: () => first.some(({ element, top }) => element.isConnected && Math.abs(box(element).top - top) > 2),
  };
}

/** @param {Element} element */
function box(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return { top, bottom };
}
