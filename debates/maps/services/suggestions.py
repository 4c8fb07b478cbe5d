"""What waits for a decision: a better wording for another's text, and a member's step between standing claims."""

from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean
from debates.history import services as history
from debates.maps.models import Contribution, Controversy, Relation, Suggestion
from debates.maps.queries import suggestions as queries
from debates.maps.rules import LIMITS, Access, Kind, State
from debates.maps.services.changes import (
    REASON_LIMIT,
    held,
    refuse_editor,
    refuse_stale,
    refuse_stranger,
    reword,
    set_state,
)
from debates.maps.services.entering import Entrance, enter, lock_map, not_found, open_target

OPEN = "open"


@transaction.atomic
def suggest(*, contribution: Contribution, by: User, text: str, base_revision: int, reason: str = "") -> Suggestion:
    """C9: a better wording for another's claim, warrant or evidence, upon the revision that was seen.

    It waits for the author, a contributor or a curator, and only they and the suggester read it until then.
    Raises Refusal `not_allowed`, `own_content`, `already_suggested`, `edit_conflict`, `unchanged` and those of every
    write.
    """
    text = clean(text, field="text", limit=LIMITS[contribution.kind])
    reason = clean(reason, field="reason", limit=REASON_LIMIT, required=False)
    lock_map(contribution.controversy_id)
    entrance = enter(contribution.controversy_id, by=by, move=None)
    target = open_target(contribution.pk, entrance)
    _refuse_place(target, entrance.controversy)
    if target.author_id == by.pk:
        raise Refusal("own_content", _("You wrote this yourself: reword it, you need nobody's consent."))
    if Suggestion.objects.filter(contribution=target, author=by, state=OPEN).exists():
        raise Refusal(
            "already_suggested", _("You have suggested a wording for this already. Change that one, or take it back.")
        )
    refuse_stale(target, base_revision)
    _refuse_same(target, text)
    made = Suggestion.objects.create(
        contribution=target, author=by, base_revision=target.revision, text=text, why=reason
    )
    _record(made, by=by, verb="made")
    return made


@transaction.atomic
def accept(*, suggestion: Suggestion, by: User, seen: str | None = None) -> Contribution:
    """The suggested wording becomes the text: by its author, or whoever may edit it (C6, C7, K5). Both names are kept.

    `seen` is the wording that the decider read, where the door knows it. Raises Refusal `not_author`, `protected`,
    `wrong_state` (decided already), `edit_conflict` (stale: the text was reworded since; or reworded itself).
    """
    entrance, target, kept = _at_work(suggestion, by)
    refuse_editor(kept=target, entrance=entrance, by=by, second=kept.author)
    _refuse_decided(kept)
    if target.state not in (State.PUBLISHED, State.PENDING):
        raise Refusal("wrong_state", _("This text does not stand now, so it cannot be reworded."))
    if target.revision != kept.base_revision:
        raise _stale(target, kept, _("The wording was changed since. Bring the suggestion up to date, then compare."))
    if seen is not None and clean(seen, field="seen", limit=LIMITS[target.kind], required=False) != kept.text:
        raise _stale(target, kept, _("The suggestion itself was changed meanwhile. Read it again before you decide."))
    noted = {"suggestion": kept.pk, "suggested_by": kept.author_id}
    reword(kept=target, by=by, verb="edited", after={"text": kept.text}, reason=kept.why, noted=noted)
    _decide(kept, "accepted", by=by)
    return target


@transaction.atomic
def reject(*, suggestion: Suggestion, by: User, reason: str) -> Suggestion:
    """Say no, with a reason that the suggester reads. Raises Refusal `reason_required`, `not_author`, `wrong_state`."""
    reason = clean(reason, field="reason", limit=REASON_LIMIT, required=False)
    if not reason:
        raise Refusal("reason_required", _("Give a short reason; the suggester will read it."), field="reason")
    entrance, target, kept = _at_work(suggestion, by)
    refuse_stranger(kept=target, entrance=entrance, by=by)
    _refuse_decided(kept)
    _decide(kept, "rejected", by=by, reason=reason)
    _record(kept, by=by, verb="rejected")
    return kept


