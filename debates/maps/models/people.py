"""What people hold on a map: grants, seats, drafts and suggestions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from core.text import FORBIDDEN_PATTERN
from debates.maps.models.contribution import Contribution
from debates.maps.models.places import Controversy, Layer, Subject
from debates.maps.rules import TEXT_LIMIT, Role


class Grant(models.Model):
    """A role that a person holds on the site, on one subject or on one controversy."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    subject = models.ForeignKey(
        Subject, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("subject")
    )
    controversy = models.ForeignKey(
        Controversy, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("controversy")
    )

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "subject", "controversy"],
                nulls_distinct=False,
                name="grant_is_given_once",
                violation_error_message=_("This person holds that role there already."),
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_is_known"),
            models.CheckConstraint(
                condition=Q(subject__isnull=True) | Q(controversy__isnull=True),
                name="grant_has_one_scope",
                violation_error_message=_("Choose a subject or a controversy, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class Seat(models.Model):
    """A person's place in one controversy of a class session; written by the classroom only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    controversy = models.ForeignKey(Controversy, on_delete=models.CASCADE, related_name="seats")
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, null=True, related_name="+")
    pair = models.PositiveSmallIntegerField(null=True)
    side = models.CharField(max_length=3, null=True, choices={"pro": "pro", "con": "con"})
    host = models.BooleanField(default=False)
    reads = models.BooleanField(default=True)
    writes = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "controversy"], name="seat_is_one_per_person_and_controversy"),
            models.CheckConstraint(
                condition=Q(side__isnull=True) | Q(side__in=["pro", "con"]), name="seat_side_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.controversy_id}"


class Draft(models.Model):
    """A text that is not sent yet; private to its owner."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    controversy = models.ForeignKey(Controversy, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "controversy", "place"], name="draft_is_one_per_place")]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.place}"


class Suggestion(models.Model):
    """A better wording that somebody proposes for another's text, upon the revision that they saw.

    An open one whose text was reworded meanwhile is stale: that shows by `base_revision` and is not stored.
    `why` is the suggester's reason, `reason` that of whoever rejected it.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="suggestions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    base_revision = models.PositiveIntegerField()
    text = models.TextField()
    why = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=9, default="open", choices={k: k for k in ("open", "accepted", "rejected", "stale", "withdrawn")}
    )
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "author"],
                condition=Q(state="open"),
                name="suggestion_is_one_open_per_person_and_text",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "rejected", "stale", "withdrawn"]),
                name="suggestion_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "rejected"]) | Q(decided_at__isnull=False),
                name="suggestion_decision_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="suggestion_rejected_with_a_reason"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), TEXT_LIMIT), name="suggestion_is_not_too_long"
            ),
            models.CheckConstraint(
                condition=~Q(text__regex=FORBIDDEN_PATTERN), name="suggestion_has_no_control_characters"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.state}"
