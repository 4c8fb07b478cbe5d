"""Words of history, and what changed between two wordings."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Literal

from core.text import is_seen

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
    return is_seen(text) or (not text and verb.startswith("relation."))


def is_due(*, seen: int, seq: int, at: datetime, now: datetime) -> bool:
    """Whether a visit is to be written down again: the map has moved on since, or time has."""
    return seen < seq or now - at > VISIT_IS_NOTED


_word = re.compile(r"\s+|\w+|[^\w\s]")

MOST_PAIRS = 4_000  # of equal words in two wordings: prose of 2,000 characters has about half as many


Sort = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both wordings share, or that only the new or only the old one has."""

    kind: Sort
    text: str


def diff(before: str, after: str) -> list[Piece]:
    """The way from one wording to the next, word by word, removed before added."""
    old, new = _word.findall(before), _word.findall(after)
    pieces: list[Piece] = []
    told = 0
    for i1, i2, j1, j2 in [*_changed(old, new), (len(old), len(old), len(new), len(new))]:
        runs: dict[Sort, list[str]] = {"same": old[told:i1], "removed": old[i1:i2], "added": new[j1:j2]}
        pieces += [Piece(kind, "".join(words)) for kind, words in runs.items() if words]
        told = i2
    return pieces


def _changed(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Where two runs of words differ: (start and end in the old, start and end in the new).

    Space alone is nothing to hold on to. The search for what is shared takes as long as there are pairs of equal
    words; where somebody wrote a thousand equal signs, all between the first and the last change is one change.
    """
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    tail = next((at for at in range(most - head) if old[-1 - at] != new[-1 - at]), most - head)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if not a and not b:
        return []
    counts = Counter(word for word in b if not word.isspace())
    if sum(counts[word] for word in a) > MOST_PAIRS:
        return [(head, head + len(a), head, head + len(b))]
    codes = SequenceMatcher(str.isspace, a, b, autojunk=False).get_opcodes()
    return [(head + i1, head + i2, head + j1, head + j2) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


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
    return [_Change(i1, i2, tuple(new[j1:j2])) for i1, i2, j1, j2 in _changed(words, new)]
