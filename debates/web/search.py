"""Search across controversies and in one, and the claims that read much like one being written."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url
from django_htmx.middleware import HtmxDetails

from core.text import whole_number
from debates.maps import queries
from debates.maps.models import Controversy
from debates.maps.rules import Kind, Rights
from debates.reading import hints as reading
from debates.reading.search import MOST_FOUND, MOST_WORDS, PAGE, Asked, Found, search
from debates.web.finding import controversy_or_404, rights_for

LONGEST_QUERY = 10_000
ECHOED = 200  # characters of the words that stand in the field again
NAMES = {"words": "q", "kind": "kind", "author": "author", "side": "side", "unseen": "unseen", "cited": "cited"}
ACROSS = {"controversy": "in", "subject": "subject"}
WITH_PANEL = ("debate", "claim", "claim-short", "map")


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow what was found, with how many would be left (None: not counted)."""

    label: str
    count: int | None
    url: str
    is_on: bool


@require_safe
def across(request: HttpRequest) -> HttpResponse:
    """Everything that lists may name."""
    rights = rights_for(request)
    places = {"controversies": queries.listed_controversies(viewer=rights), "subjects": queries.subjects()}
    return _page(request, rights, None, places)


@require_safe
def within(request: HttpRequest, slug: str) -> HttpResponse:
    """One controversy."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    return _page(request, rights, controversy, {"controversy": controversy})


def _page(
    request: HttpRequest, rights: Rights, controversy: Controversy | None, places: dict[str, Any]
) -> HttpResponse:
    asked = _asked(request, across=controversy is None)
    found = search(
        rights=rights,
        asked=asked,
        controversy=controversy,
        start=_start(request),
        language=get_language() or "",
        library=True,
    )
    context = {
        "asked": asked,
        "echoed": asked.words[:ECHOED],
        "found": found,
        "facets": _facets(request, found),
        "earlier": _address(request, asked, start=max(0, found.start - PAGE)) if found.start else "",
        "later": _address(request, asked, start=found.next) if found.next else "",
        "unnarrowed": _address(request, Asked(words=asked.words)) if asked != Asked(words=asked.words) else "",
        "everywhere": _query(Asked(words=asked.words)),
        "narrowed": asked != Asked(words=asked.words, kind=asked.kind),
        "most": MOST_FOUND,
        "most_words": MOST_WORDS,
    }
    response = render(request, "search/search.html", places | context)
    if request.headers.get("HX-Request") == "true":
        replace_url(response, _address(request, asked, start=found.start))
    return response


def _asked(request: HttpRequest, *, across: bool) -> Asked:
    names = NAMES | ACROSS if across else NAMES
    sent: dict[str, Any] = {field: request.GET.get(name, "").replace("\0", "") for field, name in names.items()}
    sent["words"] = sent["words"][:LONGEST_QUERY]
    sent["author"] = sent["author"].strip()
    sent |= {"unseen": bool(sent["unseen"]), "cited": bool(sent["cited"])}
    return Asked(**sent)


def _start(request: HttpRequest) -> int:
    return min(whole_number(request.GET.get("after", ""), digits=5) or 0, MOST_FOUND)


def _query(asked: Asked, *, start: int | None = 0) -> str:
    """What was asked, as an address says it, without what was left empty."""
    said = {name: getattr(asked, field) for field, name in (NAMES | ACROSS).items()}
    said["q"] = said["q"][:ECHOED]
    kept = {name: 1 if value is True else value for name, value in said.items() if value}
    return urlencode(kept | ({"after": start} if start else {}))


def _address(request: HttpRequest, asked: Asked, *, start: int | None = 0) -> str:
    query = _query(asked, start=start)
    return f"{request.path}?{query}" if query else request.path


def _facets(request: HttpRequest, found: Found) -> list[Facet]:
    asked, counts = found.asked, found.counts
    name = request.user.get_username()
    every = sum(counts.get(kind, 0) for kind in Kind.values) if counts else None

    def facet(label: str, count: int | None, is_on: bool, **changes: Any) -> Facet:
        return Facet(label, count, _address(request, replace(asked, **changes)), is_on)

    def counted(what: str) -> int | None:
        return counts.get(what, 0) if counts else None

    facets = [
        facet(_("All"), every, not asked.kind, kind=""),
        facet(_("Claims"), counted(Kind.CLAIM), asked.kind == Kind.CLAIM, kind=Kind.CLAIM.value),
        facet(_("Steps"), counted(Kind.RELATION), asked.kind == Kind.RELATION, kind=Kind.RELATION.value),
        facet(_("Evidence"), counted(Kind.EVIDENCE), asked.kind == Kind.EVIDENCE, kind=Kind.EVIDENCE.value),
        facet(_("Comments"), counted(Kind.COMMENT), asked.kind == Kind.COMMENT, kind=Kind.COMMENT.value),
    ]
    if request.user.is_authenticated:
        mine = asked.author.casefold() == name.casefold()
        facets.append(facet(_("New to me"), counted("unseen"), asked.unseen, unseen=not asked.unseen))
        facets.append(facet(_("By me"), counted("mine"), mine, author="" if mine else name))
    found_some = found.hits or asked.kind
    return [one for one in facets if found_some and (one.count != 0 or one.is_on)]


@require_safe
def hints(request: HttpRequest, slug: str) -> HttpResponse:
    """Claims of this controversy that read much like `text`: a fragment, empty when there are none."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    found = reading.hints(controversy=controversy, rights=rights, text=request.GET.get("text", ""))
    return render(request, "write/_hints.html", {"hints": found, "here": _panel_page(request)})


def _panel_page(request: HttpRequest) -> str:
    """The page from which a form asks, when a claim's panel can be opened beside it."""
    here = (HtmxDetails(request).current_url_abs_path or "").partition("#")[0].partition("?")[0]
    try:
        return here if resolve(here).url_name in WITH_PANEL else ""
    except Resolver404:
        return ""
