"""Edges: from a claim to what bears on it, with what says how."""

from collections.abc import Iterator

from debates.interchange.drawing import svg
from debates.interchange.drawing.marks import knot, ring
from debates.interchange.drawing.palette import Palette
from debates.interchange.drawing.plan import BESIDE, Tile

DASHES = "11 3"
FINE_DASHES = "5 4"
BRACKET = 18.0  # from the cards of a joint step to the line that joins them
THICKNESS = 1.5  # and what each of eight parts of a force adds
STEP = 0.85


def draw_edges(tile: Tile, palette: Palette) -> Iterator[str]:
    """All that leads from this tile to those in its next column."""
    for kid in tile.kids:
        if kid.here not in BESIDE:
            yield from _edge(tile, kid, palette)


def _edge(parent: Tile, kid: Tile, palette: Palette) -> Iterator[str]:
    half = kid.half
    start = (parent.x + half * parent.width / 2, parent.y)
    joint = [kid, *(one for one in kid.kids if one.here == "premise")]
    end = (_inner(kid), kid.y)
    is_fine = kid.here == "evidence_doubt"
    if len(joint) > 1:
        bracket = _inner(kid) - half * BRACKET
        end = (bracket, (joint[0].y + joint[-1].y) / 2)
        yield _bracket(joint, bracket, palette)
        yield knot(*end, kid.side, palette)
    yield svg.path(
        _curve(start, end),
        stroke=palette.of(kid.side),
        stroke_width=1.5 if is_fine else THICKNESS + STEP * kid.place.weight,
        stroke_dasharray=FINE_DASHES if is_fine else DASHES if kid.side == "con" else None,
    )
    yield from _about_step(kid, start, end, palette)


def _about_step(kid: Tile, start: tuple[float, float], end: tuple[float, float], palette: Palette) -> Iterator[str]:
    """A ring on the edge, and dashed leads from it to the claims about this step; these have such claims in turn."""
    about = [one for one in kid.kids if one.here == "step"]
    if not about:
        return
    x, y = _near(start, end)
    for one in about:
        to_x, to_y = _inner(one), one.y
        bend = svg.number(to_y - (12 if to_y > y else -12))
        d = f"M{svg.number(x)} {svg.number(y)}C{svg.number(x)} {bend} {svg.number(x)} {svg.number(to_y)} "
        yield svg.path(
            d + f"{svg.number(to_x)} {svg.number(to_y)}",
            stroke=palette.of(one.side),
            stroke_width=2.2,
            stroke_dasharray=FINE_DASHES,
        )
        yield from _about_step(one, (x, y), (to_x, to_y), palette)
    yield ring(x, y, palette, side="con" if any(one.side == "con" for one in about) else "pro")


def _near(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Where a ring stands on an edge: near the card whose step it is, for edges part there."""
    t = 1 - min(0.24, (20 / max(1.0, abs(end[1] - start[1]))) ** 0.5)
    return (
        start[0] + (end[0] - start[0]) * t * (1.5 - 1.5 * t + t * t),
        start[1] + (end[1] - start[1]) * t * t * (3 - 2 * t),
    )


def _inner(tile: Tile) -> float:
    """Where the side of a card is that looks to the fold."""
    return tile.x - tile.half * tile.width / 2


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Out of one card and into the other without a corner."""
    (x0, y0), (x1, y1) = start, end
    middle = svg.number((x0 + x1) / 2)
    a, b, c, d = svg.number(x0), svg.number(y0), svg.number(x1), svg.number(y1)
    return f"M{a} {b}C{middle} {b} {middle} {d} {c} {d}"


def _bracket(joint: list[Tile], x: float, palette: Palette) -> str:
    """One line beside the cards that bear only together, with a foot to each."""
    first, last = joint[0], joint[-1]
    d = f"M{svg.number(x)} {svg.number(first.y)}V{svg.number(last.y)}" + "".join(
        f"M{svg.number(x)} {svg.number(one.y)}H{svg.number(_inner(one) - one.half * 3)}" for one in joint
    )
    return svg.path(d, stroke=palette.of(first.side), stroke_width=2.4, stroke_linecap="round")
