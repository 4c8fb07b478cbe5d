"""Every read of the map that a service or a page needs of this room."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from core.models import User
from debates.maps.models import Claim, Contribution, Controversy, Premise, Relation, Subject
from debates.maps.models.gate import NOBODY, Viewer, rights_of
from debates.maps.models.ready import ready_rows
from debates.maps.queries.editions import in_language, is_edition_of, origin_of, subject_editions
from debates.maps.queries.search import find_claims
from debates.maps.rules import CONTRIBUTOR_DAYS, CONTRIBUTOR_WRITES, LIVE, Kind, Rights, Role, State

__all__ = [
    "NOBODY",
    "SLUG",
    "Viewer",
    "at_address",
    "contributions_for",
    "controversies_for",
    "controversy_at",
    "controversy_of",
    "cycle_path",
    "find_claims",
    "has_earned_trust",
    "in_language",
    "is_contributor",
    "is_edition_of",
    "listed_controversies",
    "origin_of",
    "rights_of",
    "subject_editions",
    "subjects",
    "would_return",
]

CONTRIBUTING = (Role.CONTRIBUTOR, Role.MODERATOR, Role.CURATOR)


def subjects() -> QuerySet[Subject]:
    """All subjects, in their order; a subject itself is never secret."""
    return Subject.objects.all()


def controversies_for(*, viewer: Viewer) -> QuerySet[Controversy]:
    """Controversies that this viewer may enter, with their subject."""
    return Controversy.objects.visible_to(viewer).select_related("subject")


SLUG = "?slug"  # where the address stands in the finished statement


def controversy_at(*, slug: str, viewer: Viewer) -> Controversy | None:
    """The controversy at this address, with its subject, if this viewer may enter it. One statement."""
    rows = ready_rows(at_address, rights=rights_of(viewer), said={SLUG: slug})
    return controversy_of(rows[0])[0] if rows else None


def at_address(rights: Rights) -> QuerySet[Controversy]:
    """The same for a finished statement, with SLUG where the address stands."""
    return controversies_for(viewer=rights).filter(slug=SLUG).order_by()


def controversy_of(row: tuple[Any, ...], *, extra: int = 0) -> tuple[Controversy, tuple[Any, ...]]:
    """What a row of `controversies_for` holds: a controversy with its subject, and so many annotations between them."""
    own, of_subject = ([field.attname for field in model._meta.concrete_fields] for model in (Controversy, Subject))
    beside = len(own) + extra
    found: Controversy = Controversy.from_db("default", own, row[: len(own)])
    found.subject = Subject.from_db("default", of_subject, row[beside:])
    return found, row[len(own) : beside]


def listed_controversies(*, viewer: Viewer) -> QuerySet[Controversy]:
    """Controversies that lists may name to this viewer, with their subject."""
    return Controversy.objects.listed_for(viewer).select_related("subject")


def contributions_for(*, viewer: Viewer) -> QuerySet[Contribution]:
    """Contributions whose text this viewer may read, with controversy and subject."""
    return Contribution.objects.visible_to(viewer).select_related("controversy__subject", "author")


def is_contributor(
    *, rights: Rights, controversy: Controversy, roles: Iterable[Role] = CONTRIBUTING, person: User | None = None
) -> bool:
    """Whether somebody is trusted with the map: by one of these roles, or by time and work. At most one statement,
    and none for a newcomer whose account is at hand (`person`)."""
    if rights.user_id is None or rights.is_guest:
        return False
    if any(rights.has(role, **controversy.place) for role in roles):
        return True
    since = timezone.now() - timedelta(days=CONTRIBUTOR_DAYS)
    is_new = person is not None and person.date_joined > since
    return not is_new and _has_earned_trust(rights.user_id, since=since)


def _has_earned_trust(user_id: int, *, since: datetime) -> bool:
    """Whether time and work made this person a contributor, without any grant."""
    published = Contribution.objects.filter(author=user_id, author__date_joined__lte=since, state=State.PUBLISHED)
    return len(published.exclude(kind=Kind.RELATION).values_list("pk")[:CONTRIBUTOR_WRITES]) == CONTRIBUTOR_WRITES


def would_return(*, start: int, targets: Iterable[int]) -> bool:
    """Whether `start` (a canonical claim, relation or evidence) is one of the targets, or the walk up meets one."""
    wanted = list(targets)
    if start in wanted:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT debates_meets(%s, %s)", [start, wanted])
        row = cursor.fetchone()
    return bool(row[0])


def cycle_path(*, controversy: Controversy, viewer: Viewer, start: int, targets: Iterable[int]) -> list[str]:
    """The texts of the claims on the way up from `start` to a target, as far as this viewer may read them.

    Asked only once a circle is known to be there: it loads every edge of the map.
    """
    steps: dict[int, list[int]] = {}
    relations = Relation.objects.filter(controversy=controversy, state__in=[*LIVE])
    rows = relations.values_list("id", "child__canonical_id", "parent_id", "parent__canonical_id")
    for relation, child, parent, canonical in rows:
        if child != canonical:
            steps.setdefault(child or 0, []).append(relation)
            steps.setdefault(relation, []).append(canonical or parent or 0)
    live = Premise.objects.filter(relation__controversy=controversy, relation__state__in=[*LIVE])
    for claim, relation in live.values_list("claim__canonical_id", "relation_id"):
        steps.setdefault(claim or 0, []).append(relation)
    evidence = Contribution.objects.filter(controversy=controversy, kind=Kind.EVIDENCE)
    for row, claim in evidence.values_list("id", "claim__canonical_id"):
        steps.setdefault(row, []).append(claim or 0)
    nodes = _shortest(steps, start, set(targets))
    texts = dict(Claim.objects.visible_to(viewer).filter(pk__in=nodes).values_list("pk", "text"))
    return [texts[node] for node in nodes if node in texts]


def _shortest(steps: dict[int, list[int]], start: int, targets: set[int]) -> list[int]:
    came_from: dict[int, int] = {start: start}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        if node in targets:
            way = [node]
            while way[-1] != start:
                way.append(came_from[way[-1]])
            return way[::-1]
        for step in steps.get(node, []):
            if step not in came_from:
                came_from[step] = node
                waiting.append(step)
    return []
