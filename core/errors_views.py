"""The pages that say no."""

import sys

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.template import loader
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.api_errors import said
from core.errors import Refusal, database_away
from core.languages import FOR_PROGRAMMES

# What the database's absence looks like from here; a deadlock or a statement that was ended are of the same kind.
AWAY = (OperationalError, InterfaceError)
COME_BACK = 10  # seconds

LOST = {"lost": True}  # they stand at no address of their own: whatever was asked for, each says the same


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a refusal: a page, or a line for the page that is open; a visitor is led to the door."""
    if is_programme(request):
        return said(refusal)
    wants_fragment = request.headers.get("HX-Request") == "true"
    if refusal.code == "forbidden" and not request.user.is_authenticated and request.method in {"GET", "HEAD"}:
        return to_the_door(request, wants_fragment=wants_fragment)
    if refusal.status == 404 and not wants_fragment:
        return render(request, "404.html", LOST, status=404)
    if wants_fragment:
        response = render(
            request,
            "components/say.html",
            {"text": refusal.message, "tone": "warning"},
            status=refusal.status,
        )
        response["HX-Retarget"] = "#say"
        response["HX-Reselect"] = ".say"
        response["HX-Reswap"] = "innerHTML"
    else:
        response = render(request, "refusal.html", LOST | {"refusal": refusal}, status=refusal.status)
    if refusal.retry_after is not None:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def is_programme(request: HttpRequest) -> bool:
    """Whether the answer is read by a programme."""
    return request.path_info.startswith(FOR_PROGRAMMES)


def to_the_door(request: HttpRequest, *, wants_fragment: bool) -> HttpResponse:
    """To the sign-in page, and back here after."""
    wanted = request.headers.get("HX-Current-URL", "/") if wants_fragment else request.get_full_path()
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': wanted})}"
    if wants_fragment:
        response = HttpResponse()
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than any form here can hold."""
    kilobytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024
    sentence = _("That is more than a form here may hold (%(limit)d kB). Send it in parts.") % {"limit": kilobytes}
    return refused(request, Refusal("too_large", sentence))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400, or 413 where the body was found too large while it was read."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_large(request)
    if is_programme(request):
        return said(Refusal("malformed", _("This request cannot be read.")))
    if isinstance(exception, DisallowedHost):  # a page would name its own address, and here it has none
        return HttpResponse(_("This site does not answer under that name."), "text/plain; charset=utf-8", status=400)
    return render(request, "400.html", LOST, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001
    """403: known, and not for this person."""
    return render(request, "403.html", LOST, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001
    """404: the same for what never was and for what is not open to the one who asks."""
    return render(request, "404.html", LOST, status=404)


def broken(request: HttpRequest) -> HttpResponseBase:
    """500, or 503 while the database does not answer: rendered from nothing, since nothing can be relied on here."""
    away = isinstance(sys.exc_info()[1], AWAY)
    if is_programme(request):
        return said(database_away(retry_after=COME_BACK) if away else _something_broke())
    response = HttpResponse(loader.get_template("500.html").render({"away": away}), status=503 if away else 500)
    if away:
        response["Retry-After"] = str(COME_BACK)
    return response


def _something_broke() -> Refusal:
    return Refusal("broken", _("The server failed on this. Nothing was changed. Try again later."))
