"""Changes of what stands: reword, withdraw, and the switches that moderation turns."""

from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean, is_seen
from debates.history import erasure
from debates.history import services as history
from debates.history.models import Entry
from debates.maps.models import Contribution
from debates.maps.models.gate import rights_of
from debates.maps.queries.suggestions import may_reword_others
from debates.maps.rules import LIMITS, LIVE, UNWITHDRAW_DAYS, Kind, Role, State
from debates.maps.services.entering import Entrance, enter, lock_map, not_found
from debates.maps.services.relations import refuse_cycle, twins_of

REASON_LIMIT = 300
LOCATOR_LIMIT = 200


@transaction.atomic
def edit(
    *,
    contribution: Contribution,
    by: User,
    text: str,
    base_revision: int,
    locator: str | None = None,
    reason: str = "",
) -> Contribution:
    """A new wording on top of the one that its writer saw (`base_revision`). Ratings stay.

    Raises Refusal `edit_conflict` (with what stands now), `not_author`, `protected`, `wrong_state` and those of
    every write. The same wording again changes nothing.
    """
    required = contribution.kind != Kind.RELATION
    text = clean(text, field="text", limit=LIMITS[contribution.kind], required=required)
    reason = clean(reason, field="reason", limit=REASON_LIMIT, required=False)
    lock_map(contribution.controversy_id)
    entrance = enter(contribution.controversy_id, by=by, move=None)
    kept = held(contribution, entrance)
    refuse_editor(kept=kept, entrance=entrance, by=by)
    refuse_stale(kept, base_revision)
    after = {"text": text}
    if kept.kind == Kind.EVIDENCE and locator is not None:
        after["locator"] = clean(locator, field="locator", limit=LOCATOR_LIMIT, required=False)
        if kept.form == "quotation" and not after["locator"]:
            raise Refusal("locator_missing", _("Say where in the source the quotation stands."), field="locator")
    reword(kept=kept, by=by, verb="edited", after=after, reason=reason)
    return kept


def refuse_stale(kept: Contribution, base_revision: int) -> None:
    """Refuse what is not open to another wording now, and whoever has not seen the newest one."""
    if kept.state not in (State.PUBLISHED, State.PENDING):
        raise Refusal("wrong_state", _("This cannot be reworded while it is %(state)s.") % _state(kept))
    if kept.revision != base_revision:
        raise Refusal(
            "edit_conflict",
            _("Someone changed this while you were writing. Compare the two wordings."),
            field="text",
            current={"text": kept.text, "revision": kept.revision, "locator": kept.locator},
        )


def reword(
    *,
    kept: Contribution,
    by: User,
    verb: str,
    after: dict[str, Any],
    reason: str,
    noted: dict[str, Any] | None = None,
) -> None:
    """Put these columns in place; those that stand already change nothing. `noted` goes into the history alone."""
    before = {name: getattr(kept, name) for name in after}
    if before != after:
        fields = {**after, "edited_at": Now()}
        change(
            kept=kept, by=by, verb=verb, before=before, after={**after, **(noted or {})}, reason=reason, fields=fields
        )
        erasure.purge_passed(contribution_id=kept.pk)


def refuse_stranger(*, kept: Contribution, entrance: Entrance, by: User) -> None:
    """C6, C7: one's own; another's claim, step or evidence for contributors and curators; a comment its author's.

    A moderator without one of these roles, or the work that earns it, suggests like everybody else.
    """
    if kept.author_id != by.pk:
        trusted = may_reword_others(rights=entrance.rights, controversy=entrance.controversy)
        if kept.kind == Kind.COMMENT or not trusted:
            raise Refusal("not_author", _("Only its author can reword this."))


def refuse_editor(*, kept: Contribution, entrance: Entrance, by: User, second: User | None = None) -> None:
    """As `refuse_stranger`; and K5: two curators together change what is protected, of whom `second` is the other."""
    refuse_stranger(kept=kept, entrance=entrance, by=by)
    if kept.protected and not _are_two_curators(entrance, by, second):
        raise Refusal(
            "protected", _("This claim is protected: what one curator suggests, another curator has to accept.")
        )


def _are_two_curators(entrance: Entrance, by: User, second: User | None) -> bool:
    if second is None or second.pk == by.pk or not entrance.rights.has(Role.CURATOR, **entrance.controversy.place):
        return False
    return rights_of(second).has(Role.CURATOR, **entrance.controversy.place)


@transaction.atomic
def withdraw(*, contribution: Contribution, by: User) -> Contribution:
    """Take one's own text back; what others built on it keeps its place, under a stub."""
    return _turn(contribution, by=by, to=State.WITHDRAWN, verb="withdrawn", since=(State.PUBLISHED, State.PENDING))


@transaction.atomic
def unwithdraw(*, contribution: Contribution, by: User) -> Contribution:
    """Put one's own text back within thirty days, to where it was: what waited for review waits again.

    Raises Refusal `too_late`, `would_cycle`.
    """
    lock_map(contribution.controversy_id)
    ways = [f"{contribution.kind}.withdrawn", f"{contribution.kind}.refused"]
    taken = Entry.objects.filter(contribution=contribution.pk, verb__in=ways).order_by("pk").last()
    if taken and taken.verb == "relation.refused" and contribution.author_id == by.pk:
        raise Refusal("wrong_state", _("This step was refused. Read the reason, and suggest the step anew."))
    if taken and taken.at < timezone.now() - timedelta(days=UNWITHDRAW_DAYS):
        raise Refusal("too_late", _("It was withdrawn more than 30 days ago."))
    waited = taken is not None and taken.before.get("state") == State.PENDING
    to = State.PENDING if waited else State.PUBLISHED
    return _turn(contribution, by=by, to=to, verb="unwithdrawn", since=(State.WITHDRAWN,))