@transaction.atomic
def take_back(*, suggestion: Suggestion, by: User) -> Suggestion:
    """The suggester's own way out, on a closed map too. Raises Refusal `not_found`, `wrong_state`."""
    lock_map(suggestion.contribution.controversy_id)
    own = Suggestion.objects.filter(pk=suggestion.pk, author=by).select_related("contribution")
    kept = own.select_for_update(of=("self",)).first()
    if kept is None:
        raise not_found()
    _refuse_decided(kept)
    _decide(kept, "withdrawn", by=None)
    _record(kept, by=by, verb="withdrawn")
    return kept


@transaction.atomic
def rebase(
    *,
    suggestion: Suggestion,
    by: User,
    text: str | None = None,
    base_revision: int | None = None,
    reason: str | None = None,
) -> Suggestion:
    """Bring a suggestion up to date with the present wording.

    Without a text both changes are merged word by word, by the suggester or whoever may decide; where both touch the
    same words it is refused with `edit_conflict` and the three wordings. With a text, which the suggester alone may
    give, that one is put on the present wording (`base_revision`, when told, must be it): so an open suggestion is
    changed. Raises Refusal `not_author`, `unchanged`, `wrong_state`, `locked`.
    """
    entrance, target, kept = _at_work(suggestion, by)
    mine = kept.author_id == by.pk
    if not mine:
        refuse_stranger(kept=target, entrance=entrance, by=by)
    if text is not None and not mine:
        raise Refusal("not_author", _("Only its suggester can change the words of a suggestion."))
    _refuse_decided(kept)
    target = open_target(target.pk, entrance)
    if base_revision is not None:
        refuse_stale(target, base_revision)
    merged = _merged(kept, target) if text is None else text
    kept.text = clean(merged, field="text", limit=LIMITS[target.kind])
    _refuse_same(target, kept.text)
    kept.base_revision = target.revision
    if reason is not None and mine:
        kept.why = clean(reason, field="reason", limit=REASON_LIMIT, required=False)
    kept.save(update_fields=["text", "base_revision", "why"])
    _record(kept, by=by, verb="rebased")
    return kept


@transaction.atomic
def decide_step(
    *,
    controversy: Controversy,
    relation_id: int,
    by: User,
    publish: bool,
    reason: str = "",
    base_revision: int | None = None,
) -> Contribution:
    """C2: let a member's step between standing claims count, or refuse it with a reason that its author reads.

    A refused step is taken off the map (withdrawn), so that the two claims can be joined otherwise; it does not come
    back by itself. Raises Refusal `not_found`, `own_content`, `reason_required`, `wrong_state` (decided meanwhile),
    `edit_conflict` (its reason was reworded since `base_revision`), `already_joined`, `would_cycle`.
    """
    reason = clean(reason, field="reason", limit=REASON_LIMIT, required=False)
    if not publish and not reason:
        raise Refusal("reason_required", _("Give a short reason; the author will read it."), field="reason")
    lock_map(controversy.pk)
    entrance = enter(controversy.pk, by=by, move=None)
    kept = _held_step(relation_id, entrance, by)
    if base_revision is not None and kept.revision != base_revision:
        raise Refusal(
            "edit_conflict",
            _("Its author has reworded it meanwhile. Read it again before you decide."),
            current={"text": kept.text, "revision": kept.revision},
        )
    if publish:
        return set_state(
            kept=kept, entrance=entrance, by=by, to=State.PUBLISHED, verb="approved", since=(State.PENDING,)
        )
    return set_state(
        kept=kept, entrance=entrance, by=by, to=State.WITHDRAWN, verb="refused", since=(State.PENDING,), reason=reason
    )


