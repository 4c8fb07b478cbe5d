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
    _hold(source, by=by)
    if source.retracted_at and source.reason == reason:
        return source
    return _set_retraction(source, by=by, verb="retracted", reason=reason, retracted_at=source.retracted_at or Now())


@transaction.atomic
def reinstate_source(*, source: Source, by: User) -> Source:
    """Take a retraction back. Raises Refusal `not_curator`, `wrong_state`."""
    _hold(source, by=by)
    if source.retracted_at is None:
        raise Refusal("wrong_state", _("This source is not marked as retracted."))
    return _set_retraction(source, by=by, verb="reinstated", reason="", retracted_at=None)


def _hold(source: Source, *, by: User) -> None:
    """Hold the source against new evidence from it until the commit, so that no map is missed below.

    The maps that lean on it are locked before, in ascending order, as every writer of many maps does.
    """
    maps = _leaning(source).values_list("controversy_id", flat=True)
    for controversy_id in sorted(maps.order_by().distinct()):
        lock_map(controversy_id)
    if not queries.may_retract(by):
        raise Refusal(
            "not_curator", _("A retraction counts on every map: only a curator of the whole site can do this.")
        )
    Source.objects.select_for_update().get(pk=source.pk)
    source.refresh_from_db()


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


def _leaning(source: Source) -> QuerySet[Evidence]:
    rows: QuerySet[Evidence] = Evidence.objects.filter(source=source).exclude(state=State.ERASED)
    return rows.order_by("controversy_id", "pk")
