"""What is new to a member since their last visit: ids alone, for the marks and counts of other pages."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from debates.history.models import Entry, Visit
from debates.history.queries import visit_of, visits_among, visits_behind
from debates.history.rules import NEWS, VISIT_ENDS, is_due
from debates.maps.models import Contribution, Controversy
from debates.maps.rules import Rights, Visibility

MOST_NEWS = 500


@dataclass(frozen=True, slots=True)
class News:
    """What is new on one map: published since the visit before this one, by others, and open to this viewer.

    `ids` names claims, evidence and comments; a new step counts as its claim. `base` is the number that the visit
    before had read up to, `since` its time; both None for a visitor and on a first visit, when nothing is new.
    `reached` are rows that an earlier seat did not show. `due`: this visit is to be written down.
    """

    ids: frozenset[int] = frozenset()
    base: int | None = None
    since: datetime | None = None
    reached: frozenset[int] = frozenset()
    due: bool = False

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def at_most(self) -> bool:
        """Whether there may be more than were counted."""
        return len(self.ids) >= MOST_NEWS


def news_of(*, controversy: Controversy, rights: Rights) -> News:
    """One statement for a member, none for a visitor; one more where the map has moved on since, and another where a
    seat shows more than it did then."""
    visit = visit_of(user_id=rights.user_id, controversy_id=controversy.pk)
    if visit is None:
        return News(due=rights.user_id is not None)
    start = _start_of(visit, timezone.now())
    ids: set[int] = set()
    if start.base < controversy.seq:
        ids = {about for _map, about in _new_since({controversy.pk: start.base}, rights)}
    reached: set[int] = set()
    if start.reach != reach_of(controversy=controversy, rights=rights):
        reached = _reached(controversy, rights, start.reach)
    due = is_due(seen=visit.latest, seq=controversy.seq, at=visit.at, now=timezone.now())
    return News(frozenset(ids | reached), start.base, start.at, frozenset(reached), due)


def news_counts(*, controversies: Iterable[Controversy], rights: Rights) -> dict[int, int]:
    """{controversy: how many things are new there} for a list; two statements for a member, none for a visitor."""
    if rights.user_id is None:
        return {}
    moved = {one.pk: one.seq for one in controversies}
    now = timezone.now()
    visits = visits_among(user_id=rights.user_id, controversy_ids=moved)
    bases = {visit.controversy_id: _start_of(visit, now).base for visit in visits}
    behind = {pk: base for pk, base in bases.items() if base < moved[pk]}
    things = set(_new_since(behind, rights)) if behind else set()
    return Counter(map_id for map_id, _about in things)


def news_everywhere(*, rights: Rights) -> frozenset[int]:
    """All that is new to a member on the maps they have visited: two statements, one where no map has moved on, none
    for a visitor."""
    if rights.user_id is None:
        return frozenset()
    now = timezone.now()
    bases = {visit.controversy_id: _start_of(visit, now).base for visit in visits_behind(user_id=rights.user_id)}
    return frozenset(about for _map, about in _new_since(bases, rights)) if bases else frozenset()


def reach_of(*, controversy: Controversy, rights: Rights) -> dict[str, Any]:
    """What of a class session this seat shows, as plain values; empty outside one, where all read the same."""
    place = rights.places.get(controversy.pk)
    if place is None:
        return {}
    return {"visibility": place.visibility, "layer": place.layer_id, "host": place.host, "mates": sorted(place.mates)}


class Start(NamedTuple):
    """Where "since my last visit" begins: the number read up to, its time, and what the seat showed then."""

    base: int
    at: datetime | None
    reach: dict[str, Any]


def _start_of(visit: Visit, now: datetime) -> Start:
    """The end of the visit before: of this row's own, once that has ended."""
    if visit.at < now - VISIT_ENDS:
        return Start(visit.latest, visit.at, visit.reach.get("now") or {})
    return Start(visit.seq, visit.before_at, visit.reach.get("then") or {})


def _new_since(bases: Mapping[int, int], rights: Rights) -> Iterable[tuple[int, int]]:
    """(map, what is new there) since a number for each map, once it may be read: a step stands for its claim, and only
    with it. One statement."""
    later = Q(pk__in=[])
    for map_id, base in bases.items():
        later |= Q(controversy=map_id, seq__gt=base)
    seen = Contribution.objects.visible_to(rights)
    child_is_read = Q(child__isnull=True) | Q(Exists(seen.filter(pk=OuterRef("child"))))
    about = seen.filter(child_is_read, pk=OuterRef("contribution")).values(about=Coalesce("child_id", "pk"))
    lines = Entry.objects.filter(later, verb__in=NEWS, contribution__isnull=False).exclude(actor=rights.user_id)
    told = lines.annotate(about=Subquery(about[:1])).filter(about__isnull=False)
    return told.order_by("-id").values_list("controversy_id", "about")[: MOST_NEWS * len(bases)]


def _reached(controversy: Controversy, rights: Rights, before: dict[str, Any]) -> set[int]:
    """Rows of others that this viewer's seat shows now and did not show then."""
    rows = Contribution.objects.visible_to(rights).filter(_out_of(before), controversy=controversy)
    found = rows.exclude(author=rights.user_id).filter(child__isnull=True).order_by("-pk")
    return set(found.values_list("pk", flat=True)[:MOST_NEWS])


def _out_of(reach: dict[str, Any]) -> Q:
    """Rows that a seat of this reach did not show."""
    if not reach:
        return Q()
    if reach["host"] or reach["visibility"] == Visibility.CLASS:
        return Q(pk__in=[])
    out = Q(layer__isnull=False)
    if reach["visibility"] == Visibility.OWN or not reach["layer"]:
        return out
    within = Q(layer=reach["layer"])
    if reach["visibility"] in (Visibility.SIDE, Visibility.PAIR):
        within &= Q(author__in=reach["mates"])
    return out & ~within
