"""All that the site holds of a person, for that person: one value, told as JSON and as a page to read."""

from typing import Any

from django.utils import timezone

from core.accounts.parts import parts
from core.models import Token, User


def own_data(person: User) -> dict[str, Any]:
    """Everything of this person, section by section, made now. Neither the password's hash nor a token's is in it."""
    data: dict[str, Any] = {"made_at": timezone.now(), "account": _account(person), "tokens": _tokens(person)}
    for part in parts():
        data |= part.give(person)
    return data


def _account(person: User) -> dict[str, Any]:
    return {
        "id": person.pk,
        "name": person.username,
        "email": person.email,
        "since": person.date_joined,
        "last_signed_in": person.last_login,
        "language": person.language,
        "colours": person.theme,
        "is_administrator": person.is_superuser,
    }


def _tokens(person: User) -> list[dict[str, Any]]:
    names = {"name": "name", "made": "created_at", "last_used": "used_at", "expires": "expires_at", "ended": "ended_at"}
    rows = Token.objects.filter(user=person).order_by("pk").values_list(*names.values())
    return [dict(zip(names, row, strict=True)) for row in rows]
