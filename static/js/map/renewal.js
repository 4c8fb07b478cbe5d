/** How what the server says anew changes the tree: what came, what changed, and what is gone with all below it. */

const SENT = [
  ..."up role here relation side text is_stub strength standing pips evidence".split(" "),
  ..."retracted comments state home is_new below".split(" "),
];

/**
 * @param {Tree} tree
 * @param {{places: Place[], roots?: string[]}} answer of the data address
 * @returns {{came: Place[], gone: Place[], changed: Place[]}}
 */
export function renewTree(tree, answer) {
  const came = [];
  const changed = [];
  for (const sent of answer.places) {
    const known = tree.places.get(sent.key);
    if (known) changed.push(renew(known, sent));
    else came.push(tree.add(sent));
  }
  if (answer.roots) tree.roots = answer.roots;
  const gone = unreached(tree);
  for (const place of gone) forget(tree, place);
  return { came: came.filter((place) => !gone.includes(place)), gone, changed };
}

/** Falsy fields are left out by the server: what is not named again is gone. */
function renew(known, sent) {
  for (const name of SENT) if (!(name in sent)) delete known[name];
  return Object.assign(known, { kids: [], pros: 0, cons: 0, weight: 0 }, sent, { h: 0, revision: known.revision + 1 });
}

/** The places that no way from a root leads to any more. @returns {Place[]} */
function unreached(tree) {
  const reached = new Set(tree.roots);
  for (const key of reached) for (const kid of tree.places.get(key)?.kids ?? []) reached.add(kid);
  return [...tree.places.values()].filter((place) => !reached.has(place.key));
}

function forget(tree, place) {
  tree.places.delete(place.key);
  const left = tree.ofClaim.get(place.claim).filter((other) => other !== place);
  if (left.length) tree.ofClaim.set(place.claim, left);
  else tree.ofClaim.delete(place.claim);
}
