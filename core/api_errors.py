"""Every "no" to a programme has one form: {code, message, field?, retry_after?, current?} with its status."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.api_json import dumps
from core.errors import Refusal

# What the framework refuses by itself, in our words.
KNOWN: dict[type[Exception], tuple[str, Any]] = {
    Http404: ("not_found", _("There is nothing at this address, or it is not open to you.")),
    PermissionDenied: ("not_allowed", _("This is not open to you.")),
    RequestDataTooBig: ("too_large", _("That is more than a request here may hold. Send it in parts.")),
    exceptions.ParseError: ("malformed", _("The body is not JSON. Check its quotes, commas and brackets.")),
    exceptions.NotFound: ("not_found", _("There is nothing at this address, or it is not open to you.")),
    exceptions.MethodNotAllowed: ("method_not_allowed", _("This address does not take this method. See Allow.")),
    exceptions.NotAcceptable: ("not_acceptable", _("Answers here are JSON. Accept application/json.")),
    exceptions.UnsupportedMediaType: (
        "unsupported_media_type",
        _("Send JSON, with the header Content-Type: application/json."),
    ),
}


def answer(exception: Exception, context: Mapping[str, Any]) -> Response | None:  # noqa: ARG001 - the framework's
    """The one exception handler; None for what is a bug, which then is a 500."""
    refusal = refusal_of(exception)
    if refusal is None:
        return None
    set_rollback()
    return Response(refusal.as_dict(), status=refusal.status, headers=headers_of(refusal))


def headers_of(refusal: Refusal) -> dict[str, str]:
    """What a refusal says beside its body."""
    headers = {}
    if refusal.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    return headers


def refusal_of(exception: Exception) -> Refusal | None:
    """Our word for what was raised; None where there is none."""
    if isinstance(exception, Refusal):
        return exception
    if isinstance(exception, exceptions.ValidationError):
        return _invalid(exception)
    for known, (code, sentence) in KNOWN.items():
        if isinstance(exception, known):
            return Refusal(code, sentence)
    return None


def _invalid(exception: exceptions.ValidationError) -> Refusal:
    """The first thing that is wrong, with the way to it (`new_source.title`, `premises.0`)."""
    path, sentence = next(_faults(exception.detail), ((), _("This cannot be taken as it is.")))
    return Refusal("invalid", str(sentence), field=".".join(path) or None)


def _faults(detail: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _faults(inner, path if name == "non_field_errors" else (*path, str(name)))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from _faults(inner, path if isinstance(inner, exceptions.ErrorDetail) else (*path, str(place)))
    else:
        yield path, detail


def said(refusal: Refusal) -> HttpResponse:
    """The same answer where no view of the framework was reached."""
    body = dumps(refusal.as_dict())
    return HttpResponse(body, "application/json", status=refusal.status, headers=headers_of(refusal))


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Any address below /api/ that is none."""
    return said(Refusal(*KNOWN[Http404]))
