"""Opening the pages of a map. What a visitor gets is kept as bytes, until something that it shows has moved."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse

from debates.maps.queries import NOBODY
from debates.maps.rules import Rights
from debates.reading.book import Book
from debates.reading.kept import Kept
from debates.reading.open_map import OpenMap
from debates.web.finding import map_or_404, rights_for
from debates.web.visiting import note_visit

KEPT_BYTES = 32 * 2**20


class _Page(NamedTuple):
    """The bytes around each place where the secret of a single answer stands."""

    parts: list[bytes]
    content_type: str


_kept: Kept[_Page] = Kept(KEPT_BYTES, weigh=lambda page: sum(map(len, page.parts)))


def open_book(request: HttpRequest, slug: str) -> Book:
    """The map at this address, opened for whoever asks, or the 404."""
    rights = rights_for(request)
    return _book(request, map_or_404(slug, rights=rights), rights)


def page_of(request: HttpRequest, slug: str, make: Callable[[Book, OpenMap], HttpResponse]) -> HttpResponse:
    """What `make` answers. A visitor's page goes out as it was made for the last one, while everything is as it was.

    Everything: the row of the map with its number, that of its subject, the version of its ratings, its editions.
    Whatever else such a page shows moves the number of the map.
    """
    rights = rights_for(request)
    opened = map_or_404(slug, rights=rights)
    if not _is_for_all(request, rights):
        return make(_book(request, opened, rights), opened)
    key = (request.scheme, request.get_host(), request.path, opened.state)
    page = _kept.get(key)
    if page is not None:
        return HttpResponse(_secret(request).join(page.parts), content_type=page.content_type)
    response = make(_book(request, opened, rights), opened)
    if response.status_code == 200 and not response.cookies:
        _kept.put(key, _Page(response.content.split(_secret(request)), response["Content-Type"]))
    return response


def _book(request: HttpRequest, opened: OpenMap, rights: Rights) -> Book:
    news = note_visit(request, controversy=opened.controversy, rights=rights)
    return Book(controversy=opened.controversy, rights=rights, news=news, numbers=opened.numbers)


def _is_for_all(request: HttpRequest, rights: Rights) -> bool:
    """Whether somebody of whom nothing is known asks for a plain page."""
    known = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()
    return rights == NOBODY and not known and not request.GET and "HX-Request" not in request.headers


def _secret(request: HttpRequest) -> bytes:
    """What lets the scripts of this one answer run (its nonce)."""
    return str(request.csp_nonce).encode()  # type: ignore[attr-defined]  # of the middleware for it