@transaction.atomic
def hide(*, contribution: Contribution, by: User, reason: str) -> Contribution:
    """Take a text from view; the branch below it stays. The switch that moderation turns.

    Raises Refusal `reason_required`, `own_content`.
    """
    if not is_seen(reason):
        raise Refusal("reason_required", _("Choose a reason; the author will read it."), field="reason")
    return _moderate(contribution, by=by, to=State.HIDDEN, verb="hidden", since=State.PUBLISHED, reason=reason)


@transaction.atomic
def restore(*, contribution: Contribution, by: User, reason: str = "") -> Contribution:
    """Show a hidden text again. Raises Refusal `would_cycle` where its relation would now close a circle."""
    return _moderate(contribution, by=by, to=State.PUBLISHED, verb="restored", since=State.HIDDEN, reason=reason)


@transaction.atomic
def approve(*, contribution: Contribution, by: User) -> Contribution:
    """Publish what waited for review; a reply together with the step by which it was added."""
    kept = _moderate(contribution, by=by, to=State.PUBLISHED, verb="approved", since=State.PENDING)
    step = kept.bears_on.order_by("pk").first() if kept.kind == Kind.CLAIM else None
    if step is not None and step.state == State.PENDING and step.author_id == kept.author_id:
        _moderate(step, by=by, to=State.PUBLISHED, verb="approved", since=State.PENDING)
    return kept


@transaction.atomic
def lock(*, contribution: Contribution, by: User) -> Contribution:
    """No new answers, comments or ratings below this; reading goes on."""
    return _moderate(contribution, by=by, to=None, verb="locked", since=State.PUBLISHED, locked=True)


@transaction.atomic
def unlock(*, contribution: Contribution, by: User) -> Contribution:
    """Answers, comments and ratings again."""
    return _moderate(contribution, by=by, to=None, verb="unlocked", since=State.PUBLISHED, locked=False)


def _moderate(
    contribution: Contribution, *, by: User, to: State | None, verb: str, since: State, reason: str = "", **more: Any
) -> Contribution:
    reason = clean(reason, field="reason", limit=REASON_LIMIT, required=False)
    lock_map(contribution.controversy_id)
    entrance = enter(contribution.controversy_id, by=by, move=None, moderates=True)
    kept = held(contribution, entrance)
    if not entrance.moderates:
        raise Refusal("not_allowed", _("Only a moderator can do this."))
    if kept.author_id == by.pk:
        raise Refusal("own_content", _("You cannot moderate something you wrote."))
    return set_state(
        kept=kept, entrance=entrance, by=by, to=to or kept.state, verb=verb, since=(since,), reason=reason, **more
    )


def _turn(contribution: Contribution, *, by: User, to: State, verb: str, since: tuple[State, ...]) -> Contribution:
    lock_map(contribution.controversy_id)
    entrance = enter(contribution.controversy_id, by=by, move=None)
    kept = held(contribution, entrance)
    if kept.author_id != by.pk:
        raise Refusal("not_author", _("Only its author can withdraw this."))
    return set_state(kept=kept, entrance=entrance, by=by, to=to, verb=verb, since=since)


def set_state(
    *,
    kept: Contribution,
    entrance: Entrance,
    by: User,
    to: str,
    verb: str,
    since: tuple[State, ...],
    reason: str = "",
    **more: Any,
) -> Contribution:
    """Another state (and what else `more` names), with its line; a relation that comes back is asked for circles."""
    if kept.state not in since:
        raise Refusal("wrong_state", _("This is %(state)s; that is not possible now.") % _state(kept))
    after = {"state": to, **more}
    before = {name: getattr(kept, name) for name in after}
    if before == after:
        return kept
    if kept.kind == Kind.RELATION and to in LIVE and kept.state != to:
        _refuse_return(kept, entrance)
    change(kept=kept, by=by, verb=verb, before=before, after=after, reason=reason, fields=after, rewords=False)
    return kept


def _refuse_return(kept: Contribution, entrance: Entrance) -> None:
    """A relation that comes back must not close a circle, nor stand beside a twin made meanwhile."""
    parent, child = cast("Contribution", kept.parent), cast("Contribution", kept.child)
    if twins_of(child, parent, layer_id=kept.layer_id).exclude(pk=kept.pk).exists():
        raise Refusal("already_joined", _("These two have been joined again meanwhile."))
    premises = [premise.claim for premise in kept.premises.select_related("claim")]
    refuse_cycle(entrance, parent=parent, bearers=[child, *premises], relation=kept)


def held(contribution: Contribution, entrance: Entrance) -> Contribution:
    """The row as it stands now, held for this change. Raises Refusal `not_found`."""
    seen = Contribution.objects.visible_to(entrance.rights, archived=True).filter(pk=contribution.pk)
    kept: Contribution | None = seen.select_for_update(no_key=True, of=("self",)).first()
    if kept is None:
        raise not_found()
    return kept


def change(
    *,
    kept: Contribution,
    by: User,
    verb: str,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str,
    fields: dict[str, Any],
    rewords: bool = True,
) -> None:
    """Write the columns, then the line of history; a rewording makes a new revision."""
    if rewords:
        kept.revision += 1
    Contribution.objects.filter(pk=kept.pk).update(revision=kept.revision, **fields)
    kept.refresh_from_db()
    history.record(
        by=by,
        verb=f"{kept.kind}.{verb}",
        controversy_id=kept.controversy_id,
        contribution_id=kept.pk,
        version=kept.revision,
        before=before,
        after=after,
        reason=reason,
    )


def _state(kept: Contribution) -> dict[str, str]:
    return {"state": str(kept.get_state_display())}
