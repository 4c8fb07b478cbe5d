"""Who is at the desk, and with what rights."""

from typing import cast

from django.http import HttpRequest

from core.models import User
from debates.maps.queries import rights_of
from debates.maps.rules import Rights, Role


def person_at(request: HttpRequest) -> User:
    """Whoever is signed in; the desk is closed to others before this is asked."""
    return cast("User", request.user)


def rights(request: HttpRequest) -> Rights:
    """The rights of whoever is at the desk, loaded once a request."""
    kept: Rights | None = getattr(request, "desk_rights", None)
    if kept is None:
        kept = rights_of(request.user if isinstance(request.user, User) else None)
        request.desk_rights = kept  # type: ignore[attr-defined]
    return kept


def is_curator(request: HttpRequest) -> bool:
    """A curator of anything at all, or an administrator."""
    held = rights(request)
    return held.is_admin or bool(held.grants.get(Role.CURATOR))
