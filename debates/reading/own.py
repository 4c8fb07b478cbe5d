"""What a person wrote, rated and holds, for that person's own pages; every text comes through the gate."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.models import User
from debates.history.models import Visit
from debates.history.queries import withdrawn_at
from debates.maps.models import Contribution, Grant, Relation, Suggestion
from debates.maps.queries.own import grants_of
from debates.maps.queries.suggestions import suggestions_by
from debates.maps.rules import UNWITHDRAW_DAYS, Kind, Rights, State
from debates.ratings.queries import ratings_by
from debates.ratings.rules import SCALES

PER_PAGE = 25
WITHDRAWABLE = (State.PUBLISHED, State.PENDING)


@dataclass(frozen=True, slots=True)
class Place:
    """What a text stands under, as far as its author may still read it: kind, id, words ("" where they may not)."""

    id: int
    kind: str
    text: str = ""


@dataclass(slots=True)
class OwnText:
    """One text of one's own, with where it stands and what became of it."""

    row: Contribution
    side: str
    place: Place | None
    bearer: Place | None  # of a step: the claim that bears by it
    answers: int
    fresh: int  # of the answers, those since the last visit
    back_until: datetime | None

    @property
    def may_withdraw(self) -> bool:
        return self.row.state in WITHDRAWABLE


@dataclass(slots=True)
class OwnTexts:
    """One page of them; `counts` of all by kind, `total` without a kind chosen."""

    page: "Page[Contribution]"
    texts: list[OwnText]
    counts: dict[str, int]
    kind: str

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(slots=True)
class OwnRating:
    """One's rating of one thing; `target` is None where the text is not open to one any more."""

    value: int
    word: Any
    kind: str
    at: datetime
    is_earlier: bool
    target: Contribution | None
    place: Place | None = None


@dataclass(slots=True)
class OwnRatings:
    page: "Page[Any]"
    ratings: list[OwnRating] = field(default_factory=list)


def own_roles(*, person: User) -> list[Grant]:
    """The roles that a person was given, with where each holds."""
    return list(grants_of(person=person))


def load_own_texts(*, person: User, rights: Rights, kind: str = "", number: str = "1") -> OwnTexts:
    """What a person wrote, newest first. A step without words belongs to the claim that it was made with."""
    seen = Contribution.objects.visible_to(rights, archived=True).filter(author=person)
    seen = seen.exclude(kind=Kind.RELATION, text="", child__author=person)
    counts = dict(seen.order_by().values_list("kind").annotate(n=Count("pk")))
    chosen = seen.filter(kind=kind) if kind in Kind.values else seen
    page = Paginator(chosen.select_related("controversy").order_by("-pk"), PER_PAGE).get_page(number)
    rows = list(page.object_list)
    ids = [row.pk for row in rows]
    steps = _first_steps(ids, rights)
    places = _places(rows, steps, rights)
    answers = _answers(ids, person=person, rights=rights)
    gone = withdrawn_at(contribution_ids=[row.pk for row in rows if row.state == State.WITHDRAWN])
    texts = [_own_text(row, steps, places, answers, gone) for row in rows]
    return OwnTexts(page=page, texts=texts, counts=counts, kind=kind if kind in Kind.values else "")


def _first_steps(claims: Iterable[int], rights: Rights) -> dict[int, Relation]:
    """{claim: the relation by which it was added}."""
    found = Relation.objects.visible_to(rights).filter(child__in=list(claims)).order_by("-pk")
    return {row.child_id: row for row in found}


def _above(row: Contribution, steps: dict[int, Relation]) -> int | None:
    """The id of what a text stands under."""
    if row.kind == Kind.CLAIM:
        return steps[row.pk].parent_id if row.pk in steps else None
    return row.parent_id or row.claim_id or row.reply_to_id or row.target_id


def _places(rows: list[Contribution], steps: dict[int, Relation], rights: Rights) -> dict[int, Place]:
    ids = {above for row in rows if (above := _above(row, steps))} | {row.child_id for row in rows if row.child_id}
    found = Contribution.objects.visible_to(rights, archived=True).filter(pk__in=ids)
    return {pk: Place(pk, kind, text) for pk, kind, text in found.values_list("pk", "kind", "text")}


def _answers(ids: list[int], *, person: User, rights: Rights) -> dict[int, tuple[int, int]]:
    """{text: (how many claims, pieces of evidence and comments of others stand under it, how many of them are new)}."""
    under = Q(parent__in=ids) | Q(claim__in=ids) | Q(target__in=ids) | Q(reply_to__in=ids)
    visits = Visit.objects.filter(user=person, controversy=OuterRef("controversy"))
    others = Contribution.objects.visible_to(rights).filter(under, state=State.PUBLISHED).exclude(author=person)
    dated = others.annotate(
        under=Coalesce("reply_to_id", "target_id", "parent_id", "claim_id"),
        seen_at=Subquery(visits.values(at_last=Coalesce("before_at", "at"))[:1]),
    )
    counted = dated.order_by().values_list("under").annotate(n=Count("pk"), fresh=Count("pk", _is_fresh()))
    return {pk: (n, fresh) for pk, n, fresh in counted}


def _is_fresh() -> Q:
    return Q(created_at__gt=F("seen_at"))


def _own_text(
    row: Contribution,
    steps: dict[int, Relation],
    places: dict[int, Place],
    answers: dict[int, tuple[int, int]],
    gone: dict[int, datetime],
) -> OwnText:
    above = _above(row, steps)
    step = steps.get(row.pk)
    count, fresh = answers.get(row.pk, (0, 0))
    return OwnText(
        row=row,
        side=(step.side if step else row.side) or "",
        place=places.get(above, Place(above, "")) if above else None,
        bearer=places.get(row.child_id, Place(row.child_id, "")) if row.child_id else None,
        answers=count,
        fresh=fresh,
        back_until=gone[row.pk] + timedelta(days=UNWITHDRAW_DAYS) if row.pk in gone else None,
    )


def load_own_ratings(*, person: User, rights: Rights, number: str = "1") -> OwnRatings:
    """What a person rated, newest first."""
    page = Paginator(ratings_by(person=person), PER_PAGE).get_page(number)
    rows = list(page.object_list)
    seen: QuerySet[Contribution] = Contribution.objects.visible_to(rights, archived=True)
    targets = {
        target.pk: target
        for target in seen.filter(pk__in=[row.target_id for row in rows]).select_related("controversy")
    }
    places = _places(list(targets.values()), {}, rights)
    ratings = []
    for row in rows:
        target = targets.get(row.target_id)
        above = (target.child_id or target.claim_id) if target else None
        ratings.append(
            OwnRating(
                value=row.value,
                word=SCALES[row.kind][row.value],
                kind=row.kind,
                at=row.rated_at,
                is_earlier=target is not None and row.revision_rated < target.revision,
                target=target,
                place=places.get(above) if above else None,
            )
        )
    return OwnRatings(page=page, ratings=ratings)


def load_own_suggestions(*, person: User, rights: Rights, number: str = "1") -> "Page[Suggestion]":
    """What a person suggested, newest first, as far as the texts may still be read."""
    return Paginator(suggestions_by(person=person, rights=rights), PER_PAGE).get_page(number)
