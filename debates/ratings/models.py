"""One person's rating of one thing, and a counter that tells when a map's tallies moved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from debates.maps.models import Contribution, Controversy
from debates.ratings.rules import SHARDS, TOP


class Rating(models.Model):
    """Agreement with a claim, impact of a relation or credibility of evidence, 0 to 4.

    `counted` is false for an author's own and for what a merge or a brake set aside. The tally on the
    contribution is kept by a trigger in the same transaction.
    """

    target = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="ratings")
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()
    revision_rated = models.PositiveIntegerField(default=1)
    rated_at = models.DateTimeField(db_default=Now())
    counted = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "rater"], name="rating_is_one_per_person_and_thing"),
            models.CheckConstraint(condition=Q(value__lte=TOP), name="rating_is_between_0_and_4"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}: {self.value}"


class RatingVersion(models.Model):
    """A counter in sixteen parts, so that raters of one map do not wait for one another."""

    controversy = models.ForeignKey(Controversy, on_delete=models.CASCADE, related_name="+")
    shard = models.PositiveSmallIntegerField()
    value = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["controversy", "shard"], name="rating_version_has_one_row_per_shard"),
            models.CheckConstraint(condition=Q(shard__lt=SHARDS), name="rating_version_shard_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.controversy_id}/{self.shard}: {self.value}"
