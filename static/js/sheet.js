/** A style sheet that few need: fetched, once, when it is. */

/**
 * @param {HTMLElement} place its data-sheet names the sheet
 * @returns {Promise<unknown> | undefined} until it is there, or cannot be had
 */
export function bringSheet({ dataset }) {
  if (document.querySelector(`link[href="${dataset.sheet}"]`)) return;
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: dataset.sheet });
  document.head.append(sheet);
  return new Promise((done) => (sheet.onload = sheet.onerror = done));
}
