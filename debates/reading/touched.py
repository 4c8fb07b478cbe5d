"""What changed on the drawn map since a number: the places that no longer look as they did then."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from debates.history.queries import touched_after
from debates.maps.queries.rows import Ended, ended_among, premise_ids
from debates.maps.rules import Kind
from debates.reading.book import Book
from debates.reading.places import Places, told_of
from debates.reading.walk import BESIDE, walk_of

MOST_ENTRIES = 500

# After these a thing stands where it stood, and all that hangs on it too; after those it has come or gone. What a step
# of curation turns round (a merge, a move) is read anew.
IN_PLACE = frozenset({"added", "premise_added", "edited", "reverted", "locked", "unlocked", "retracted", "reinstated"})
TURNED = frozenset({"hidden", "restored", "approved", "refused", "withdrawn", "unwithdrawn", "erased"}) | frozenset(
    {"archived", "unarchived"}
)

ADDED = frozenset({"added", "approved"})  # after these a claim is new to whoever reads


def places_since(book: Book, since: int) -> Places | None:
    """The places that may look otherwise than at this number; laid over all places of then they give those of now.

    What is still among the `kids` or the `roots` and not told looks as before. None: too much has happened, or
    something that turns the map round; all is to be read anew. Five statements beside the book's.
    """
    entries = touched_after(controversy_id=book.controversy.pk, seq=since, limit=MOST_ENTRIES + 1)
    if since > book.numbers.seq or len(entries) > MOST_ENTRIES:
        return None
    happened = [(contribution, verb.split(".")[-1]) for contribution, verb in entries]
    if any(contribution is None or verb not in IN_PLACE | TURNED for contribution, verb in happened):
        return None
    ids = {contribution or 0 for contribution, _verb in happened}
    turned = {contribution or 0 for contribution, verb in happened if verb in TURNED}
    rows = ended_among(ids=ids, controversy_id=book.controversy.pk, viewer=book.rights) if ids else []
    needed = premise_ids(relation_ids=[row.id for row in rows if row.kind == Kind.RELATION]) if rows else {}
    claims = _Touched(book).reach(rows, turned=turned, needed=needed)
    walk = walk_of(book)
    chosen = set()
    for spot in (spot for claim in claims for spot in walk.by_claim.get(claim, ())):
        chosen.add(spot.key)
        chosen.update(kid.key for kid in spot.kids if kid.here in BESIDE)  # its home may be another one now
    told = told_of(book, [spot for spot in walk.spots if spot.key in chosen])
    added = {contribution for contribution, verb in happened if verb in ADDED}
    told.added = sorted({place.claim for place in told.places if place.claim in added})
    return told


@dataclass(slots=True)
class _Touched:
    """The claims whose places may have changed: those that were written or turned, those whose way up led through
    them, and all above these, since strength moves upward."""

    book: Book
    found: dict[int, None] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)

    def reach(self, rows: Iterable[Ended], *, turned: set[int], needed: dict[int, list[int]]) -> set[int]:
        for row in rows:
            if row.kind == Kind.CLAIM:
                self._begin_at_claim(row, turned=row.id in turned)
            elif row.kind == Kind.RELATION:
                self._add(row.child, self._owner(row.parent), *needed.get(row.id, ()))
                self._what_bears_on(row.id)
            elif row.kind == Kind.EVIDENCE:
                self._add(row.claim)
                self._what_bears_on(row.id)
            else:
                self._add(row.target)
        for claim in self.waiting:  # grows while it is walked
            self._above(claim)
        return {*self.found}

    def _begin_at_claim(self, row: Ended, *, turned: bool) -> None:
        """One that came or went leaves what hangs on it without its place, or without its force."""
        claim = row.canonical or row.id
        self._add(claim)
        if turned:
            self._about_its_steps(claim)
            for node in (claim, *self.book.shape.cited.get(claim, ())):
                self._what_bears_on(node)

    def _above(self, claim: int) -> None:
        book = self.book
        for relation in book.homes(claim):
            ends = book.ends(relation)
            self._add(self._owner(ends.parent) if ends else None)
        for relation in walk_of(book).needed_by.get(claim, ()):
            self._add(book.shape.relations[relation].child)
        if claim not in book.shape.claims:  # a stub comes and goes with what hangs on it
            self._about_its_steps(claim)

    def _about_its_steps(self, claim: int) -> None:
        for relation in self.book.homes(claim):
            self._add(*self._premises(relation))
            self._what_bears_on(relation)

    def _what_bears_on(self, node: int) -> None:
        """The claims that bear on a node, alone or together, those about their steps, and so on; not what hangs on
        these."""
        nodes = [node]
        for one in nodes:  # grows while it is walked
            for relation, child, _side in self.book.relations_to(one):
                self._add(child, *self._premises(relation))
                nodes.append(relation)

    def _premises(self, relation: int) -> tuple[int, ...]:
        node = self.book.shape.relations.get(relation)
        return node.premises if node else ()

    def _owner(self, node: int | None) -> int | None:
        """The claim at which a node stands."""
        ends = self.book.ends(node or 0)
        if ends is not None:
            return ends.child
        evidence = self.book.shape.evidence.get(node or 0)
        return evidence.claim if evidence else node

    def _add(self, *claims: int | None) -> None:
        for claim in claims:
            if claim is not None and claim not in self.found:
                self.found[claim] = None
                self.waiting.append(claim)
