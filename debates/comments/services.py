"""Writing comments."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean
from debates.comments.models import Comment
from debates.comments.rules import Intent
from debates.maps.models import Contribution
from debates.maps.rules import LIMITS, Kind, Move, State
from debates.maps.services.entering import enter, lock_map, open_target, write_new


@transaction.atomic
def add_comment(
    *, on: Contribution, by: User, text: str, intent: str = Intent.REMARK, reply_to: Comment | None = None
) -> Comment:
    """Talk about a claim, relation or evidence, or answer somebody who did. Raises Refusal."""
    text = clean(text, field="text", limit=LIMITS[Kind.COMMENT])
    if intent not in Intent.values:
        raise Refusal("unknown_choice", _("Choose question, answer, remark or suggestion."), field="intent")
    lock_map(on.controversy_id)
    entrance = enter(on.controversy_id, by=by, move=Move.COMMENT)
    target = open_target(on.pk, entrance)
    if target.kind == Kind.COMMENT:
        raise Refusal("bad_reply", _("Answer a comment where it stands."), field="text")
    if reply_to is not None:
        _refuse_elsewhere(Comment.objects.visible_to(entrance.rights).filter(pk=reply_to.pk).first(), target)
    entrance = entrance.beneath(target, *([reply_to] if reply_to else []))
    noted = {"target": target.pk, "intent": intent}
    comment: Comment = write_new(
        entrance, kind=Comment, by=by, text=text, noted=noted, target=target, reply_to=reply_to, intent=intent
    )
    return comment


def _refuse_elsewhere(comment: Comment | None, target: Contribution) -> None:
    if comment is None or comment.target_id != target.pk or comment.state != State.PUBLISHED:
        raise Refusal("bad_reply", _("The comment you answer is not here any more."), field="text")
    if comment.locked:
        raise Refusal("locked", _("A moderator has locked this. It can be read, but not answered."))
