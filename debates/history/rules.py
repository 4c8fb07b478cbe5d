"""Words of history, and what changed between two wordings."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A verb is "<what>.<what happened>", for example "claim.added".
VERB_PATTERN = r"^[a-z]+\.[a-z_]+$"

_word = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both wordings share, or that only the new or only the old one has."""

    kind: Literal["same", "added", "removed"]
    text: str


def diff(before: str, after: str) -> list[Piece]:
    """The way from one wording to the next, word by word, removed before added."""
    old, new = _word.findall(before), _word.findall(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece("removed", "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(Piece("added", "".join(new[j1:j2])))
    return pieces
