"""Contributions as lists and single addresses give them: their ends resolved to the claims that stand."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce

from debates.maps.models import Claim, Contribution, Controversy, Premise
from debates.maps.models.gate import Viewer
from debates.maps.rules import Kind, State


def rows_for(*, viewer: Viewer) -> QuerySet[Any]:
    """Rows whose text this viewer may read, with their map, author and ends (`child_now`, `parent_now`, `claim_now`,
    `target_now`): where an end was merged into another claim, that one; `retracted`: its source is."""
    seen: QuerySet[Any] = (
        Contribution.objects.visible_to(viewer)
        .select_related("controversy", "author")
        .annotate(
            child_now=F("child__canonical_id"),
            parent_now=Coalesce(F("parent__canonical_id"), F("parent_id")),
            claim_now=F("claim__canonical_id"),
            target_now=Coalesce(F("target__canonical_id"), F("target_id")),
            retracted=ExpressionWrapper(Q(source__retracted_at__isnull=False), BooleanField()),
        )
    )
    return seen


def rows_of_map(*, controversy: Controversy, kind: Kind, viewer: Viewer) -> QuerySet[Any]:
    """Rows of one kind on one map that this viewer may read; of claims those that stand (merged ones do not)."""
    return rows_for(viewer=viewer).filter(controversy=controversy, kind=kind, merged_into__isnull=True)


def premises_of(*, relation_ids: Iterable[int], viewer: Viewer) -> dict[int, list[int]]:
    """{relation id: the further claims it needs}, as far as this viewer may read them."""
    needed: dict[int, list[int]] = {}
    claims = Claim.objects.visible_to(viewer).filter(premise_of__relation__in=list(relation_ids), state=State.PUBLISHED)
    for relation, claim in claims.order_by("premise_of__pk").values_list("premise_of__relation", "canonical_id"):
        needed.setdefault(relation, []).append(claim or 0)
    return needed


def stubs_among(*, ids: Iterable[int], controversy_id: int, viewer: Viewer) -> list[dict[str, Any]]:
    """The places among these of which this viewer may know, and not read: {id, kind, state}, not a word more."""
    hidden = Contribution.objects.filter(controversy=controversy_id, pk__in=list(ids)).stubs_for(viewer)
    return [{name: stub[name] for name in ("id", "kind", "state")} for stub in hidden.order_by("pk")]


class Ended(NamedTuple):
    """A row and what it hangs on, each the claim that stands now; no text. `canonical` is a claim's own."""

    id: int
    kind: str
    canonical: int | None
    child: int | None
    parent: int | None
    claim: int | None
    target: int | None


def ended_among(*, ids: Iterable[int], controversy_id: int, viewer: Viewer) -> list[Ended]:
    """Those of these rows that this viewer may read, and those of which they know only that something stood there.

    Two statements.
    """
    here = Contribution.objects.filter(controversy=controversy_id, pk__in=list(ids))
    parent, target = Coalesce("parent__canonical_id", "parent_id"), Coalesce("target__canonical_id", "target_id")
    ends = ("pk", "kind", "canonical_id", F("child__canonical_id"), parent, F("claim__canonical_id"), target)
    seen, gone = here.visible_to(viewer, archived=True), here.stubs_for(viewer)
    return [Ended._make(row) for rows in (seen, gone) for row in rows.order_by("pk").values_list(*ends)]


def premise_ids(*, relation_ids: Iterable[int]) -> dict[int, list[int]]:
    """{relation: the further claims it needs}, whoever may read them: ids to work with, not to tell."""
    needed: dict[int, list[int]] = {}
    rows = Premise.objects.filter(relation__in=list(relation_ids)).order_by("pk")
    for relation, claim in rows.values_list("relation_id", "claim__canonical_id"):
        needed.setdefault(relation, []).append(claim or 0)
    return needed
