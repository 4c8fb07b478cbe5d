"""What waits for a decision: suggested wordings, and steps between standing claims."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from debates.history.rules import Piece, diff
from debates.maps.models import Contribution, Controversy, Relation, Suggestion
from debates.maps.queries import suggestions as queries
from debates.maps.rules import Kind, Rights
from debates.reading.cards import Aim, Link, claim_url

MOST = 50  # of each list on one page; what was decided makes room for the next


@dataclass(slots=True)
class SuggestionView:
    """A suggested wording against what stands now.

    `state` is "open" or what became of it; a stale one was made upon an older wording. `decides`: the viewer may
    accept or reject it; `mine`: they made it.
    """

    id: int
    about: int
    kind: str
    now: str
    text: str
    pieces: list[Piece]
    author: str
    at: datetime
    why: str
    state: str
    is_stale: bool
    decided_by: str
    reason: str
    decides: bool
    mine: bool


@dataclass(slots=True)
class StepWaiting:
    """A step between standing claims that waits, or was refused (`refused_because`)."""

    id: int
    side: str
    child: Link
    above: Link
    warrant: str
    revision: int
    author: str
    at: datetime
    premises: list[str]
    refused_because: str | None


@dataclass(slots=True)
class Waiting:
    """All that waits on one map, for this viewer to decide and of their own; `more`: a list was cut."""

    suggestions: list[SuggestionView] = field(default_factory=list)
    steps: list[StepWaiting] = field(default_factory=list)
    own_suggestions: list[SuggestionView] = field(default_factory=list)
    own_steps: list[StepWaiting] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True, slots=True)
class Wordings:
    """What the form of a suggestion begins with (`draft`) and what stands now; `clashes`: an older suggestion and
    the present wording changed the same words, `base` (where it may be told) into these two."""

    draft: str
    now: str
    revision: int
    base: str | None
    clashes: bool


def wordings_of(own: Suggestion | None, target: Contribution) -> Wordings:
    """The text to begin with: what stands, or one's open suggestion, merged with what stands where that goes."""
    if own is None or own.base_revision == target.revision:
        return Wordings(own.text if own else target.text, target.text, target.revision, None, clashes=False)
    base, merged = queries.brought_up_to_date(suggestion=own, now=target.text)
    return Wordings(merged or own.text, target.text, target.revision, base, clashes=merged is None)


def waiting_on(*, controversy: Controversy, rights: Rights) -> Waiting:
    """What waits on this map: oldest first to decide, newest first of one's own. At most ten statements."""
    rewords = queries.may_reword_others(rights=rights, controversy=controversy)
    readable = queries.suggestions_for(controversy=controversy, rights=rights, trusted=rewords)
    others = list(readable.filter(state="open").exclude(author=rights.user_id)[: MOST + 1])
    own = list(readable.filter(author=rights.user_id).order_by("-pk")[:MOST])
    steps = list(queries.waiting_steps(controversy=controversy, rights=rights)[: MOST + 1])
    own_steps = list(queries.own_steps(controversy=controversy, rights=rights)[:MOST])
    texts = queries.ends_of(relations=[*steps, *own_steps], rights=rights)
    return Waiting(
        suggestions=[suggestion_view(one, rights, rewords=rewords) for one in others[:MOST]],
        steps=[_step(one, controversy, texts) for one in steps[:MOST]],
        own_suggestions=[suggestion_view(one, rights, rewords=rewords) for one in own],
        own_steps=[_step(one, controversy, texts) for one in own_steps],
        more=len(others) > MOST or len(steps) > MOST,
    )


def open_suggestions(
    *, controversy: Controversy, rights: Rights, about: Iterable[int], rewords: bool
) -> list[SuggestionView]:
    """The open suggestions for these texts that this viewer may read, oldest first: one statement."""
    readable = queries.suggestions_for(controversy=controversy, rights=rights, trusted=rewords)
    rows = readable.filter(state="open", contribution__in=set(about))
    return [suggestion_view(one, rights, rewords=rewords) for one in rows]


def suggestion_view(row: Suggestion, rights: Rights, *, rewords: bool) -> SuggestionView:
    """One suggestion as it is shown; `rewords`: whether the viewer may reword others' texts on its map."""
    about = row.contribution
    is_open = row.state == "open"
    now = about.text
    return SuggestionView(
        id=row.pk,
        about=about.pk,
        kind=about.kind,
        now=now,
        text=row.text,
        pieces=diff(now, row.text) if is_open else [],
        author=_name(row.author),
        at=row.at,
        why=row.why,
        state=row.state,
        is_stale=is_open and row.base_revision != about.revision,
        decided_by=_name(row.decided_by),
        reason=row.reason,
        decides=is_open and (rewords or about.author_id == rights.user_id),
        mine=row.author_id == rights.user_id,
    )


def _step(row: Relation, controversy: Controversy, texts: dict[int, str]) -> StepWaiting:
    child = row.child_id or 0
    above, aim = _above(row)
    return StepWaiting(
        id=row.pk,
        side=row.side or "",
        child=_link(controversy, child, texts),
        above=_link(controversy, above, texts, aim),
        warrant=row.text,
        revision=row.revision,
        author=_name(row.author),
        at=row.created_at,
        premises=[premise.claim.text for premise in row.premises.all()],
        refused_because=getattr(row, "refused_because", None),
    )


def _above(row: Relation) -> tuple[int, Aim]:
    parent = row.parent
    if parent is None:
        return 0, "claim"
    if parent.kind == Kind.RELATION:
        return parent.child_id or 0, "step"
    if parent.kind == Kind.EVIDENCE:
        return parent.claim_id or 0, "evidence"
    return parent.pk, "claim"


def _link(controversy: Controversy, claim: int, texts: dict[int, str], aim: Aim = "claim") -> Link:
    text = texts.get(claim, "")
    return Link(claim, text, claim_url(controversy, claim, text), aim=aim)


def _name(person: Any) -> str:
    """Nothing for someone who left."""
    return person.username if person else ""
