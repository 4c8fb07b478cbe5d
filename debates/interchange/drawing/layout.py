"""Where the cards stand: theses one below the other, support to the left of each, opposition to the right."""

from collections.abc import Sequence
from typing import NamedTuple

from debates.interchange.drawing.plan import Tile
from debates.interchange.drawing.tidy import tidy

COLUMN = 340.0
GAP = 18.0
FIRST = 18.0  # the root is wider than the rest: its columns begin farther out
BETWEEN_ROOTS = 48.0


class Box(NamedTuple):
    """What a drawing takes up."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def lay_out(roots: Sequence[Tile]) -> Box:
    """Give each tile its x, y and half; widths and heights must be known. The box encloses all cards."""
    below = 0.0
    everything: list[Tile] = []
    for root in roots:
        laid = _lay_out_one(root)
        box = box_of(laid)
        for tile in laid:
            tile.y += below - box.top
        below += box.height + BETWEEN_ROOTS
        everything += laid
    return box_of(everything)


def _lay_out_one(root: Tile) -> list[Tile]:
    """One thesis with both halves, its own middle at 0."""
    laid = [root]
    for half in (-1, 1):
        first = [one for kid in root.kids if _half_of(kid) == half for one in kid.together()]
        kin = {id(root): first}
        placed = tidy(
            root,
            kids=lambda tile, kin=kin: kin.get(id(tile), tile.column),  # type: ignore[misc]
            height=lambda tile: tile.height,
            gap=GAP,
        )
        for tile, column, y in placed[1:]:
            tile.half, tile.x, tile.y = half, half * (column * COLUMN + FIRST), y
        laid += [tile for tile, _column, _y in placed[1:]]
    return laid


def _half_of(kid: Tile) -> int:
    """Support is on the left; what takes no side here stands with what opposes."""
    return -1 if kid.side == "pro" else 1


def box_of(tiles: Sequence[Tile]) -> Box:
    """The box around these cards; nothing at all has an empty one."""
    if not tiles:
        return Box(0, 0, 0, 0)
    return Box(
        min(tile.x - tile.width / 2 for tile in tiles),
        min(tile.y - tile.height / 2 for tile in tiles),
        max(tile.x + tile.width / 2 for tile in tiles),
        max(tile.y + tile.height / 2 for tile in tiles),
    )
