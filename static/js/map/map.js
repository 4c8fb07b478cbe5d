/** The map while it is shown: what was sent, where it stands, what is seen of it, and the one frame that is asked for. */

import { arrange } from "./arrange.js";
import { colours } from "./colours.js";
import { drawFrame } from "./frame.js";
import { fly, startGlide } from "./glide.js";
import { columns } from "./look.js";
import { heightOf } from "./measure.js";
import { makeRuler } from "./ruler.js";
import { Tree } from "./tree.js";
import { show } from "./view.js";

const KEPT_FRAMES = 600;

export class ArgumentMap {
  /**
   * @param {Record<string, HTMLElement>} stage the elements it is drawn into, see stage.js
   * @param {(name: string, n?: number) => string} words
   */
  constructor(stage, words) {
    this.stage = stage;
    this.words = words;
    this.tree = new Tree();
    this.view = { x: 0, y: 0, k: 1 };
    /** What resize() has read: of the box, of the small map (`mw`, `mh`), of the window (`across`, `down`). */
    this.size = {};
    this.laid = { list: [], x0: 0, y0: 0, x1: 1, y1: 1 };
    this.columns = new Map();
    /** @type {Map<object, HTMLElement>} the cards that are elements now */
    this.cards = new Map();
    /** @type {object | null} the card that the keys are on */
    this.active = null;
    /** @type {Set<object> | null} what a search has found */
    this.hits = null;
    this.css = colours();
    this.version = 0; // of everything but the view: a card is dressed anew when it lags behind
    this.turn = 0; // of the layout: what bears it is shown
    /** @type {{from: object, to: object, since: number} | null} */
    this.flight = null;
    this.left = 0; // of a glide: 1 when it begins, 0 when everything stands
    /** What each of the last frames did, for tests and the bench. @type {object[]} */
    this.work = [];
    this.ruler = makeRuler();
    this.dim = (place) => this.hits !== null && !this.hits.has(place);
    this.isShown = (place) => this.turn > 0 && place.turn === this.turn;
    this.asked = false;
  }

  /** @returns {object[]} */
  get roots() {
    return this.tree.roots.map((key) => this.tree.places.get(key)).filter((place) => place && !place.held);
  }

  /** Read the sizes: when they change, and never within a frame. What one looks at stays where it was. */
  resize() {
    const { box, main, minimap } = this.stage;
    const { clientWidth: w, clientHeight: h } = box;
    const { clientWidth: across, clientHeight: down } = document.documentElement;
    const { offsetTop: top } = main;
    const { clientWidth: mw, clientHeight: mh, offsetTop: corner } = minimap;
    const { view, size: was } = this;
    const place = h && was.h && this.anchor();
    const tools = box.querySelector(".map-legend").getBoundingClientRect().top - box.getBoundingClientRect().top;
    // The small map is in the way of half the answer buttons beside it, but not where it lies under the upper edge.
    const low = (x) => (corner > h / 2 && x > w - mw - 62 ? corner : tools);
    this.size = { w, h, mw, mh, d: Math.min(2, devicePixelRatio), top, across, down, low };
    if (place) view.y -= top - was.top; // the bar above may have grown by a line
    if (place && (across !== was.across || down !== was.down)) {
      // In a window of another shape, a turned phone, it keeps its share.
      this.flight = null;
      view.x += (place.x * view.k + view.x) * (across / was.across - 1);
      view.y += (place.y * view.k + view.y + top) * (down / was.down - 1);
      if (place === this.active && !this.isFar) show(view, this.free, place);
    }
    this.picture = null;
    box.classList.toggle("beside", document.getElementById("panel")?.hidden === false);
    this.ask();
  }

  /** The part of the box that no panel lies over; `low`: how far down it is free of tools, too, at an x. */
  get free() {
    const { size } = this;
    const panel = document.getElementById("panel");
    if (!panel || panel.hidden) return size;
    const covered = panel.getBoundingClientRect();
    const box = this.stage.box.getBoundingClientRect();
    const aside = covered.top <= box.top && covered.left < box.right;
    return aside ? { ...size, w: Math.max(200, covered.left - box.left) } : size;
  }

