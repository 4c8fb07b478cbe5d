"""What waits for a decision: better wordings for another's text, and members' steps between standing claims."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from core.models import User
from debates.history.models import Entry
from debates.history.queries import wording_at
from debates.history.rules import merge
from debates.maps.models import Contribution, Controversy, Premise, Relation, Suggestion
from debates.maps.queries import is_contributor
from debates.maps.rules import Access, Kind, Rights, Role, State

REWORDING = (Role.CONTRIBUTOR, Role.CURATOR)


def may_reword_others(*, rights: Rights, controversy: Controversy) -> bool:
    """C7: contributors, granted or earned, and curators of this place; an admin. At most one statement."""
    return controversy.access != Access.SESSION and is_contributor(
        rights=rights, controversy=controversy, roles=REWORDING
    )


def may_decide_steps(*, rights: Rights, controversy: Controversy) -> bool:
    """C2: whoever may join standing claims without waiting also decides on the steps that wait.

    On a pre-moderated map every text waits for a moderator, and so does every step. At most one statement.
    """
    if controversy.access == Access.SESSION:
        return False
    if controversy.premoderated:
        return rights.moderates(**controversy.place)
    return is_contributor(rights=rights, controversy=controversy)


def suggestions_for(*, controversy: Controversy, rights: Rights, trusted: bool | None = None) -> QuerySet[Suggestion]:
    """Suggestions of one map that this viewer may read, in any state: one's own, those for one's own texts,
    and all of them for whoever may reword others' texts here; never one for a text that they may not read.

    `trusted` is the answer of `may_reword_others` where it has been asked already.
    """
    if rights.user_id is None or controversy.access == Access.SESSION:
        return Suggestion.objects.none()
    if trusted is None:
        trusted = may_reword_others(rights=rights, controversy=controversy)
    texts = Contribution.objects.visible_to(rights).filter(controversy=controversy)
    found = Suggestion.objects.filter(contribution__controversy=controversy, contribution__in=texts)
    if not trusted:
        found = found.filter(Q(author=rights.user_id) | Q(contribution__author=rights.user_id))
    return found.select_related("contribution__author", "author", "decided_by").order_by("pk")


def own_suggestion(*, contribution: Contribution, rights: Rights) -> Suggestion | None:
    """The viewer's open suggestion for this text, if there is one."""
    own = Suggestion.objects.filter(contribution=contribution, author=rights.user_id, state="open")
    return own.select_related("contribution").first()


def suggestions_by(*, person: User, rights: Rights) -> QuerySet[Suggestion]:
    """All that a person ever suggested, newest first, with its map, as far as its text may still be read."""
    texts = Contribution.objects.visible_to(rights)
    found = Suggestion.objects.filter(author=person, contribution__in=texts)
    return found.select_related("contribution__controversy__subject", "decided_by").order_by("-pk")


def brought_up_to_date(*, suggestion: Suggestion, now: str) -> tuple[str | None, str | None]:
    """(the wording that the suggester saw, what they suggest made upon the present wording); None where history does
    not tell or hides the one, or where both changed the same words."""
    then = wording_at(contribution_id=suggestion.contribution_id, version=suggestion.base_revision)
    if then is None:
        return None, None
    return then["text"], merge(then["text"], suggestion.text, now)


def waiting_steps(*, controversy: Controversy, rights: Rights, trusted: bool | None = None) -> QuerySet[Relation]:
    """Pending relations between published ends that this viewer may decide on: the one door, beside the gate,
    to a pending text (the warrant), and only for those of `may_decide_steps` (decision 0006).

    `trusted` is the answer of `may_decide_steps` where it has been asked already.
    """
    if trusted is None:
        trusted = may_decide_steps(rights=rights, controversy=controversy)
    steps = Relation.objects.get_queryset() if trusted else Relation.objects.get_queryset().none()
    waiting = steps.filter(state=State.PENDING).exclude(author=rights.user_id)
    return _between_standing_claims(waiting, controversy, rights).order_by("pk")


def own_steps(*, controversy: Controversy, rights: Rights) -> QuerySet[Relation]:
    """The viewer's own relations that wait, and those that were refused, with the reason as `refused_because`
    (None: it waits), newest first."""
    refusals = Entry.objects.filter(contribution=OuterRef("pk"), verb="relation.refused").order_by("-pk")
    own = Relation.objects.visible_to(rights).filter(author=rights.user_id)
    marked = own.annotate(refused_because=Subquery(refusals.values("reason")[:1]))
    found = marked.filter(Q(state=State.PENDING) | Q(state=State.WITHDRAWN, refused_because__isnull=False))
    return _between_standing_claims(found, controversy, rights).order_by("-pk")


def _between_standing_claims(steps: Any, controversy: Controversy, rights: Rights) -> QuerySet[Relation]:
    """Those of which this viewer may read both ends and every premise, with these."""
    ends = Contribution.objects.visible_to(rights).filter(controversy=controversy, state=State.PUBLISHED)
    lone = Premise.objects.filter(relation__controversy=controversy).exclude(claim__in=ends).values("relation")
    found: QuerySet[Relation] = steps.filter(controversy=controversy, child__in=ends, parent__in=ends)
    found = found.exclude(pk__in=lone).select_related("author", "child", "parent")
    return found.prefetch_related("premises__claim")


def step_was_decided(*, relation_id: int, controversy: Controversy) -> bool:
    """Whether somebody let this relation stand or refused it, on this map."""
    verbs = ["relation.approved", "relation.refused"]
    return Entry.objects.filter(contribution=relation_id, controversy=controversy, verb__in=verbs).exists()


def ends_of(*, relations: Iterable[Relation], rights: Rights) -> dict[int, str]:
    """Texts by id of the claims that these relations join, as far as this viewer may read them: for a step that
    leads to a step or to evidence, the claim that lies behind it."""
    ids = {end for one in relations for end in (one.child_id, _claim_behind(one.parent)) if end}
    return dict(Contribution.objects.visible_to(rights).filter(pk__in=ids).values_list("pk", "text"))


def _claim_behind(parent: Contribution | None) -> int | None:
    if parent is None:
        return None
    return {Kind.RELATION: parent.child_id, Kind.EVIDENCE: parent.claim_id}.get(Kind(parent.kind), parent.pk)


def suggestion_at(*, pk: int, rights: Rights) -> Suggestion | None:
    """One suggestion by its number, on whatever map, if this viewer may read it there."""
    known = Suggestion.objects.filter(pk=pk).select_related("contribution__controversy").first()
    if known is None:
        return None
    return suggestions_for(controversy=known.contribution.controversy, rights=rights).filter(pk=pk).first()
