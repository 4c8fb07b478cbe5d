"""Words of history, and what changed between two wordings."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Literal

# A verb is "<what>.<what happened>", for example "claim.added".
VERB_PATTERN = r"^[a-z]+\.[a-z_]+$"

KINDS = ("claim", "relation", "evidence", "comment")


def _of(*happened: str) -> tuple[str, ...]:
    return tuple(f"{kind}.{what}" for kind in KINDS for what in happened)


# What readers are told. A verb that stands in none of these is told to nobody: a new one waits until somebody
# has thought about who may hear of it.
WRITTEN = (*_of("added"), "relation.premise_added")
REWORDED = _of("edited", "reverted")
MODERATED = _of("hidden", "restored", "approved", "locked", "unlocked")
TURNED = (
    *_of("withdrawn", "unwithdrawn", "moved", "merged", "unmerged", "archived", "unarchived", "refused"),
    *MODERATED,
)
ABOUT_THE_MAP = ("controversy.added", "controversy.edited")
ABOUT_SOURCES = ("source.retracted", "source.reinstated")  # a line for each piece of evidence from it
TOLD = (*WRITTEN, *REWORDED, *TURNED, *ABOUT_SOURCES)

# What makes a thing worth another look: it is new, it reads differently, or it is back.
BACK = _of("approved", "restored", "unwithdrawn")
NEWS = (*WRITTEN, *REWORDED, *BACK)

# What leaves a stub where it stood, by the state that the stub shows.
GONE = {"hidden": "claim.hidden", "withdrawn": "claim.withdrawn", "erased": "claim.erased"}

# A visit ends after half an hour without a page; while it lasts, its time is written down every five minutes.
VISIT_ENDS = timedelta(minutes=30)
VISIT_IS_NOTED = timedelta(minutes=5)


def is_kept(verb: str, text: str) -> bool:
    """Whether a wording still has its words: erasure leaves an empty text, and only a step may be without any."""
    return bool(text) or verb.startswith("relation.")


def is_due(*, seen: int, seq: int, at: datetime, now: datetime) -> bool:
    """Whether a visit is to be written down again: the map has moved on since, or time has."""
    return seen < seq or now - at > VISIT_IS_NOTED


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
    return _in_whole_runs(pieces)


def _in_whole_runs(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring words that were each replaced read as one run replaced by another, with the space between them."""
    whole: list[Piece] = []
    for piece in pieces:
        whole.append(piece)
        while [one.kind for one in whole[-5:]] == ["removed", "added", "same", "removed", "added"]:
            was, now, space, was_too, now_too = (one.text for one in whole[-5:])
            if space.strip():
                break
            whole[-5:] = [Piece("removed", was + space + was_too), Piece("added", now + space + now_too)]
    return whole


_token = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True, slots=True)
class _Change:
    """Words `start` to `end` of the base become `words`; an empty range is an insertion."""

    start: int
    end: int
    words: tuple[str, ...]

    def meets(self, other: "_Change") -> bool:
        """Whether both touch one word, or one puts something in where the other is at work."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


def merge(base: str, one: str, other: str) -> str | None:
    """What both wordings made of the base, word by word; None where both changed the same place, each in its way."""
    words = _token.findall(base)
    mine, theirs = _changes(words, one), _changes(words, other)
    if any(a.meets(b) for a in mine for b in theirs if a != b):
        return None
    for change in sorted({*mine, *theirs}, key=lambda change: (change.start, change.end), reverse=True):
        words[change.start : change.end] = change.words
    return "".join(words)


def _changes(words: list[str], text: str) -> list[_Change]:
    new = _token.findall(text)
    codes = SequenceMatcher(None, words, new, autojunk=False).get_opcodes()
    return [_Change(i1, i2, tuple(new[j1:j2])) for tag, i1, i2, j1, j2 in codes if tag != "equal"]