  /** Something other than the view has changed. */
  touch() {
    this.version++;
    this.picture = null;
    this.ask();
  }

  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame((now) => {
      this.asked = false;
      this.note(drawFrame(this, now));
    });
  }

  /** @param {object} done */
  note(done) {
    this.work.push(done);
    if (this.work.length > KEPT_FRAMES) this.work.shift();
  }

  /** Heights of what came or was reworded. */
  measure() {
    for (const place of this.tree.places.values()) {
      if (place.h) continue;
      if (place.role === "premise") place.shows = this.tree.places.get(place.up)?.side;
      place.h = heightOf(place, this.ruler, this.words);
    }
  }

  /**
   * Lay everything out again; what one looks at keeps its place on the screen.
   * @param {{anchor?: object | null, glide?: boolean}} how
   */
  relay({ anchor = this.anchor(), glide = false } = {}) {
    const from = anchor && this.isShown(anchor) ? { x: anchor.x, y: anchor.y } : null;
    const before = { list: this.laid.list, turn: this.turn };
    if (glide) for (const place of before.list) [place.wasX, place.wasY] = [place.x, place.y];
    this.measure();
    this.turn++;
    this.laid = arrange(this.roots, this.tree);
    for (const place of this.laid.list) {
      place.wasShown = place.turn === before.turn;
      place.turn = this.turn;
    }
    this.columns = columns(this.laid.list);
    const moved = { x: 0, y: 0 };
    if (from && this.isShown(anchor)) {
      Object.assign(moved, { x: anchor.x - from.x, y: anchor.y - from.y });
      for (const view of [this.view, this.flight?.from, this.flight?.to]) {
        if (!view) continue;
        view.x -= moved.x * view.k;
        view.y -= moved.y * view.k;
      }
    }
    startGlide(this, glide, moved);
    this.touch();
  }

  /** What is being read: the focused card if it is in sight, else the one nearest to the middle. */
  anchor() {
    if (this.active && this.isInSight(this.active)) return this.active;
    const { view, size } = this;
    const [x, y] = [(size.w / 2 - view.x) / view.k, (size.h / 2 - view.y) / view.k];
    const far = (place) => Math.abs(place.x - x) + Math.abs(place.y - y);
    const inSight = this.laid.list.filter((place) => this.isInSight(place));
    return inSight.length ? inSight.reduce((best, place) => (far(place) < far(best) ? place : best)) : this.active;
  }

  /** Whether the middle of a card is seen. */
  isInSight(place) {
    if (!this.isShown(place)) return false;
    const { view, size } = this;
    const [x, y] = [place.x * view.k + view.x, place.y * view.k + view.y];
    return x > 0 && x < size.w && y > 0 && y < size.h;
  }

  /** Put the keys on a card and bring it in sight; the folds above it open. */
  focus(place, { quietly = false } = {}) {
    this.reveal(place);
    this.active = place;
    this.version++;
    const view = { ...(this.flight?.to ?? this.view) };
    if (show(view, this.free, place)) fly(this, view);
    this.note(drawFrame(this, performance.now()));
    if (!quietly) this.cards.get(place)?.focus({ preventScroll: true });
  }

  /** The shown places of the focused claim, its home first; none when there are not two. @returns {object[]} */
  usesShown() {
    const home = this.active && this.tree.home(this.active.claim);
    if (!home || !this.isShown(home)) return [];
    const uses = this.tree.ofClaim.get(home.claim).filter((place) => place !== home && this.isShown(place));
    return uses.length ? [home, ...uses] : [];
  }

  /** Take in what was fetched later, and draw with it. @param {object} skills */
  learn(skills) {
    Object.assign(this, skills);
    this.ask();
  }

  /** Open what a place is folded in. */
  reveal(place) {
    const closed = this.tree.above(place).filter((up) => !up.open);
    const held = [place, ...this.tree.above(place)].filter((one) => one.held);
    for (const up of closed) up.open = true;
    for (const one of held) one.held = false;
    if (closed.length || held.length || !this.isShown(place)) this.relay();
  }
}
