"""A source falls, and may stand again: every map that leans on it is told in the same transaction."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean
from debates.evidence import queries
from debates.evidence.models import Evidence, Source
from debates.evidence.services.library import lock_library
from debates.history import services as history
from debates.maps.rules import State
from debates.maps.services.entering import lock_map

REASON_LIMIT = 300


@transaction.atomic
def retract_source(*, source: Source, by: User, reason: str) -> Source:
    """Mark a source as retracted: every claim that leans on it shows it at once. Again: another reason.

    For curators of the site, since it counts on every map. Raises Refusal `not_curator` and those of the reason.
    """
    reason = clean(reason, field="reason", limit=REASON_LIMIT)
    hold_source(source=source)
    _refuse_others(by)
    if source.retracted_at and source.reason == reason:
        return source
    return _set_retraction(source, by=by, verb="retracted", reason=reason, retracted_at=source.retracted_at or Now())


@transaction.atomic
def reinstate_source(*, source: Source, by: User) -> Source:
    """Take a retraction back. Raises Refusal `not_curator`, `wrong_state`."""
    hold_source(source=source)
    _refuse_others(by)
    if source.retracted_at is None:
        raise Refusal("wrong_state", _("This source is not marked as retracted."))
    return _set_retraction(source, by=by, verb="reinstated", reason="", retracted_at=None)


def hold_source(*, source: Source) -> None:
    """Read a source as it is now; until the commit nobody changes it or cites it, so that no map is missed.

    Locked in the order in which whoever cites locks: the maps that lean on it, ascending; the library; the row.
    """
    while not _holds(source, maps=_maps(source)):
        pass


def _holds(source: Source, *, maps: set[int]) -> bool:
    """Lock all of it; False, and nothing is locked, when one more map began to lean on the source meanwhile."""
    step = transaction.savepoint()
    for controversy_id in sorted(maps):
        lock_map(controversy_id)
    lock_library()
    source.refresh_from_db(from_queryset=Source.objects.select_for_update())
    if _maps(source) <= maps:
        transaction.savepoint_commit(step)
        return True
    transaction.savepoint_rollback(step)
    return False


def _refuse_others(by: User) -> None:
    if not queries.may_retract(by):
        raise Refusal(
            "not_curator", _("A retraction counts on every map: only a curator of the whole site can do this.")
        )


def _set_retraction(source: Source, *, by: User, verb: str, reason: str, retracted_at: Any) -> Source:
    """The change; a line of history about the source, and one about each piece of evidence from it.

    The latter move the number of each map (its strengths change) and are read through the gate of the evidence,
    so that nobody learns of a use that they may not read. One that waits for review is told too: it may be
    published in the same moment.
    """
    Source.objects.filter(pk=source.pk).update(retracted_at=retracted_at, reason=reason)
    history.record(by=by, verb=f"source.{verb}", after={"id": source.pk}, reason=reason)
    for controversy_id, evidence in _leaning(source).values_list("controversy_id", "pk"):
        history.record(
            by=by,
            verb=f"source.{verb}",
            controversy_id=controversy_id,
            contribution_id=evidence,
            after={"id": source.pk},
            reason=reason,
        )
    source.refresh_from_db()
    return source


def _maps(source: Source) -> set[int]:
    return set(_leaning(source).order_by().values_list("controversy_id", flat=True).distinct())


def _leaning(source: Source) -> QuerySet[Evidence]:
    rows: QuerySet[Evidence] = Evidence.objects.filter(source=source).exclude(state=State.ERASED)
    return rows.order_by("controversy_id", "pk")
