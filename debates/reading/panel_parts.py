"""What a panel is made of."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from debates.evidence.models import Source
from debates.reading.cards import Card, Figure, Link, Step
from debates.reading.versions import Version
from debates.reading.waiting import SuggestionView


@dataclass(slots=True)
class Choice:
    """One of five answers: its value, word, whether it is one's own, and how many gave it (None: not shown)."""

    value: int
    label: Any
    mine: bool
    count: int | None
    height: int  # 0 to 100 against the commonest answer


@dataclass(slots=True)
class Scale:
    """A rating question about one thing. `mean` is 0 to 4, None without ratings or while they are hidden."""

    target: int
    kind: str
    question: Any
    choices: list[Choice]
    count: int
    mean: float | None
    mine: int | None
    is_blind: bool


@dataclass(slots=True)
class WhyLine:
    """What one child does: force signed in [-1, 1], share of the move and strength without it, in points of 100."""

    child: Link
    is_evidence: bool
    side: str
    force: float
    share: float
    without: int
    bar: int  # 0 to 50: half the width of the bar


@dataclass(slots=True)
class WhyView:
    """From base to strength: base + the shares = strength, in points of 100."""

    base: float
    strength: float
    energy: float
    low: int
    high: int
    lines: list[WhyLine]
    second: int
    depends_on_method: bool
    raters: int


@dataclass(slots=True)
class EvidenceView:
    """A piece of evidence with its source, its credibility scale and what is said against or for it."""

    id: int
    text: str
    side: str
    form: str
    genre: Any
    locator: str
    source: Source
    figure: Figure | None
    scale: Scale | None
    replies: list[Card]
    state: str
    state_label: Any
    revision: int
    may_edit: bool
    may_withdraw: bool


@dataclass(slots=True)
class StepView:
    """How the claim bears on one thing above it, with the impact scale."""

    step: Step
    above: Link
    scale: Scale | None
    may_withdraw: bool
    may_edit: bool
    may_approve: bool


@dataclass(slots=True)
class CommentView:
    """A comment and its answers; a stub keeps the place of one that may not be read."""

    id: int
    text: str
    author: str
    intent: str
    intent_label: Any
    at: datetime
    state: str
    is_stub: bool
    on: Link | None
    may_edit: bool
    may_answer: bool
    edited: bool
    answers: list["CommentView"] = field(default_factory=list)


@dataclass(slots=True)
class Panel:
    """One claim: why it stands as it does, its evidence, its steps, ratings, talk and history."""

    card: Card
    author: str
    created_at: datetime
    edited_at: datetime | None
    revision: int
    earlier_ratings: int
    scale: Scale | None
    why: WhyView | None
    evidence: list[EvidenceView]
    steps: list[StepView]
    comments: list[CommentView]
    comment_count: int
    suggestions: list[SuggestionView]
    entries: list[Version]
    locked: bool
    may_write: bool
    may_edit: bool
    may_withdraw: bool
    may_unwithdraw: bool
    may_moderate: bool
