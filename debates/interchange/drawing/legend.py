"""What the signs of a picture mean."""

from debates.interchange.drawing import svg
from debates.interchange.drawing.marks import MARK, mark
from debates.interchange.drawing.measure import SANS, width
from debates.interchange.drawing.palette import Palette
from debates.interchange.drawing.words import Words

SIZE = 13.5
BETWEEN = 26.0
THICKNESSES = (2.0, 4.5, 8.0)


def legend(x: float, y: float, words: Words, palette: Palette) -> str:
    """Both sides with their lines, and how thick an edge of little and of much force is; `y` is the base line."""
    parts = []
    for side, word in (("pro", words.supports), ("con", words.opposes)):
        parts.append(mark(side, x + MARK, y - 4.5, palette))
        dashes = "7 3" if side == "con" else None
        line = svg.path(
            f"M{svg.number(x + 26)} {svg.number(y - 4.5)}h28",
            stroke=palette.of(side),
            stroke_width=3.5,
            stroke_dasharray=dashes,
        )
        parts += [line, svg.text(x + 62, y, word, face=SANS, size=SIZE, fill=palette.ink_2)]
        x += 62 + width(word, SANS, SIZE) * 1.06 + BETWEEN
    for thick in THICKNESSES:
        parts.append(svg.path(f"M{svg.number(x)} {svg.number(y - 4.5)}h15", stroke=palette.ink_2, stroke_width=thick))
        x += 18
    parts.append(svg.text(x + 8, y, words.impact, face=SANS, size=SIZE, fill=palette.ink_2))
    return "".join(parts)
