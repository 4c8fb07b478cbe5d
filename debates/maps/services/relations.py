"""Joining claims that stand already."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean
from debates.history import services as history
from debates.maps import queries
from debates.maps.models import Claim, Contribution, Premise, Relation
from debates.maps.rules import LIMITS, LIVE, ClaimKind, Kind, Move, State, chain
from debates.maps.services.claims import add_relation, known_side, new_claim
from debates.maps.services.entering import Entrance, enter, lock_map, open_target


@transaction.atomic
def relate(
    *,
    child: Contribution,
    parent: Contribution,
    side: str,
    by: User,
    warrant: str = "",
    premises: Sequence[Contribution] = (),
) -> Relation:
    """Let a standing claim bear on a claim, a relation or evidence, alone or with further premises.

    A contributor's is published, a member's waits for review. Raises Refusal `to_itself`, `other_map`,
    `already_joined`, `would_cycle` (with the path) and those of every write.
    """
    side = known_side(side)
    warrant = clean(warrant, field="warrant", limit=LIMITS[Kind.RELATION], required=False)
    _refuse_strangers(child, parent, premises)
    lock_map(parent.controversy_id)
    entrance = enter(parent.controversy_id, by=by, move=Move.REPLY)
    ends = [child, parent, *premises]
    kept = {pk: open_target(pk, entrance) for pk in sorted(end.pk for end in ends)}
    child_now, parent_now = kept[child.pk], kept[parent.pk]
    others = [kept[premise.pk] for premise in premises]
    _refuse_unfit(child_now, parent_now, others)
    entrance = entrance.beneath(child_now, parent_now, *others)
    _refuse_twin(child_now, parent_now, entrance)
    refuse_cycle(entrance, parent=parent_now, bearers=[child_now, *others])
    relation = add_relation(
        entrance,
        by=by,
        child=child_now,
        parent=parent_now,
        side=side,
        warrant=warrant,
        state=_state_for(entrance),
    )
    Premise.objects.bulk_create([Premise(relation=relation, claim=one) for one in others])
    return relation


def _refuse_unfit(child: Contribution, parent: Contribution, premises: Sequence[Contribution]) -> None:
    """Refuse ends of the wrong kind, and ends that are (or have become by a merge) one claim."""
    if parent.kind == Kind.COMMENT or any(one.kind != Kind.CLAIM for one in (child, *premises)):
        raise Refusal("bad_reply", _("Only a claim can bear on a claim, a step or a piece of evidence."))
    if parent.pk in {child.pk, *(one.pk for one in premises)}:
        raise Refusal("to_itself", _("A claim cannot support or oppose itself. Choose another."), field="child")
    if len({child.pk, *(one.pk for one in premises)}) <= len(premises):
        raise Refusal("to_itself", _("Each premise must be another claim."), field="premises")


def _refuse_strangers(child: Contribution, parent: Contribution, premises: Sequence[Contribution]) -> None:
    if any(end.controversy_id != parent.controversy_id for end in (child, *premises)):
        raise Refusal("other_map", _("Both claims must belong to the same controversy."), field="child")


def _refuse_twin(child: Contribution, parent: Contribution, entrance: Entrance) -> None:
    if twins_of(child, parent, layer_id=entrance.layer_id).exists():
        raise Refusal("already_joined", _("These two are joined already."), field="child")


def twins_of(child: Contribution, parent: Contribution, *, layer_id: int | None) -> QuerySet[Relation]:
    """Live relations that join the same two in the same layer, whatever was merged into either end."""
    same_parent = Q(parent__canonical=parent.canonical_id) if parent.canonical_id else Q(parent=parent.pk)
    live: QuerySet[Relation] = Relation.objects.filter(
        same_parent, child__canonical=child.canonical_id, layer_id=layer_id, state__in=[*LIVE]
    )
    return live


def refuse_cycle(
    entrance: Entrance, *, parent: Contribution, bearers: Sequence[Contribution], relation: Contribution | None = None
) -> None:
    """Refuse with the path when the parent already bears, by any way, on what is to bear on it.

    `relation` is the relation itself where it exists already (a restored one): nothing may come back to it.
    """
    start = parent.canonical_id or parent.pk
    targets = [one.canonical_id or one.pk for one in bearers] + ([relation.pk] if relation else [])
    if targets[0] == start:
        return  # both ends have become one claim: no edge
    if not queries.would_return(start=start, targets=targets):
        return
    path = queries.cycle_path(controversy=entrance.controversy, viewer=entrance.rights, start=start, targets=targets)
    path = [*path, path[0]] if path else path
    raise Refusal(
        "would_cycle",
        _("A claim cannot end up supporting or opposing itself: %(path)s.") % {"path": chain(path)},
        field="child",
        path=path,
    )


def _state_for(entrance: Entrance) -> str:
    """C2: a member's link between standing claims waits; in a class session the phase has decided."""
    if entrance.controversy.pk in entrance.rights.places:
        return entrance.first_state
    trusted = queries.is_contributor(rights=entrance.rights, controversy=entrance.controversy)
    return entrance.first_state if trusted else State.PENDING


@transaction.atomic
def add_premise(*, relation: Relation, by: User, text: str, claim_kind: str = ClaimKind.UNSORTED) -> Claim:
    """A new claim that the relation needs beside its child; from now on they bear only together.

    Raises Refusal `not_author` unless it is one's own relation or one is a contributor.
    """
    text = clean(text, field="text", limit=LIMITS[Kind.CLAIM])
    lock_map(relation.controversy_id)
    entrance = enter(relation.controversy_id, by=by, move=Move.REPLY)
    held = open_target(relation.pk, entrance)
    if held.kind != Kind.RELATION:
        raise Refusal("bad_reply", _("A premise belongs to a step between two claims."))
    trusted = queries.is_contributor(rights=entrance.rights, controversy=entrance.controversy)
    if held.author_id != by.pk and not trusted:
        raise Refusal("not_author", _("Only its author or a contributor can add a premise."))
    entrance = entrance.beneath(held)
    claim = new_claim(entrance, by=by, text=text, claim_kind=claim_kind)
    Premise.objects.create(relation=held, claim=claim)
    history.record(
        by=by,
        verb="relation.premise_added",
        controversy_id=held.controversy_id,
        contribution_id=held.pk,
        after={"premise": claim.pk},
    )
    return claim
