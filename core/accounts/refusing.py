"""Two ways the door stays shut: too many wrong passwords, and a form that came without a valid token."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors_views import LOST

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field
WORTH_SHOWING = 24  # characters: what is longer, or has a space in it, was written by hand


@dataclass(frozen=True, slots=True)
class Kept:
    """One field of the form that came too late."""

    name: str
    value: str
    shown: bool


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,  # noqa: ARG001 - what would have been answered
    credentials: dict[str, Any] | None = None,  # noqa: ARG001
    *args: Any,  # noqa: ARG001 - whatever else the package hands on
    **kwargs: Any,  # noqa: ARG001
) -> HttpResponse:
    """Too many wrong passwords for one name from one place: wait, the account itself is unharmed."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    answer = render(request, "account/locked_out.html", LOST | {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(minutes * 60)
    answer["Cache-Control"] = "no-store"
    return answer


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The form's token is old or missing. What was typed on a page of ours comes back, to be sent again."""
    context: dict[str, Any] = LOST | {"ours": is_ours(request)}
    if context["ours"]:
        context |= {"action": request.get_full_path(), "fields": kept(request), "secrets": secrets(request)}
    answer = render(request, "account/form_expired.html", context, status=403)
    answer["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request") == "true":
        answer["HX-Retarget"] = "body"
        answer["HX-Reswap"] = "innerHTML"
    return answer


def is_ours(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this host, by what the browser itself says."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        sender = urlsplit(said)
    except ValueError:
        return False
    return sender.scheme == request.scheme and sender.netloc == request.get_host()


def kept(request: HttpRequest) -> list[Kept]:
    """What was posted, without passwords and the token."""
    return [
        Kept(name, value, shown=len(value) > WORTH_SHOWING and " " in value.strip())
        for name, values in request.POST.lists()
        if name != TOKEN and not is_secret(name)
        for value in values
    ]


def secrets(request: HttpRequest) -> list[str]:
    """The names of the password fields, which are asked for anew."""
    return [name for name in request.POST if is_secret(name)]


def is_secret(name: str) -> bool:
    """Whether a field of this name holds a password."""
    return "password" in name.lower()
