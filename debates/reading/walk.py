"""Where every claim of a map stands: the one walk that Outline and Map share. No texts.

A claim has one home: as a thesis, else by the oldest relation that leads to something shown, else beside the step
that needs it, else nowhere ("loose"). By each further relation, and at each further step that needs it, it stands
again, without what hangs on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from debates.maps.rules import Kind
from debates.reading.book import Book
from debates.reading.focus import thesis_ids

MOST_KEPT = 4  # with one shape: nearly all see the same beside it

BESIDE = ("premise", "step")  # of one level with what they hang on

Role = Literal["thesis", "loose", "reply", "step", "premise", "again", "evidence_doubt"]


@dataclass(slots=True, eq=False, repr=False)
class Spot:
    """A claim at one place of the walk.

    `here` is what it is at this place; `role` the same, except that it is "again" where it is not at home. `relation`
    brought it here; a premise stands by the relation that needs it. `kids`: the premises joined with its step, claims
    about that step, and at home its replies and doubts of its evidence. `below`: all that hangs on it.
    """

    key: str
    claim: int
    here: Role
    relation: int | None = None
    up: "Spot | None" = None
    is_home: bool = True
    kids: list["Spot"] = field(default_factory=list)
    below: int = 0

    @property
    def role(self) -> Role:
        return self.here if self.is_home else "again"


@dataclass(slots=True, eq=False, repr=False)
class Walk:
    """All places of a map, each after what it hangs on, in drawing order."""

    spots: list[Spot]
    roots: list[Spot]
    by_key: dict[str, Spot]
    by_claim: dict[int, list[Spot]]  # its home first
    needed_by: dict[int, list[int]]  # claim -> the relations that need it beside their child


def walk_of(book: Book) -> Walk:
    """The walk over a map as this viewer may see it; kept with the shape, for all who see the same rows beside it."""
    beside = tuple(
        (one.id, one.is_stub, one.child_id, one.parent_id, one.claim_id, one.side, one.thesis_position)
        for one in book.extras.values()
    )
    kept = book.shape.walks
    walk: Walk | None = kept.get(beside)
    if walk is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        walk = kept[beside] = _Walker(book).walk()
    return walk


class _Walker:
    """Depth first from the roots, without recursion: a map may be deeper than Python's stack."""

    def __init__(self, book: Book) -> None:
        self.book = book
        own = [pk for pk, extra in book.extras.items() if extra.kind == Kind.CLAIM and book.may_place(pk)]
        self.shown = dict.fromkeys([*book.shape.claims, *own])
        self.leading: dict[int, bool] = {}
        self.needed_by: dict[int, list[int]] = {}
        for relation, node in sorted(book.shape.relations.items()):
            for premise in node.premises:
                self.needed_by.setdefault(premise, []).append(relation)
        self.spots: list[Spot] = []
        self.by_claim: dict[int, list[Spot]] = {}
        self.at_home: set[int] = set()

    def walk(self) -> Walk:
        theses = thesis_ids(self.book)
        tops = dict.fromkeys(theses)
        self.homes = {claim: None if claim in tops else self._home_of(claim) for claim in self.shown}
        loose = sorted(claim for claim, home in self.homes.items() if home is None and claim not in tops)
        roots = [*(self._down(claim, "thesis") for claim in theses), *(self._down(claim, "loose") for claim in loose)]
        # What its author took back is no part of the promise that nothing goes round; only its author sees the ring.
        roots += [self._down(claim, "loose") for claim in sorted(self.shown) if claim not in self.at_home]
        for spot in reversed(self.spots):
            if spot.up is not None:
                spot.up.below += spot.below + 1
        for spots in self.by_claim.values():
            spots.sort(key=lambda spot: not spot.is_home)
        by_key = {spot.key: spot for spot in self.spots}
        return Walk(self.spots, roots, by_key, self.by_claim, self.needed_by)

    def _home_of(self, claim: int) -> int | None:
        """The relation by which it stands at home; one that needs it where none has it as its child."""
        ways = (*self.book.homes(claim), *self.needed_by.get(claim, ()))
        return next((relation for relation in ways if self._leads(relation)), None)

    def _leads(self, relation: int) -> bool:
        """Whether it stands between things that are shown, by however many steps upon steps."""
        way, shape = [], self.book.shape
        node = relation
        while node not in self.leading and (ends := self.book.ends(node)) is not None:
            way.append(node)
            if ends.child not in self.shown:
                node = 0
                break
            node = ends.parent
        if node in shape.evidence:
            node = shape.evidence[node].claim
        leads = self.leading.get(node, node in self.shown)
        self.leading.update(dict.fromkeys(way, leads))
        return leads

    def _down(self, claim: int, role: Role) -> Spot:
        self.at_home.add(claim)
        top = Spot(str(claim), claim, role)
        waiting = [top]
        while waiting:
            spot = waiting.pop()
            self.spots.append(spot)
            self.by_claim.setdefault(spot.claim, []).append(spot)
            spot.kids = [self._spot(spot, *kid) for kid in self._kids_of(spot)]
            waiting.extend(reversed(spot.kids))
        return top

    def _spot(self, up: Spot, claim: int, relation: int, here: Role) -> Spot:
        is_home = self.homes[claim] == relation and claim not in self.at_home
        if is_home:
            self.at_home.add(claim)
        return Spot(str(claim) if is_home else f"{claim}-{relation}", claim, here, relation, up, is_home)

    def _kids_of(self, spot: Spot) -> Iterator[tuple[int, int, Role]]:
        book, step = self.book, spot.relation
        if step is not None and spot.here != "premise":
            if step in book.shape.relations:
                yield from self._placed((one, step) for one in book.shape.relations[step].premises)
            yield from ((child, relation, "step") for relation, child, _ in book.relations_to(step))
        if spot.is_home:
            yield from ((child, relation, "reply") for relation, child, _ in book.relations_to(spot.claim))
            for evidence in book.shape.cited.get(spot.claim, ()):
                yield from ((child, relation, "evidence_doubt") for relation, child, _ in book.relations_to(evidence))

    def _placed(self, premises: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, Role]]:
        return ((claim, step, "premise") for claim, step in premises if claim in self.shown)
