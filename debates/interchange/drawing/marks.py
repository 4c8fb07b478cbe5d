"""Signs: the two sides, and our own."""

from debates.interchange.drawing import svg
from debates.interchange.drawing.palette import Palette

MARK = 8.0  # half the width of a sign


def mark(side: str, x: float, y: float, palette: Palette) -> str:
    """The sign of a side, its middle here: a circle with a plus, a diamond with a minus."""
    at = f"M{svg.number(x)} {svg.number(y)}"
    bar = svg.path(f"{at}m-3.5 0h7", stroke=palette.on_side, stroke_width=1.8)
    if side == "con":
        return svg.path(f"{at}m0 -9.5 9.5 9.5 -9.5 9.5 -9.5 -9.5z", fill=palette.con) + bar
    cross = svg.path(f"{at}m-3.5 0h7m-3.5 -3.5v7", stroke=palette.on_side, stroke_width=1.8)
    return svg.circle(x, y, MARK, fill=palette.of(side)) + (cross if side == "pro" else bar)


def ring(x: float, y: float, palette: Palette, *, side: str) -> str:
    """What stands on a step that is doubted, or backed."""
    at = f"M{svg.number(x)} {svg.number(y)}"
    sign = f"{at}m-5.5 0h11" + ("" if side == "con" else "m-5.5 -5.5v11")
    return svg.circle(x, y, 10.5, fill=palette.ground, stroke=palette.ink, stroke_width=2.2) + svg.path(
        sign, stroke=palette.ink, stroke_width=2.6
    )


def knot(x: float, y: float, side: str | None, palette: Palette) -> str:
    """Where joint premises become one step."""
    return svg.circle(x, y, 6.5, fill=palette.of(side))


def logo(x: float, y: float, size: float, palette: Palette) -> str:
    """Our sign, its upper left corner here: the two halves and the fold."""
    inner = (
        svg.path("M12 3a10 10 0 0 0 0 20Z", fill=palette.pro)
        + svg.path("M17.2 5.6 24.4 13l-7.2 7.4Z", fill=palette.con)
        + svg.path("M14 1v24", stroke=palette.ink, stroke_width=2)
    )
    move = f"translate({svg.number(x)} {svg.number(y)}) scale({size / 26:.3f})"
    return svg.group([inner], transform=move)
