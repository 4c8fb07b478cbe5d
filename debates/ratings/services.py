"""Writing ratings: no lock of the map, no line of history, no notice, so that a class may rate at once."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.statements import fetch
from debates.maps.models import Contribution, Controversy
from debates.maps.models.gate import rights_of
from debates.maps.models.ready import ROW, ready_sql
from debates.maps.rules import Access, ControversyState, Kind, Move, Rights, Role, State
from debates.maps.services.entering import HELD_FOR_CHANGE, enter_at, not_found
from debates.ratings.models import Rating
from debates.ratings.rules import SHARDS, VALUES


def rate(*, target: Contribution, by: User, value: int) -> None:
    """One person's rating of one thing, 0 to 4; a second one takes the place of the first.

    An author's own is kept and not counted. The target's row is held while the tally moves (the trigger), so
    twenty at once leave one row and a true count. Raises Refusal `bad_rating`, `locked` and those of every write.
    """
    if value not in VALUES:
        raise Refusal("bad_rating", _("A rating is a whole number from 0 to 4."), field="value")
    if by.is_guest or not by.is_active or not _rate_at_once(target.pk, by, value):
        _rate_with_care(target, by, value)


def _rate_at_once(target: int, by: User, value: int) -> bool:
    """The common case in one statement: what any member may rate; False for all else.

    Grants and seats only ever add to what a member may read, so they need not be looked up for it.
    """
    gate, values = ready_sql(_rateable, rights=Rights(user_id=by.pk), row=target)
    [(rated,)] = fetch(f"WITH held AS ({gate} {HELD_FOR_CHANGE}), {RATED}", [*values, by.pk, value, by.pk])
    return bool(rated)


@transaction.atomic
def _rate_with_care(target: Contribution, by: User, value: int) -> None:
    """Whatever else: a merged claim's rating goes to its heir, a class has its phase, and every refusal its reason."""
    held = _held(target, by)
    _upsert([_new(held, by, value)])
    _bump(held.controversy_id)


def _rateable(rights: Rights) -> "QuerySet[Contribution, Any]":
    """What can be rated without a further question, through the gate."""
    seen = Contribution.objects.visible_to(rights).filter(pk=ROW, state=State.PUBLISHED, locked=False)
    plain = seen.exclude(kind=Kind.COMMENT).filter(merged_into__isnull=True)
    there = plain.filter(controversy__state__in=[ControversyState.OPEN, ControversyState.DRAFT])
    outside = there.exclude(controversy__access=Access.SESSION).filter(controversy__moves__isnull=True)
    return outside.values_list("id", "author_id", "revision", "controversy_id")


RATED = f"""
rated AS (
    INSERT INTO debates_rating (target_id, rater_id, value, revision_rated, rated_at, counted)
    SELECT id, %s, %s, revision, clock_timestamp(), author_id IS DISTINCT FROM %s FROM held
    ON CONFLICT (target_id, rater_id) DO UPDATE SET value = excluded.value, revision_rated = excluded.revision_rated,
        rated_at = excluded.rated_at, counted = excluded.counted
    RETURNING 1
),
told AS (
    INSERT INTO debates_ratingversion AS kept (controversy_id, shard, value)
    SELECT controversy_id, pg_backend_pid() %% {SHARDS}, 1 FROM held
    ON CONFLICT (controversy_id, shard) DO UPDATE SET value = kept.value + 1
)
SELECT count(*) FROM rated
"""  # noqa: S608 - a number of our own


@transaction.atomic
def unrate(*, target: Contribution, by: User) -> None:
    """Take one's rating back. Raises Refusal."""
    held = _held(target, by)
    Rating.objects.filter(target=held, rater=by).delete()
    _bump(held.controversy_id)


@transaction.atomic
def bring_ratings(*, controversy: Controversy, by: User, ratings: Sequence[tuple[Contribution, User, int]]) -> None:
    """K6: the ratings that come with a map brought in from elsewhere, (thing, rater, value) each, in one go.

    Raises Refusal `not_curator`, `bad_rating` or `other_map`; nothing is written then.
    """
    rights = rights_of(by)
    if not rights.has(Role.CURATOR, subject_id=controversy.subject_id, controversy_id=controversy.pk):
        raise Refusal("not_curator", _("Only a curator can do this."))
    for target, _rater, value in ratings:
        if value not in VALUES:
            raise Refusal("bad_rating", _("A rating is a whole number from 0 to 4."), field="value")
        if target.controversy_id != controversy.pk:
            raise Refusal("other_map", _("Both claims must belong to the same controversy."))
    _upsert([_new(target, rater, value) for target, rater, value in ratings])
    _bump(controversy.pk)


def erase_ratings(person: User, keep_texts: bool) -> None:  # noqa: ARG001 - a rating has no text
    """Take back everything that this person ever rated; the tallies follow, and whatever was kept of them moves."""
    own = Rating.objects.filter(rater=person)
    rated = Contribution.objects.filter(pk__in=own.values("target")).order_by("pk")
    held = rated.select_for_update(no_key=True, of=("self",)).values_list("controversy_id", flat=True)
    touched = sorted(set(held))
    own.delete()
    for controversy_id in touched:
        _bump(controversy_id)


def _new(target: Contribution, rater: User, value: int) -> Rating:
    """An author's own is kept and not counted."""
    return Rating(
        target=target,
        rater=rater,
        value=value,
        revision_rated=target.revision,
        rated_at=timezone.now(),
        counted=target.author_id != rater.pk,
    )


def _upsert(ratings: Sequence[Rating]) -> None:
    Rating.objects.bulk_create(
        ratings,
        update_conflicts=True,
        unique_fields=["target", "rater"],
        update_fields=["value", "revision_rated", "rated_at", "counted"],
    )


def _held(target: Contribution, by: User) -> Contribution:
    held = enter_at(target.pk, by=by, move=Move.RATE)
    if held.kind == Kind.COMMENT:
        raise not_found()
    return held


def _bump(controversy_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO debates_ratingversion (controversy_id, shard, value) VALUES (%s, pg_backend_pid() %% %s, 1) "
            "ON CONFLICT (controversy_id, shard) DO UPDATE SET value = debates_ratingversion.value + 1",
            [controversy_id, SHARDS],
        )
