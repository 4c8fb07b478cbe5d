/**
 * Makes what stands on a page equal to what the server says now, in place: what is unchanged keeps its element, its
 * focus and its place among the others; forms keep what was typed in them.
 */

import { leaveOnly, writtenIn } from "dissoi/live/written";

// Of the page and not of the server: what scripts put there, and what readers opened.
const OWN = new Set(["data-focus", "tabindex", "open", "style", "aria-busy"]);
const CLAIMS = "li, ul, .undercut"; // what comes with a new claim: itself, or the first list below another
const FIELDS = "input, textarea, select, .opening, [data-live]";

/**
 * @typedef {{node: Element, parent: Element, after: Node | null}} Arrival something new, and where it belongs
 * @param {Element} old
 * @param {Element} fresh is used up
 * @param {(arrival: Arrival) => void} arrive is given what is new in a list; it decides whether it comes in
 */
export function morph(old, fresh, arrive) {
  if (old.isEqualNode(fresh) || isKept(old)) return;
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !OWN.has(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) {
    if (!OWN.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  children(old, fresh, arrive);
}

/** Fields are the writer's, and so is the place where a form was opened. @param {Element} element */
function isKept(element) {
  return element.matches(FIELDS) || (element.hasAttribute("hx-preserve") && Boolean(element.closest("form") ?? element.querySelector("form")));
}

/** @param {Element} old @param {Element} fresh @param {(arrival: Arrival) => void} arrive */
function children(old, fresh, arrive) {
  const partners = pairs(old, fresh);
  const kept = new Set(partners.values());
  for (const node of [...old.childNodes]) if (!kept.has(node)) drop(node);
  let after = /** @type {Node | null} */ (null);
  for (const node of [...fresh.childNodes]) {
    const partner = partners.get(node);
    if (!partner && node instanceof Element && node.matches(CLAIMS)) arrive({ node, parent: old, after });
    else if (!partner) old.insertBefore(node, after ? after.nextSibling : old.firstChild);
    else if (partner instanceof Element) morph(partner, /** @type {Element} */ (node), arrive);
    else if (partner.nodeValue !== node.nodeValue) partner.nodeValue = node.nodeValue;
    after = partner ?? node;
  }
}

/**
 * Which old child a fresh one is: by its id, else the next of its kind. None is moved: an order that shifted with a
 * rating would take from under the eyes what is being read.
 * @param {Element} old @param {Element} fresh
 * @returns {Map<Node, ChildNode>}
 */
function pairs(old, fresh) {
  const partners = new Map();
  /** @type {Map<string, ChildNode[]>} */
  const free = new Map();
  for (const node of old.childNodes) {
    const name = nameOf(node);
    free.set(name, [...(free.get(name) ?? []), node]);
  }
  for (const node of fresh.childNodes) {
    const partner = free.get(nameOf(node))?.shift();
    if (partner) partners.set(node, partner);
  }
  return partners;
}

/** @param {Node} node */
function nameOf(node) {
  return `${node.nodeName}#${node instanceof Element ? node.id : ""}`;
}

/** Take out what is no more; what somebody writes there stays, and it alone. @param {ChildNode} node */
function drop(node) {
  if (node instanceof Element) {
    const form = node instanceof HTMLFormElement ? undefined : writtenIn(node);
    if (form) return leaveOnly(node, form);
    if (node.matches("form, #composer") && writtenIn(/** @type {Element} */ (node.parentElement))) return;
    if (node.contains(document.activeElement)) document.getElementById("main")?.focus({ preventScroll: true });
  }
  node.remove();
}
