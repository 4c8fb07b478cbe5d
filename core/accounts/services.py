"""Making accounts, and what people change of their own."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.attempts import forget_attempts
from core.accounts.models import Theme
from core.accounts.queries import person_named
from core.errors import Refusal
from core.models import User


def sign_up(*, name: str, email: str, password: str) -> User:
    """A new account. Refused when the name was taken meanwhile."""
    person = User(username=name, email=User.objects.normalize_email(email))
    person.set_password(password)
    _save_named(person)
    return person


def set_preferences(*, person: User, language: str | None = None, theme: str | None = None) -> User:
    """In which language and colours this person reads; an empty text leaves it to the address and the device.

    What is not named stays as it is. Raises Refusal `unknown_choice`.
    """
    chosen = {name: value for name, value in (("language", language), ("theme", theme)) if value is not None}
    known = {"language": ["", *dict(settings.LANGUAGES)], "theme": Theme.values}
    for name, value in chosen.items():
        if value not in known[name]:
            raise Refusal("unknown_choice", _("Choose one of those that are named."))
        setattr(person, name, value)
    person.save(update_fields=[*chosen])
    return person


@transaction.atomic
def edit_account(*, person: User, name: str, email: str) -> User:
    """Another name or mail address; the old name is kept nowhere. Refused when the name was taken meanwhile."""
    before = User.objects.select_for_update().get(pk=person.pk)
    person.username, person.email = name, User.objects.normalize_email(email)
    _save_named(person, "username", "email")
    forget_attempts([before.username, before.email])
    return person


def _save_named(person: User, *fields: str) -> None:
    try:
        with transaction.atomic():
            person.save(update_fields=fields or None)
    except IntegrityError:
        raise Refusal("invalid", _("That name is taken. Choose another."), field="username") from None


def ensure_person(*, name: str, password: str | None = None, admin: bool = False) -> User:
    """The account of this name, in any case, made if it is not there; without a password nobody can sign in as it."""
    person = person_named(name)
    if person is None:
        person = User(username=name, is_staff=admin, is_superuser=admin)
        person.set_password(password)
        person.save()
    return person


def set_password(*, person: User, password: str | None) -> None:
    """Another password, or none at all."""
    person.set_password(password)
    person.save(update_fields=["password"])


@transaction.atomic
def set_active(*, person: User, active: bool, by: User) -> User:
    """Close an account or open it again; nobody closes their own. Raises Refusal `not_allowed`.

    Whoever does so must still be an administrator when their turn comes: two that close each other leave one.
    """
    standing = hold_person(person=person)
    if by.pk not in standing or person.pk == by.pk:
        raise Refusal("not_allowed", _("Only another administrator can close this account."))
    person.is_active = active
    person.save(update_fields=["is_active"])
    return person


def hold_person(*, person: User) -> set[int]:
    """Read an account as it is now, and let nobody change it until the commit; gives whom `hold_admins` gives."""
    standing = hold_admins()
    person.refresh_from_db(from_queryset=User.objects.select_for_update(no_key=True))
    return standing


def hold_admins() -> set[int]:
    """The administrators whose account is neither closed nor being left; until the commit they stay so.

    Whoever takes one of them away asks here first, so that each sees what the one before has left.
    """
    held = User.objects.select_for_update(no_key=True).filter(is_superuser=True).order_by("pk")
    return {one.pk for one in held if one.is_active and one.leaves_at is None}
