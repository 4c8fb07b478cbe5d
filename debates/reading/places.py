"""The places of the drawn map: every claim where it stands, with all that its card and its edge show."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from debates.maps.rules import State
from debates.reading.book import Book
from debates.reading.cards import Step, figure_of
from debates.reading.walk import BESIDE, Role, Spot, walk_of

WHOLE = 500  # claims; a larger map is told by levels
LEVELS = 2


@dataclass(slots=True)
class Place:
    """A claim where it stands on the drawn map.

    `key`: its id at home; elsewhere its id and that of the relation by which it stands there. `up`: the key of what it
    hangs on; a premise hangs on the reply it is joined with, a claim about a step on the reply whose step it is.
    `here`: what it is at this place; `role` the same, except that it is "again" where it is not at home (`home`).
    `strength` 0–100, `standing` in words, `pips` (impact) 0–4, `weight` (force) 0–8, 0 where it exerts none of its own.
    `kids`: the keys of all that hangs on it, in drawing order; `below`: how many places hang on it in all.
    """

    key: str
    claim: int
    up: str | None
    role: Role
    here: Role
    relation: int | None
    side: str | None
    text: str
    is_stub: bool
    strength: int | None
    standing: str
    pips: int
    weight: int
    pros: int
    cons: int
    evidence: int
    retracted: int
    comments: int
    state: str
    home: str | None
    is_new: bool
    kids: list[str] = field(default_factory=list)
    below: int = 0


@dataclass(slots=True)
class Places:
    """Some or all places of a map. `whole`: all; `total`: how many claims there are; `roots`: the keys of the tops.

    `added`: where it is told what changed since a number, the claims that are there only since then.
    """

    whole: bool
    total: int
    roots: list[str]
    places: list[Place]
    added: list[int] = field(default_factory=list)


def places_of(book: Book, *, levels: int | None = None) -> Places:
    """Every place of the map, or those of some levels below the tops (0: the tops alone).

    One statement beside the book's, for the texts; so it is with all below.
    """
    return told_of(book, _down_to(walk_of(book).roots, levels))


def first_places(book: Book) -> Places:
    """What a map opens with: every place, of a large one those of the first levels."""
    return places_of(book, levels=first_levels(book))


def first_levels(book: Book) -> int | None:
    """How many levels a map opens with: all (None), or of a large one the first."""
    return None if len(book.shape.claims) <= WHOLE else LEVELS


def places_under(book: Book, key: str) -> Places | None:
    """The places of the next levels below this one; None where none has this key."""
    spot = walk_of(book).by_key.get(key)
    return told_of(book, _down_to(spot.kids, LEVELS - 1)) if spot else None


def places_to(book: Book, key: str) -> Places | None:
    """The places on the way from the top down to this one, each with what hangs on it; None where none has this key."""
    spot = walk_of(book).by_key.get(key)
    if spot is None:
        return None
    way = [spot]
    while (up := way[-1].up) is not None:
        way.append(up)
    found = {one.key: one for above in reversed(way) for one in (above, *_down_to(above.kids, 0))}
    return told_of(book, [*found.values()])


def places_at(book: Book, keys: Iterable[str]) -> list[Place]:
    """The places with these keys, as far as there are such, in this order."""
    by_key = walk_of(book).by_key
    return _read(book, [by_key[key] for key in keys if key in by_key])


def told_of(book: Book, spots: list[Spot]) -> Places:
    """These places with the tops of the map."""
    walk = walk_of(book)
    places = _read(book, spots)
    return Places(len(spots) == len(walk.spots), len(walk.by_claim), [spot.key for spot in walk.roots], places)


def _down_to(tops: Iterable[Spot], levels: int | None) -> list[Spot]:
    """The places from these down, each after what it hangs on; what is drawn beside a reply is of its level."""
    found = []
    waiting = [(spot, 0) for spot in tops][::-1]
    while waiting:
        spot, level = waiting.pop()
        found.append(spot)
        for kid in reversed(spot.kids):
            deeper = level if kid.here in BESIDE else level + 1
            if levels is None or deeper <= levels:
                waiting.append((kid, deeper))
    return found


def _read(book: Book, spots: list[Spot]) -> list[Place]:
    book.read({spot.claim for spot in spots})
    return [_place(book, spot) for spot in spots]


def _place(book: Book, spot: Spot) -> Place:
    claim, shape = spot.claim, book.shape
    step = book.step(spot.relation) if spot.relation and spot.here != "premise" else None
    figure = figure_of(shape, claim)
    sides = [side for _relation, _child, side in book.relations_to(claim)]
    is_stub = claim not in book.texts
    cited = () if is_stub else shape.cited.get(claim, ())
    return Place(
        key=spot.key,
        claim=claim,
        up=spot.up.key if spot.up else None,
        role=spot.role,
        here=spot.here,
        relation=spot.relation,
        side=step.side if step else None,
        text=book.texts.get(claim, ""),
        is_stub=is_stub,
        strength=figure.number if figure else None,
        standing=str(figure.standing.label) if figure else "",
        pips=step.pips if step and figure else 0,
        weight=step.weight if step and figure else 0,
        pros=sides.count("pro"),
        cons=sides.count("con"),
        evidence=len(cited),
        retracted=sum(shape.evidence[pk].retracted for pk in cited),
        comments=0 if is_stub else shape.comments.get(claim, 0),
        state=_state(book, claim, step),
        home=None if spot.is_home else str(claim),
        is_new=claim in book.news.ids,
        kids=[kid.key for kid in spot.kids],
        below=spot.below,
    )


def _state(book: Book, claim: int, step: Step | None) -> str:
    """That of the claim, else of the step by which it stands here."""
    extra = book.extras.get(claim)
    if extra is not None:
        return extra.state
    return step.state if step else State.PUBLISHED
