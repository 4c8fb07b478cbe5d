/** How wide a text is in the fonts of the page; each text is measured once. */

/** @returns {Ruler} */
export function makeRuler() {
  const pen = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const families = { serif: style.getPropertyValue("--serif"), sans: style.getPropertyValue("--sans") };
  const faces = { serif: new Map(), sans: new Map(), bold: new Map() };

  /** The widths known at one size of one face; no texts are put together, for this is asked a hundred thousand times. */
  const widthsAt = (face, size) => {
    let widths = faces[face].get(size);
    if (!widths) faces[face].set(size, (widths = new Map()));
    return widths;
  };

  return (text, size, family, bold = false) => {
    const widths = widthsAt(bold ? "bold" : family, size);
    let wide = widths.get(text);
    if (wide === undefined) {
      pen.font = `${family === "serif" ? 420 : bold ? 600 : 400} ${size}px ${families[family]}`;
      widths.set(text, (wide = pen.measureText(text).width));
    }
    return wide;
  };
}
