"""People, and what is kept of a form that was sent."""

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

NAME_LENGTH = 40


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
        ]

    def __str__(self) -> str:
        return self.username

    def get_absolute_url(self) -> str:
        return reverse("account")


class IdempotencyKey(models.Model):
    """The answer to a write, kept a day so that the same form sent twice has one effect."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    answer = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="key_is_used_once_per_owner")]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.key}"
