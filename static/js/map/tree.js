/** The places that were sent, as a tree that can be folded. */

const BLANK = { pros: 0, cons: 0, weight: 0, open: false, held: false, h: 0, revision: 0 };
const BESIDE = ["premise", "step"];

/**
 * A place as the server sends it (debates/reading/places.py), with what the drawing adds: `open`, `held` (waits behind
 * the button of new claims), `h`, and what arrange.js writes.
 * @typedef {Record<string, any>} Place
 */

/** What a place is here, also where its claim is at home elsewhere. @param {Place} place */
export const standing = (place) => place.here ?? place.role;

/** Whether it stands in the column of what it is joined with. @param {Place} place */
export const isBeside = (place) => BESIDE.includes(standing(place));

export class Tree {
  constructor() {
    /** @type {Map<string, Place>} */
    this.places = new Map();
    /** @type {string[]} */
    this.roots = [];
    /** @type {Map<number, Place[]>} the places of each claim, its home first */
    this.ofClaim = new Map();
    this.row = this.row.bind(this);
    this.replies = this.replies.bind(this);
  }

  /** The kids that were sent, in drawing order. @param {Place} place @returns {Place[]} */
  kids(place) {
    const found = [];
    for (const key of place.kids) {
      const kid = this.places.get(key);
      if (kid && !kid.held) found.push(kid);
    }
    return found;
  }

  /** A reply with what is drawn beside it; writes down both for the drawing. @param {Place} place @returns {Place[]} */
  row(place) {
    const beside = this.kids(place).filter(isBeside);
    place.joint = beside.filter((kid) => standing(kid) === "premise");
    place.doubts = beside.filter((kid) => standing(kid) === "step");
    place.beside = [...place.joint, ...place.doubts].flatMap(this.row);
    return [place, ...place.beside];
  }

  /** What is drawn in the next column: nothing while it is folded. @param {Place} place @returns {Place[]} */
  replies(place) {
    return place.open ? this.kids(place).filter((kid) => !isBeside(kid)) : [];
  }

  /** How many places its fold hides or shows; those not sent yet count. @param {Place} place */
  foldable(place) {
    return place.kids.reduce((sum, key) => {
      const kid = this.places.get(key);
      return sum + (kid && (isBeside(kid) || kid.held) ? 0 : 1);
    }, 0);
  }

  /** Whether some of its kids were not sent yet. @param {Place} place */
  lacks(place) {
    return place.kids.some((key) => !this.places.has(key));
  }

  /** What a place hangs on, nearest first, up to its root. @param {Place} place @returns {Place[]} */
  above(place) {
    const found = [];
    for (let up = this.places.get(place.up); up; up = this.places.get(up.up)) found.push(up);
    return found;
  }

  /** The place at which a claim is at home, or the first at which it stands. @param {number} claim */
  home(claim) {
    const places = this.ofClaim.get(claim) ?? [];
    return places.find((place) => place.role !== "again") ?? places[0];
  }

  /**
   * Take in what was not sent before; what stands already is renewed by renewal.js.
   * @param {{places: Place[], roots?: string[]}} answer
   */
  plant(answer) {
    for (const sent of answer.places) if (!this.places.has(sent.key)) this.add(sent);
    if (!this.roots.length) this.roots = answer.roots ?? [];
  }

  /** @param {Place} sent */
  add(sent) {
    const place = { ...BLANK, kids: [], ...sent };
    this.places.set(place.key, place);
    const places = this.ofClaim.get(place.claim);
    if (places) places.push(place);
    else this.ofClaim.set(place.claim, [place]);
    return place;
  }
}
