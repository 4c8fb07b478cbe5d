"""The words of a text that were looked for, marked; a long text cut to what stands around them."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from debates.maps.queries.search import plain

# What the database puts around a hit; no text of the map may hold these.
START, STOP = "\x02", "\x03"
LONGEST = 320
BEFORE = 90  # characters kept before the first hit of a long text

_signs = re.compile(f"[{START}{STOP}]")
_cuts = re.compile(r"\s")


class Piece(NamedTuple):
    """A part of a text, marked or not."""

    text: str
    is_hit: bool = False


def mark(text: str, headline: str) -> list[Piece]:
    """The text in pieces, marked as its plain form (see `plain`) is between START and STOP in the headline."""
    parts = _signs.split(headline)  # unmarked and marked in turn
    read = plain(text)
    if len(parts) == 1 or "".join(parts) != read:
        return [Piece(text)]  # nothing to mark; or the database reads it otherwise: better no mark than a wrong one
    places = _places(text) if len(read) != len(text) else range(len(text) + 1)
    ends = [places[end] for end in accumulate(map(len, parts))]
    starts = [0, *ends[:-1]]
    spans = zip(starts, ends, strict=True)
    return [Piece(text[start:end], number % 2 == 1) for number, (start, end) in enumerate(spans) if start < end]


def _places(text: str) -> list[int]:
    """For every place in the plain form of a text the place in the text: a letter may be none there, or several."""
    places = [place for place, letter in enumerate(text) for _own in plain(letter)]
    return [*places, len(text)]


def cut(pieces: list[Piece]) -> list[Piece]:
    """A long text as the passage around its first hit, with an ellipsis where something was left out."""
    text = "".join(piece.text for piece in pieces)
    if len(text) <= LONGEST:
        return pieces
    first = len("".join(piece.text for piece in _before_hit(pieces)))
    start = _between_words(text, max(0, first - BEFORE)) if first > LONGEST - BEFORE else 0
    end = len(text) if len(text) - start <= LONGEST else text.rfind(" ", start, start + LONGEST)
    end = start + LONGEST if end <= start else end
    kept = list(_part(pieces, start, end))
    before = [Piece("… ")] if start else []
    return [*before, *kept, *([Piece("…")] if end < len(text) else [])]


def _before_hit(pieces: list[Piece]) -> list[Piece]:
    hits = [place for place, piece in enumerate(pieces) if piece.is_hit]
    return pieces[: hits[0]] if hits else []


def _between_words(text: str, start: int) -> int:
    found = _cuts.search(text, start)
    return found.end() if start and found and found.end() - start < BEFORE else start


def _part(pieces: list[Piece], start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        text = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if text:
            yield Piece(text, piece.is_hit)
