"""Who is meant by what was typed at the door."""

from django.db.models import Value
from django.db.models.functions import Lower

from core.models import User


def is_taken(name: str) -> bool:
    """Whether somebody has this name, in any case."""
    return _named(name) is not None


def meant_by(name_or_mail: str) -> str:
    """The account's name in its own case; a mail address counts only where exactly one account has it."""
    typed = name_or_mail.strip()
    if person := _named(typed):
        return person.username
    if "@" in typed:
        owners = User.objects.filter(email__iexact=typed, is_active=True)[:2]
        if len(owners) == 1:
            return owners[0].username
    return typed


def demo_person(name: str) -> User | None:
    """The account of the demonstration with this name."""
    return User.objects.filter(username=name, is_active=True).first()


def _named(name: str) -> User | None:
    return User.objects.alias(lowered=Lower("username")).filter(lowered=Lower(Value(name))).first()
