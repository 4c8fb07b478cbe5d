"""One line of history for every change, and how far a person has read."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from debates.history.rules import VERB_PATTERN


class Entry(models.Model):
    """Who did what to what, when. Append-only: a trigger lets only the hide bits change.

    `contribution` is a plain key so that a row can be erased and its line of history stay. `before` and
    `after` hold the fields that changed; `version` is the revision that the change made.
    """

    controversy = models.ForeignKey(
        "debates.Controversy", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("controversy")
    )
    seq = models.BigIntegerField(_("number"), null=True)
    contribution = models.BigIntegerField(_("contribution"), null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    verb = models.CharField(_("what happened"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    step = models.BigIntegerField(_("step"), null=True)
    at = models.DateTimeField(_("when"), db_default=Now())
    hide_text = models.BooleanField(default=False)
    hide_reason = models.BooleanField(default=False)
    hide_actor = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("line of history")
        verbose_name_plural = _("history")
        constraints = [
            models.UniqueConstraint(fields=["controversy", "seq"], name="entry_number_is_unique_in_a_controversy"),
            models.CheckConstraint(
                condition=Q(controversy__isnull=False, seq__gt=0) | Q(controversy__isnull=True, seq__isnull=True),
                name="entry_of_a_controversy_has_a_number",
            ),
            models.CheckConstraint(condition=Q(verb__regex=VERB_PATTERN), name="entry_verb_is_well_formed"),
        ]
        indexes = [models.Index(fields=["contribution", "id"], name="entries_of_a_contribution")]

    def __str__(self) -> str:
        return f"{self.verb} {self.contribution or ''}"


class Visit(models.Model):
    """How far a person has read one map, and how far they could see then ("since my last visit").

    `seq` and `before_at` are those of the visit before this one, so that what is new stays new while one reads;
    `latest` and `at` are those of the newest page. `reach` holds the seat at both times ("then", "now").
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    controversy = models.ForeignKey("debates.Controversy", on_delete=models.CASCADE, related_name="+")
    seq = models.BigIntegerField()
    latest = models.BigIntegerField()
    reach = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())
    before_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "controversy"], name="visit_is_one_per_person_and_map"),
            models.CheckConstraint(condition=Q(seq__gte=0), name="visit_seq_is_not_negative"),
            models.CheckConstraint(condition=Q(latest__gte=F("seq")), name="visit_reads_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.controversy_id} {self.seq}"
