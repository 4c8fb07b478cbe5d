"""Making accounts."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User


def sign_up(*, name: str, email: str, password: str) -> User:
    """A new account. Refused when the name was taken meanwhile."""
    person = User(username=name, email=User.objects.normalize_email(email))
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise Refusal("invalid", _("That name is taken. Choose another."), field="username") from None
    return person


def ensure_person(*, name: str, password: str | None = None, admin: bool = False) -> User:
    """The account of this name, made if it is not there; without a password nobody can sign in as it."""
    person, made = User.objects.get_or_create(username=name, defaults={"is_staff": admin, "is_superuser": admin})
    if made:
        set_password(person=person, password=password)
    return person


def set_password(*, person: User, password: str | None) -> None:
    """Another password, or none at all."""
    person.set_password(password)
    person.save(update_fields=["password"])


@transaction.atomic
def set_active(*, person: User, active: bool, by: User) -> User:
    """Close an account or open it again; nobody closes their own. Raises Refusal `not_allowed`."""
    if not by.is_superuser or person.pk == by.pk:
        raise Refusal("not_allowed", _("Only another administrator can close this account."))
    person.is_active = active
    person.save(update_fields=["is_active"])
    return person
