"""What a picture is made from: places as they are handed in, and which of them are drawn."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

MOST_CARDS = 300  # a picture that is asked for in full
READABLE_CARDS = 24  # a slide
READABLE_LEVELS = 4
BESIDE = ("premise", "step")  # drawn in the column of what they are joined to


class Placed(Protocol):
    """A claim where it stands on the map; `reading` says what each word of it means."""

    @property
    def key(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def here(self) -> str: ...
    @property
    def side(self) -> str | None: ...
    @property
    def text(self) -> str: ...
    @property
    def is_stub(self) -> bool: ...
    @property
    def strength(self) -> int | None: ...
    @property
    def standing(self) -> str: ...
    @property
    def weight(self) -> int: ...
    @property
    def pros(self) -> int: ...
    @property
    def cons(self) -> int: ...
    @property
    def evidence(self) -> int: ...
    @property
    def retracted(self) -> int: ...
    @property
    def state(self) -> str: ...


class Hanging(Protocol):
    """A place with what hangs on it, as far as choosing needs to know it."""

    @property
    def key(self) -> str: ...
    @property
    def claim(self) -> int: ...
    @property
    def here(self) -> str: ...
    @property
    def kids(self) -> "Sequence[Hanging]": ...


@dataclass(eq=False)
class Tile:
    """A place that is drawn, with those that hang on it; `place` is told later, geometry by the layout.

    `is_root`: it stands on the fold, whatever it bears on outside the picture.
    `level`: how many hops below its root; `side`: towards what it bears on, of a premise that of the reply it is joined
    with; `half`: -1 left of the fold, 1 right of it, 0 on it; `x`, `y`: the middle of
    its card; `more`: how many claims hang on it that are not drawn.
    """

    key: str
    here: str
    is_root: bool = False
    level: int = 0
    more: int = 0
    kids: list["Tile"] = field(default_factory=list)
    place: Placed = field(init=False)
    side: str | None = None
    half: int = 0
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def column(self) -> list["Tile"]:
        """What stands in the next column: each reply, then what it is joined with, then what is about its step."""
        return [one for kid in self.kids if kid.here not in BESIDE for one in kid.together()]

    def together(self) -> Iterator["Tile"]:
        """This one and all that is drawn beside it, the joint ones first."""
        yield self
        for here in BESIDE:
            for kid in self.kids:
                if kid.here == here:
                    yield from kid.together()


@dataclass(slots=True)
class Plan:
    """What is drawn, and how many claims are not."""

    roots: list[Tile]
    left_out: int

    def tiles(self) -> list[Tile]:
        """All that are drawn, each after what it hangs on."""
        found = list(self.roots)
        for tile in found:  # grows while it is walked
            found.extend(tile.kids)
        return found

    def fill(self, places: Iterable[Placed]) -> None:
        """Tell every tile its place."""
        by_key = {place.key: place for place in places}
        for tile in self.tiles():
            tile.place = by_key[tile.key]
            tile.side = None if tile.is_root else tile.side or tile.place.side
            for kid in tile.kids:
                if kid.here == "premise":
                    kid.side = tile.side


def plan(roots: Sequence[Hanging], *, levels: int | None = None) -> Plan:
    """What to draw below these roots: down to `levels`, else as many levels as a slide can bear.

    What is left out is counted where it hangs, a claim once, and not where it is drawn elsewhere. What is drawn beside
    a reply is of its level. Of a hundred replies the first are drawn; never more than MOST_CARDS in all, but for joint
    premises.
    """
    most = MOST_CARDS if levels is not None else READABLE_CARDS
    depth = levels if levels is not None else _readable_levels(roots)
    chosen = list(roots[:most])
    tiles = [Tile(root.key, root.here, is_root=True) for root in chosen]
    drawn = tiles[:]
    for place, tile in zip(chosen, tiles, strict=True):  # both grow; breadth first: near the thesis before far from it
        kids = [kid for kid in place.kids if _fits(kid, tile, depth)]
        kids = _first(kids, room=most - len(tiles))
        tile.kids = [Tile(kid.key, kid.here, level=tile.level + (kid.here not in BESIDE)) for kid in kids]
        chosen.extend(kids)
        tiles.extend(tile.kids)
    shown, keys = {place.claim for place in chosen}, {place.key for place in chosen}
    left_out = _claims(roots[most:]) - shown
    for place, tile in zip(chosen, tiles, strict=True):
        beyond = _claims([kid for kid in place.kids if kid.key not in keys]) - shown
        tile.more = len(beyond)
        left_out |= beyond
    return Plan(drawn, len(left_out))


def _claims(places: Sequence[Hanging]) -> set[int]:
    """What stands at these places and below them."""
    waiting = [*places]
    for place in waiting:  # grows while it is walked
        waiting.extend(place.kids)
    return {place.claim for place in waiting}


def _fits(kid: Hanging, tile: Tile, depth: int) -> bool:
    """What is about the step of a root is about something outside the picture."""
    return not tile.is_root if kid.here in BESIDE else tile.level < depth


def _first(kids: Sequence[Hanging], *, room: int) -> list[Hanging]:
    """Those for which there is room; joint premises always: without them a reply would say something else."""
    joint = sum(kid.here == "premise" for kid in kids)
    free = {kid.key for kid in [kid for kid in kids if kid.here != "premise"][: max(0, room - joint)]}
    return [kid for kid in kids if kid.here == "premise" or kid.key in free]


def _readable_levels(roots: Sequence[Hanging]) -> int:
    """The deepest level down to which all claims find room on one slide; one at the least."""
    count, row = 0, list(roots)
    for level in range(READABLE_LEVELS + 1):
        for place in row:  # grows by what is drawn beside
            row.extend(kid for kid in place.kids if kid.here in BESIDE)
        count += len(row)
        if count > READABLE_CARDS:
            return max(1, level - 1)
        row = [kid for place in row for kid in place.kids if kid.here not in BESIDE]
    return READABLE_LEVELS
