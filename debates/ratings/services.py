"""Writing ratings: no lock of the map, no line of history, no notice, so that a class may rate at once."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from debates.maps.models import Contribution, Controversy
from debates.maps.models.gate import rights_of
from debates.maps.rules import Kind, Move, Role
from debates.maps.services.entering import enter_at, not_found
from debates.ratings.models import Rating
from debates.ratings.rules import SHARDS, VALUES


@transaction.atomic
def rate(*, target: Contribution, by: User, value: int) -> Rating:
    """One person's rating of one thing, 0 to 4; a second one takes the place of the first.

    An author's own is kept and not counted. The target's row is held while the tally moves (the trigger), so
    twenty at once leave one row and a true count. Raises Refusal `bad_rating`, `locked` and those of every write.
    """
    if value not in VALUES:
        raise Refusal("bad_rating", _("A rating is a whole number from 0 to 4."), field="value")
    held = _held(target, by)
    rating = _new(held, by, value)
    _upsert([rating])
    _bump(held.controversy_id)
    return rating


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
