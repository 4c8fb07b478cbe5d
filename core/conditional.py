"""Answers that need not be sent again to whoever holds them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date


def unless_known(
    request: HttpRequest, *, tag: str, cache: str, make: Callable[[], HttpResponse], modified: int | None = None
) -> HttpResponse:
    """What `make` gives, or "not modified" for whoever has what bears this entity tag; `cache`: how it may be kept.

    `modified`, in seconds since 1970, is for those who go by the time instead.
    """
    response = get_conditional_response(request, etag=tag, last_modified=modified) or make()
    response["ETag"], response["Cache-Control"] = tag, cache
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    return response
