"""Who is meant by what was typed at the door."""

from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone

from core.models import User
from core.text import whole_number


def is_taken(name: str, *, but: User | None = None) -> bool:
    """Whether somebody (but this person) has this name, in any case."""
    found = person_named(name)
    return found is not None and (but is None or found.pk != but.pk)


def leaving_person(pk: int) -> User | None:
    """The person of this id who has asked to leave and may still come back."""
    return User.objects.filter(pk=pk, is_active=True, leaves_at__gt=timezone.now()).first()


def meant_by(name_or_mail: str) -> str:
    """The account's name in its own case; a mail address counts only where exactly one account has it."""
    typed = name_or_mail.strip()
    if person := person_named(typed):
        return person.username
    if "@" in typed:
        owners = User.objects.filter(email__iexact=typed, is_active=True)[:2]
        if len(owners) == 1:
            return owners[0].username
    return typed


def person_called(said: str) -> User | None:
    """The person of this name, in any case, or of this number ("#12")."""
    number = whole_number(said.removeprefix("#")) if said.startswith("#") else None
    if number is not None:
        return User.objects.filter(pk=number).first()
    return person_named(said)


def demo_person(name: str) -> User | None:
    """The account of the demonstration with this name."""
    return User.objects.filter(username=name, is_active=True).first()


def person_named(name: str) -> User | None:
    """The person of this name, in any case."""
    return User.objects.alias(lowered=Lower("username")).filter(lowered=Lower(Value(name))).first()
