"""Claims that stand already and read much like one that is being written."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from debates.maps.models import Controversy
from debates.maps.queries.search import Alike, claims_alike, fewest_shared, plain, stems_of, words_in
from debates.maps.rules import CLAIM_LIMIT, Rights
from debates.reading.cards import claim_url

FEWEST_LETTERS = 3
MOST_HINTS = 4
NEARLY_THE_SAME = 0.8
# Words that turn a sentence round; the search column does not keep them.
TURNING = {
    "not",
    "no",
    "never",
    "nor",
    "none",
    "without",
    "cannot",
    "n't",
    "t",
    "ni",
    "nunca",
    "jamas",
    "sin",
    "tampoco",
}

_ends = re.compile(r"[\s.,;:!?)\]\"'”’»]$")


@dataclass(frozen=True, slots=True)
class Hint:
    """A standing claim; `likeness` is the share of stems that both texts have, in [0, 1]."""

    id: int
    text: str
    likeness: float
    controversy: Controversy

    @property
    def url(self) -> str:
        """The claim's own page."""
        return claim_url(self.controversy, self.id, self.text)

    @property
    def panel_url(self) -> str:
        """Its page with its panel open, where it is rated."""
        return f"{self.url}?claim={self.id}#rate"


def hints(*, controversy: Controversy, rights: Rights, text: str, limit: int = MOST_HINTS) -> list[Hint]:
    """Published claims of this map, readable to this viewer, that share half of the words typed so far, the most
    alike first. From three letters on; the last word may be unfinished. At most two statements.
    """
    text = text[: CLAIM_LIMIT * 2]
    begun = "" if _ends.search(text) else (words_in(text) or [""])[-1]
    return [hint for hint, _alike in _found(controversy, rights, text, begun)][:limit]


def refuse_twin(*, controversy: Controversy, rights: Rights, text: str) -> None:
    """Refuse a text that nearly repeats a standing claim (`nearly_the_same`, with the hints as `current`).

    Other numbers, or a "not" more or less, make another claim. For forms, which ask once; a programme asks `hints`.
    """
    twins = [hint for hint, alike in _found(controversy, rights, text, "") if _repeats(text, hint, alike)]
    if twins:
        raise Refusal(
            "nearly_the_same",
            _("This stands here already in nearly the same words. Rate it, or say what is different in yours."),
            field="text",
            current=twins[:MOST_HINTS],
        )


def _found(controversy: Controversy, rights: Rights, text: str, begun: str) -> list[tuple[Hint, Alike]]:
    if len(text.strip()) < FEWEST_LETTERS:
        return []
    stems = stems_of(text=text, language=controversy.language)
    if not stems:
        return []
    likely = claims_alike(controversy=controversy, viewer=rights, stems=stems, begun=begun)
    wanted = fewest_shared(len(stems))
    found = []
    for one in likely:
        shared = shared_stems(stems, one.stems, begun)
        if shared >= wanted:
            likeness = shared / (len(stems) + len(one.stems) - shared)
            found.append((Hint(one.id, one.text, likeness, controversy), one))
    return sorted(found, key=lambda pair: (-pair[0].likeness, pair[0].id))


def shared_stems(typed: list[str], claim: list[str], begun: str) -> int:
    """How many of the stems typed a claim has; an unfinished word has those that begin with it."""
    has = set(claim)
    shared = sum(stem in has for stem in typed)
    own = [stem for stem in typed if begun and begun.startswith(stem[: max(2, len(stem) - 1)])]
    grows = own and own[0] not in has and any(stem.startswith(begun) for stem in claim)
    return shared + 1 if grows else shared


def _repeats(text: str, hint: Hint, alike: Alike) -> bool:
    if _bare(text) == _bare(hint.text):
        return True
    long_enough = len(alike.stems) >= FEWEST_LETTERS
    return long_enough and hint.likeness >= NEARLY_THE_SAME and _turns(text) == _turns(hint.text)


def _bare(text: str) -> list[str]:
    return re.findall(r"\w+", plain(text).lower())


def _turns(text: str) -> tuple[bool, set[str]]:
    """What makes two texts of the same stems two claims: whether something is denied, and the numbers."""
    words = _bare(text)
    return not TURNING.isdisjoint(words), {word for word in words if any(sign.isdigit() for sign in word)}
