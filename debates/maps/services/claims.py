"""New claims: a thesis, or a reply together with its relation."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean
from debates.maps.models import Claim, Contribution, Controversy, Relation
from debates.maps.rules import LIMITS, ClaimKind, Kind, Move, Side
from debates.maps.services.entering import Entrance, enter, lock_map, open_target, write_new


@transaction.atomic
def add_claim(
    *, controversy: Controversy, by: User, text: str, claim_kind: str = ClaimKind.UNSORTED, different: str = ""
) -> Claim:
    """A new thesis, after those that stand already. Raises Refusal.

    `different` says why it is not the same as a claim that reads much like it; it stands in its history.
    """
    text = clean(text, field="text", limit=LIMITS[Kind.CLAIM])
    different = _why_different(different)
    lock_map(controversy.pk)
    entrance = enter(controversy.pk, by=by, move=Move.ADD)
    last = Claim.objects.filter(controversy=controversy).aggregate(last=Max("thesis_position"))["last"] or 0
    return new_claim(entrance, by=by, text=text, claim_kind=claim_kind, reason=different, thesis_position=last + 1)


def _why_different(text: str) -> str:
    return clean(text, field="different", limit=LIMITS[Kind.RELATION], required=False)


@transaction.atomic
def add_reply(
    *,
    to: Contribution,
    side: str,
    by: User,
    text: str,
    claim_kind: str = ClaimKind.UNSORTED,
    warrant: str = "",
    different: str = "",
) -> Claim:
    """A new claim for or against a claim, a relation (a backing or an undercut) or a piece of evidence.

    Raises Refusal. A new claim has nothing below it, so no circle can close. `different` says why it is not the
    same as a claim that reads much like it; it stands in its history, and as the warrant where none is given.
    """
    side = known_side(side)
    text = clean(text, field="text", limit=LIMITS[Kind.CLAIM])
    different = _why_different(different)
    warrant = clean(warrant, field="warrant", limit=LIMITS[Kind.RELATION], required=False) or different
    lock_map(to.controversy_id)
    entrance = enter(to.controversy_id, by=by, move=Move.REPLY)
    parent = open_target(to.pk, entrance)
    if parent.kind == Kind.COMMENT:
        raise Refusal("bad_reply", _("A comment is answered by a comment, not by a claim."))
    entrance = entrance.beneath(parent)
    claim = new_claim(entrance, by=by, text=text, claim_kind=claim_kind, reason=different)
    add_relation(entrance, by=by, child=claim, parent=parent, side=side, warrant=warrant, state=entrance.first_state)
    return claim


def known_side(side: str) -> str:
    """Pro or con. Raises Refusal `unknown_choice`."""
    if side not in (Side.PRO, Side.CON):
        raise Refusal("unknown_choice", _("Choose a side: for or against."), field="side")
    return side


def new_claim(
    entrance: Entrance,
    *,
    by: User,
    text: str,
    claim_kind: str,
    reason: str = "",
    thesis_position: int | None = None,
) -> Claim:
    """The row and its line of history; the caller has asked whether it may be."""
    if claim_kind not in ClaimKind.values:
        raise Refusal("unknown_choice", _("Choose a kind: fact, value or policy."), field="claim_kind")
    noted = {"claim_kind": claim_kind}
    claim: Claim = write_new(
        entrance,
        kind=Claim,
        by=by,
        text=text,
        noted=noted,
        reason=reason,
        claim_kind=claim_kind,
        thesis_position=thesis_position,
    )
    return claim


def add_relation(
    entrance: Entrance, *, by: User, child: Contribution, parent: Contribution, side: str, warrant: str, state: str
) -> Relation:
    """The row and its line of history; the caller has asked whether it may be."""
    noted = {"child": child.pk, "parent": parent.pk, "side": side}
    relation: Relation = write_new(
        entrance, kind=Relation, by=by, text=warrant, noted=noted, state=state, child=child, parent=parent, side=side
    )
    return relation
