/** One claim in full beside the map, at an address of its own, so that Back closes it and its link can be shared. */

import { say } from "../live/lost.js";

/** @param {ArgumentMap} map */
export function openPanels(map) {
  const { main } = map.stage;
  const { htmx } = globalThis;
  let wanted = "";
  /** @type {Event | null} what asked for a panel last: an answer to anything before comes too late */
  let asked = null;

  // The page's own history: htmx would load everything anew on Back, and lose where one was.
  htmx.config.historyEnabled = false;
  document.addEventListener("htmx:pushedIntoHistory", (event) => {
    const path = new URL(event.detail.path, location.href);
    if (path.href !== location.href) history.pushState(null, "", path);
  });
  addEventListener("popstate", (event) => {
    const claim = claimAsked();
    if (!claim) shut();
    else if (claim !== claimShown()) load(location.href, "false", event);
    else asked = null; // it stands there already
  });

  const into = { source: main, target: "#panel", select: "#panel", swap: "outerHTML show:none" };
  const load = (address, push, event) => {
    asked = event;
    htmx.ajax("GET", address, { ...into, push, event }).catch(() => {}); // the page says so itself
  };
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { elt, triggeringEvent } = detail.requestConfig;
    if (detail.target.id !== "panel") return;
    if (elt === main) detail.shouldSwap &&= triggeringEvent === asked;
    else if (!elt.isConnected) detail.shouldSwap = false; // it was asked from a panel that another has replaced
    detail.target = document.getElementById("panel"); // that of the question may be gone by now
  });

  const shut = () => {
    asked = null;
    const panel = document.getElementById("panel");
    if (!panel || panel.hidden) return;
    const closed = document.createElement("aside");
    closed.id = "panel";
    closed.hidden = true;
    closed.append(Object.assign(document.createElement("div"), { id: "panel-content" })); // an answer may be on its way
    panel.replaceWith(closed);
    document.title = map.stage.title;
    if (map.active) map.focus(map.active);
  };

  const close = () => {
    if (claimAsked()) history.pushState(null, "", withClaim(null));
    shut();
  };

  // To close needs no server. Captured before htmx hears it.
  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest?.("#panel .close") || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      close();
    },
    true,
  );

  const open = (claim, side = "", event = undefined) => {
    const kept = unsent();
    if (kept && claim !== claimShown()) return keep(kept);
    wanted = side;
    if (claim === claimShown()) write();
    else load(withClaim(claim), "true", event);
  };

  /** Open the form that was asked for together with the panel. */
  const write = () => {
    const way = wanted && document.querySelector(`#panel-acts + .row a[href$="/reply/${wanted}/"]`);
    wanted = "";
    if (way instanceof HTMLElement) way.click();
    else document.getElementById("panel-title")?.focus({ preventScroll: true });
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    // The form opens at the end of the panel, which nobody has scrolled to.
    if (event.target.matches(".opening")) event.target.scrollIntoView({ block: "nearest" });
    if (event.target.id !== "panel") return;
    if (wanted) setTimeout(write);
    map.resize();
    // A link in the panel leads to another claim; and what has the keys may lie under the panel now.
    const place = map.active?.claim === claimShown() ? map.active : (map.tree.home(claimShown()) ?? map.active);
    if (place) map.focus(place, { quietly: true });
  });

  return { open, close, claim: claimShown };
}

/** What somebody began to write in the panel and has not sent. @returns {HTMLTextAreaElement | undefined} */
function unsent() {
  return [...document.querySelectorAll("#panel form:not([aria-busy]) textarea")].find((field) => field.value !== field.defaultValue);
}

/** Another panel would throw it away: back to it, and a sentence says why. @param {HTMLTextAreaElement} field */
function keep(field) {
  say(document.getElementById("panel").dataset.unsent);
  field.focus();
}

/** In a frame on another site nothing opens beside the map: a claim's page opens in a window of its own. */
export function openPages(map) {
  const { claimPage } = map.stage.box.dataset;
  const open = (claim) => window.open(claimPage.replace(/0\/$/, `${claim}/`), "_blank", "noopener");
  return { open, close() {}, claim: () => 0 };
}

/** The claim that the address asks for. @returns {number} 0: none */
function claimAsked() {
  return Number(new URL(location.href).searchParams.get("claim") ?? 0) || 0;
}

/** The claim whose panel is open. @returns {number} 0: none */
function claimShown() {
  return Number(document.getElementById("panel")?.dataset.claim ?? 0);
}

/** This address with another panel, or none. @param {number | null} claim */
function withClaim(claim) {
  const address = new URL(location.href);
  address.hash = "";
  if (claim) address.searchParams.set("claim", String(claim));
  else address.searchParams.delete("claim");
  return address.pathname + address.search;
}
