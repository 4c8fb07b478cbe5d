"""Reading ratings: one's own, the spread of all, and the counter that tells when tallies moved."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce

from core.models import User
from debates.ratings.models import Rating, RatingVersion
from debates.ratings.rules import VALUES


def own_ratings(*, rater: User | int | None, target_ids: Iterable[int]) -> dict[int, int]:
    """{target id: value 0..4} of one person; nobody else's rating is ever told apart."""
    if rater is None:
        return {}
    own = Rating.objects.filter(rater=rater, target__in=list(target_ids))
    return dict(own.values_list("target_id", "value"))


def spread_of(*, target_ids: Iterable[int]) -> dict[int, list[int]]:
    """{target id: how many counted ratings of each value 0..4}."""
    counted = Rating.objects.filter(target__in=list(target_ids), counted=True)
    rows = counted.values_list("target_id", "value").annotate(n=Count("id")).order_by()
    spread: dict[int, list[int]] = {}
    for target, value, n in rows:
        spread.setdefault(target, [0 for _ in VALUES])[value] = n
    return spread


def version_beside() -> Coalesce:
    """A number that grows with every rating on a map, beside the row of the controversy, for `annotate`."""
    shards = RatingVersion.objects.filter(controversy=OuterRef("pk")).order_by().values("controversy")
    total = shards.annotate(total=Cast(Sum("value"), BigIntegerField())).values("total")
    return Coalesce(Subquery(total), 0)


def given_for(*, target_id: int) -> dict[int, int]:
    """{revision: how many of the ratings that count were given for it}."""
    counted = Rating.objects.filter(target=target_id, counted=True).order_by()
    return dict(counted.values_list("revision_rated").annotate(n=Count("id")))


def ratings_by(*, person: User) -> QuerySet[Rating]:
    """All that a person rated, newest first, each with the `kind` of its target and no word of it."""
    own = Rating.objects.filter(rater=person).annotate(kind=F("target__kind"))
    return own.order_by("-rated_at", "-pk")
