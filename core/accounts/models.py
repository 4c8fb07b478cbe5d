"""People, and what is kept of a form that was sent."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 40


class Theme(models.TextChoices):
    SYSTEM = "", _("as the device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class LeaveTexts(models.TextChoices):
    """What becomes of the texts of a person who leaves."""

    KEEP = "keep", _("keep my texts, without my name")
    REMOVE = "remove", _("remove my texts")


class User(AbstractUser):
    """A person with an account, or a guest of one class session (no name, mail or password)."""

    first_name = None  # type: ignore[assignment]  # the product asks nobody for a civil name
    last_name = None  # type: ignore[assignment]
    username = models.CharField(
        _("name"),
        max_length=NAME_LENGTH,
        unique=True,
        validators=[UnicodeUsernameValidator(), MinLengthValidator(2)],
        error_messages={"unique": _("That name is taken. Choose another.")},
    )
    is_guest = models.BooleanField(_("guest"), default=False, editable=False)
    language = models.CharField(_("language"), max_length=2, blank=True, default="", choices=settings.LANGUAGES)
    theme = models.CharField(_("colours"), max_length=5, blank=True, default=Theme.SYSTEM, choices=Theme)
    leaves_at = models.DateTimeField(_("leaves"), null=True, editable=False)
    leaves_texts = models.CharField(max_length=6, default=LeaveTexts.KEEP, choices=LeaveTexts, editable=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="name_is_unique_in_any_case",
                violation_error_message=_("That name is taken. Choose another."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_guest=False) | models.Q(email="", is_staff=False, is_superuser=False),
                name="guest_has_no_mail_and_no_rights",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["", *dict(settings.LANGUAGES)]), name="person_language_is_known"
            ),
            models.CheckConstraint(condition=models.Q(theme__in=Theme.values), name="person_theme_is_known"),
            models.CheckConstraint(
                condition=models.Q(leaves_texts__in=LeaveTexts.values), name="person_leaves_texts_as_known"
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_absolute_url(self) -> str:
        return reverse("account")


class Token(models.Model):
    """What a programme shows instead of a password; only its hash is kept. A guest's token is the way back in."""

    class Purpose(models.TextChoices):
        API = "api", _("programme")
        GUEST = "guest", _("guest")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    purpose = models.CharField(max_length=5, choices=Purpose)
    name = models.CharField(_("name"), max_length=60, blank=True)
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(purpose__in=["api", "guest"]), name="token_purpose_is_known"),
            models.CheckConstraint(
                condition=models.Q(hash__regex="^[0-9a-f]{64}$"), name="token_keeps_a_hash_and_no_secret"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(purpose="guest", ended_at__isnull=True),
                name="guest_has_one_live_token",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"


class IdempotencyKey(models.Model):
    """The answer to a write (as JSON), kept a day so that the same form sent twice has one effect."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    answer = models.TextField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="key_is_used_once_per_owner")]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.key}"
