"""How wide a text is in the very fonts that pictures name, and where its lines break."""

import json
from functools import cache
from typing import NamedTuple

from core import fonts

ROUGH = 0.56  # of the size: what a character takes where the fonts were not cut
WHOLE = 1.0  # and one that they do not hold: another font will draw it
ELLIPSIS = "…"
LONELY = 0.3  # of a line: a last line this short looks forgotten
LESS_ROOM = (0.95, 0.9, 0.85, 0.8)


class Face(NamedTuple):
    """A typeface at one weight, with what stands in for it where it is not installed.

    `space`: by how much, in parts of the size, words stand farther apart than the font has it.
    """

    family: str
    weight: int
    instead: str
    space: float = 0.0

    @property
    def stack(self) -> str:
        return f"{self.family}, {self.instead}"


SERIF = Face("Newsreader", 420, "Iowan Old Style, Georgia, Liberation Serif, Times New Roman, serif")
SANS = Face("Instrument Sans", 400, "Helvetica Neue, Arial, Liberation Sans, sans-serif", 0.07)
BOLD = SANS._replace(weight=600)


@cache
def _widths(face: Face) -> dict[str, float]:
    """{character: width in parts of the size}; empty where the fonts are not cut."""
    cut = next(cut for cut in fonts.CUTS if cut.family == face.family and face.weight in cut.drawn)
    try:
        kept = json.loads(fonts.widths(cut).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    found: dict[str, float] = kept[str(face.weight)]
    return found


def width(text: str, face: Face, size: float) -> float:
    """The width of one line, without kerning, which makes it a little narrower."""
    known = _widths(face)
    missing = WHOLE if known else ROUGH
    return size * (sum(known.get(letter, missing) for letter in text) + face.space * text.count(" "))


def covers(text: str) -> bool:
    """Whether our own fonts hold every character of the text."""
    return all(letter in _widths(SERIF) and letter in _widths(SANS) for letter in text)


def wrap(text: str, face: Face, size: float, room: float, *, most: int) -> list[str]:
    """The text in lines no wider than `room`, at most so many; what does not fit ends in an ellipsis.

    A word that is wider than a line is broken where the line ends. No last line holds a short word alone if a little
    less room prevents it.
    """
    lines = _filled(text, face, size, room)
    if len(lines) > most:
        return [*lines[: most - 1], _cut_short(lines[most - 1], face, size, room)]
    for narrower in LESS_ROOM:
        if len(lines) < 2 or width(lines[-1], face, size) > room * LONELY:
            break
        tried = _filled(text, face, size, room * narrower)
        if len(tried) == len(lines):
            lines = tried
    return lines


def _filled(text: str, face: Face, size: float, room: float) -> list[str]:
    """As many words to a line as it holds."""
    lines: list[str] = []
    for word in text.split():
        for part in _broken(word, face, size, room):
            longer = f"{lines[-1]} {part}" if lines else part
            if lines and width(longer, face, size) <= room:
                lines[-1] = longer
            else:
                lines.append(part)
    return lines


def _broken(word: str, face: Face, size: float, room: float) -> list[str]:
    """A word as it is, or in pieces of the width of a line."""
    if width(word, face, size) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, face, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut_short(line: str, face: Face, size: float, room: float) -> str:
    while line and width(line + ELLIPSIS, face, size) > room:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return line.rstrip(" ,;:.") + ELLIPSIS
