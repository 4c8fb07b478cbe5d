/** What stands below a claim on its card, in order: sign, strength, counts, and what is particular about this place. */

import { standing } from "./tree.js";

/** Words for a state that only this reader may know, and for a claim whose text may not be read here. */
const STATES = { pending: "waiting", hidden: "hidden", withdrawn: "withdrawn" };
const STUBS = { hidden: "hiddenStub", withdrawn: "withdrawnStub" };

/** What a card says: its claim, or why that is not shown. */
export const textOf = (place, words) => place.text || words(STUBS[place.state] ?? "outOfView");

/**
 * @param {Record<string, any>} place
 * @param {(name: string, n?: number) => string} words
 * @returns {{kind: string, text: string, bold?: string, says?: string}[]} of a mark the text is its side; `says`: for ears
 */
export function metaOf(place, words) {
  const items = [];
  const add = (kind, text, more = {}) => items.push({ kind, text, ...more });
  const side = place.shows ?? place.side;
  if (side) add("mark", side);
  if (place.is_new) add("new", "•", { says: words("isNew") });
  if (place.strength !== undefined && place.strength !== null)
    add("strength", words("strength"), { bold: String(place.strength), says: place.standing });
  if (place.pros) add("pro", words("pros", place.pros));
  if (place.cons) add("con", words("cons", place.cons));
  if (place.evidence) add("evidence", `❝ ${place.evidence}`, { says: words("evidence", place.evidence) });
  if (place.retracted) add("tag", words("retracted"));
  const particular = particularOf(place);
  if (particular) add("place", words(particular));
  if (place.state && place.state !== "published" && !place.is_stub)
    add("tag", words(STATES[place.state] ?? "notCounted"));
  return items;
}

/** The name of the words for what this place is, if it is not a plain reply. */
function particularOf(place) {
  const con = place.side === "con";
  if (place.role === "again") return "again";
  switch (standing(place)) {
    case "step":
      return con ? "doubtsStep" : "backsStep";
    case "evidence_doubt":
      return con ? "doubtsEvidence" : "backsEvidence";
    case "premise":
      return "together";
    case "loose":
      return "loose";
    default:
      return "";
  }
}