def _held_step(relation_id: int, entrance: Entrance, by: User) -> Contribution:
    """The pending relation as it stands now. Raises Refusal `own_content`, `wrong_state`, `not_found`."""
    trusted = queries.may_decide_steps(rights=entrance.rights, controversy=entrance.controversy)
    waiting = queries.waiting_steps(controversy=entrance.controversy, rights=entrance.rights, trusted=trusted)
    kept = waiting.filter(pk=relation_id).select_for_update(no_key=True, of=("self",)).first()
    if kept is not None:
        return kept
    own = Relation.objects.visible_to(entrance.rights).filter(pk=relation_id, author=by, state=State.PENDING)
    if own.exists():
        raise Refusal("own_content", _("You cannot decide on a step of your own. Somebody else will."))
    if trusted and queries.step_was_decided(relation_id=relation_id, controversy=entrance.controversy):
        raise Refusal("wrong_state", _("Somebody else has decided on this step meanwhile."))
    raise not_found()


def _at_work(suggestion: Suggestion, by: User) -> tuple[Entrance, Contribution, Suggestion]:
    """The map, the text and the suggestion as they stand now, held for this change. Raises Refusal `not_found`."""
    lock_map(suggestion.contribution.controversy_id)
    entrance = enter(suggestion.contribution.controversy_id, by=by, move=None)
    target = held(suggestion.contribution, entrance)
    readable = queries.suggestions_for(controversy=entrance.controversy, rights=entrance.rights)
    kept = readable.filter(pk=suggestion.pk).select_for_update(of=("self",)).first()
    if kept is None:
        raise not_found()
    return entrance, target, kept


def _refuse_place(target: Contribution, controversy: Controversy) -> None:
    if target.kind == Kind.COMMENT:
        raise Refusal("not_allowed", _("A comment is its author's alone. Answer it instead."))
    if controversy.access == Access.SESSION:
        raise Refusal("not_allowed", _("In a class session wordings are talked about: write a comment instead."))


def _refuse_decided(kept: Suggestion) -> None:
    said = {
        "accepted": _("This suggestion was accepted already."),
        "rejected": _("This suggestion was rejected already."),
        "withdrawn": _("This suggestion was taken back by its author."),
    }
    if kept.state in said:
        raise Refusal("wrong_state", said[kept.state])


def _refuse_same(target: Contribution, text: str) -> None:
    if text == target.text:
        raise Refusal("unchanged", _("It reads like this already. Change a word, or leave it."), field="text")


def _stale(target: Contribution, kept: Suggestion, message: Any, **more: Any) -> Refusal:
    current = {"text": target.text, "revision": target.revision, "suggested": kept.text}
    return Refusal("edit_conflict", message, current=current | more)


def _merged(kept: Suggestion, target: Contribution) -> str:
    """Both changes in one wording. Raises Refusal `edit_conflict` with the three wordings."""
    if kept.base_revision == target.revision:
        return kept.text
    base, merged = queries.brought_up_to_date(suggestion=kept, now=target.text)
    if merged is None:
        raise _stale(target, kept, _("Both changed the same words. Say how it should read now."), base=base)
    return merged


def _decide(kept: Suggestion, state: str, *, by: User | None, reason: str = "") -> None:
    kept.state, kept.decided_by, kept.reason = state, by, reason
    Suggestion.objects.filter(pk=kept.pk).update(state=state, decided_by=by, decided_at=Now(), reason=reason)
    kept.refresh_from_db(fields=["decided_at"])


def _record(kept: Suggestion, *, by: User, verb: str) -> None:
    """A line without a word of it: what waits or was turned down is nobody else's to read."""
    history.record(
        by=by,
        verb=f"suggestion.{verb}",
        controversy_id=kept.contribution.controversy_id,
        contribution_id=kept.contribution_id,
        version=kept.base_revision,
        after={"suggestion": kept.pk},
    )
