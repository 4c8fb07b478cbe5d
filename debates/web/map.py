"""A controversy as Map: the drawn map, with the outline inside it, and what the drawing asks for."""

import re
from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.api_errors import said
from core.conditional import unless_known
from core.errors import Refusal
from core.text import whole_number
from debates.reading.book import Book
from debates.reading.map_data import Asked, claims_with, map_data, map_opening
from debates.reading.open_map import OpenMap
from debates.reading.outline import outline_of
from debates.reading.places import first_levels
from debates.web.debate import in_other_languages, page
from debates.web.finding import controversy_or_404, opened_or_404, rights_for
from debates.web.opening import page_of
from debates.web.search import LONGEST_QUERY

KEY = re.compile(r"[0-9]{1,18}(-[0-9]{1,18})?")
MOST_KEYS = 200
PANEL = "panel"  # asked for by a page that is open: of the answer nothing else is looked at


@require_safe
def map_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The map; its outline is what readers without scripts, screen readers and printers get."""

    def make(book: Book, opened: OpenMap) -> HttpResponse:
        context = page(request, book) | in_other_languages(opened, "map")
        if request.headers.get("HX-Target") != PANEL:
            context |= {"outline": outline_of(book, levels=first_levels(book)), "map_data": map_opening(book)}
        return render(request, "map/map.html", context)

    return page_of(request, slug, make)


@require_safe
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Places of the map as JSON: `?under=`, `?to=`, `?all=1`, `?since=`, `?of=`, or what the map opens with."""
    rights = rights_for(request)
    opened = opened_or_404(slug, rights=rights)
    try:
        asked = _asked(request)
    except Refusal as refusal:
        return said(refusal)
    answer = map_data(opened=opened, rights=rights, asked=asked)
    if answer is None:
        raise Http404
    body = answer.body
    response = unless_known(
        request,
        tag=answer.tag,
        cache="private, no-cache",
        make=lambda: HttpResponse(body, content_type="application/json"),
    )
    response["Vary"] = "Cookie"
    return response


@require_safe
def hits(request: HttpRequest, slug: str) -> HttpResponse:
    """`{"hits": [claim ids], "more": false}` for `?q=`, the nearest first, so that the map can light them."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUERY]
    found = claims_with(words=words, controversy=controversy, rights=rights)
    response = JsonResponse({"hits": found.claims, "more": found.more})
    response["Cache-Control"] = "private, no-cache"
    return response


def _asked(request: HttpRequest) -> Asked:
    """Raises Refusal `malformed`."""
    sent = {name: request.GET[name] for name in READ if name in request.GET}
    if len(sent) > 1:
        raise Refusal("malformed", _("Ask for one of these at a time: under, to, all, since, of."))
    for name, value in sent.items():
        return READ[name](value)
    return Asked()


def _one_key(name: str, value: str) -> Asked:
    if not KEY.fullmatch(value):
        sentence = _("%(name)s is the key of one place, for example 57 or 57-91.") % {"name": name}
        raise Refusal("malformed", sentence, field=name)
    return Asked(under=value) if name == "under" else Asked(to=value)


def _all(value: str) -> Asked:
    if value != "1":
        raise Refusal("malformed", _("all is 1, or is left out."), field="all")
    return Asked(whole=True)


def _since(value: str) -> Asked:
    since = whole_number(value)
    if since is None:
        raise Refusal("malformed", _("since is the number of the map that you hold: 0 or more."), field="since")
    return Asked(since=since)


def _of(value: str) -> Asked:
    keys = tuple(dict.fromkeys(value.split(",")))
    if len(keys) > MOST_KEYS or not all(map(KEY.fullmatch, keys)):
        sentence = _("of is a list of keys with commas between them, at most %(most)d.") % {"most": MOST_KEYS}
        raise Refusal("malformed", sentence, field="of")
    return Asked(of=keys)


READ: dict[str, Callable[[str], Asked]] = {
    "under": partial(_one_key, "under"),
    "to": partial(_one_key, "to"),
    "all": _all,
    "since": _since,
    "of": _of,
}
