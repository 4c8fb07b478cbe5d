"""Claims as they stand on a page: what a card shows, a figure, a mention, an address."""

from dataclasses import dataclass, field
from typing import Literal

from django.urls import reverse
from django.utils.text import slugify

from debates.insight.words import Standing, word_for
from debates.maps.models import Controversy
from debates.maps.rules import State
from debates.reading.shape import Shape

Aim = Literal["claim", "step", "evidence"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A strength as people read it: 0 to 100, its word, and how many rated the thing itself."""

    number: int
    standing: Standing
    raters: int


@dataclass(frozen=True, slots=True)
class Link:
    """Another claim, as a short mention; `aim` says whether one bears on it, on a step to it, or on its evidence."""

    id: int
    text: str
    url: str
    side: str = ""
    aim: Aim = "claim"


@dataclass(frozen=True, slots=True)
class Step:
    """A relation as it is drawn: side, impact now and without doubts (0 to 4), force as 0 to 8 for thickness."""

    id: int
    side: str
    pips: int
    counts: float
    base: float
    weight: int
    warrant: str
    state: str


@dataclass(slots=True)
class Card:
    """A claim at one place of a page.

    `state` is "published" for what counts; another state is told only to whoever may read the text. `is_stub`:
    the text may not be read here, only the place is known. `step` is how it bears on what stands above it;
    `doubts` and `backings` are claims about that step; `premises` are claims it needs beside it. `is_new`: others
    wrote or reworded it since the viewer's last visit. `retracted`: how much of its evidence has lost its source.
    """

    id: int
    text: str
    url: str
    panel_url: str
    state: str = State.PUBLISHED
    is_stub: bool = False
    figure: Figure | None = None
    kind: str = ""
    step: Step | None = None
    pros: int = 0
    cons: int = 0
    evidence: int = 0
    retracted: int = 0
    comments: int = 0
    also: list[Link] = field(default_factory=list)
    premises: list["Card"] = field(default_factory=list)
    doubts: list["Card"] = field(default_factory=list)
    backings: list["Card"] = field(default_factory=list)
    mine: bool = False
    locked: bool = False
    is_new: bool = False

    @property
    def weakest(self) -> int | None:
        """Joint premises are as strong as the weakest of them."""
        figures = [card.figure.number for card in (self, *self.premises) if card.figure]
        return min(figures) if figures else None


def figure_of(shape: Shape, node: int) -> Figure | None:
    """The strength of a claim, relation or piece of evidence that counts; None for the rest."""
    strength = shape.solved.strength.get(node)
    if strength is None:
        return None
    row = shape.claims.get(node) or shape.relations.get(node) or shape.evidence.get(node)
    return Figure(round(strength * 100), word_for(strength, shape.raters[node]), row.rated if row else 0)


def claim_url(controversy: Controversy, claim: int, text: str) -> str:
    """The address of a claim's own page; its words are for the reader, the number decides."""
    words = slugify(text[:60]).strip("-") or "claim"
    return reverse("claim", kwargs={"slug": controversy.slug, "pk": claim, "words": words})
