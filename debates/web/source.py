"""The library of sources, one source, and what can be taken home of them."""

from collections.abc import Iterable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from debates.evidence import queries
from debates.evidence.models import Source
from debates.evidence.queries import ORDERS, STATES, Wanted
from debates.evidence.rules import Genre
from debates.interchange.formats import bibtex, csl
from debates.maps.models import Controversy
from debates.maps.rules import Rights
from debates.reading.library import load_library, load_source
from debates.web.finding import MAX_ID, controversy_or_404, rights_for

TYPES = {"csl.json": "application/vnd.citationstyles.csl+json", "bib": "application/x-bibtex; charset=utf-8"}


def wanted_in(said: Mapping[str, str]) -> Wanted:
    """Which sources an address asks for; what makes no sense in it is passed over."""
    order, state = said.get("order", ""), said.get("state", "")
    return Wanted(
        words=said.get("q", "")[:200],
        kind=said.get("kind", ""),
        state=state if state in STATES else "",
        genre=said.get("genre", ""),
        since=_year(said.get("from", "")),
        until=_year(said.get("to", "")),
        order=order if order in ORDERS else ORDERS[0],
        language=get_language() or "",
    )


def _year(typed: str) -> int | None:
    digits = typed.strip().removeprefix("-")
    return int(typed) if digits.isascii() and digits.isdecimal() and len(digits) <= 4 else None


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All sources of the site."""
    return _shelves(request, rights_for(request), None)


@require_safe
def of_controversy(request: HttpRequest, slug: str) -> HttpResponse:
    """The sources that one controversy leans on."""
    rights = rights_for(request)
    return _shelves(request, rights, controversy_or_404(slug, rights=rights))


def _shelves(request: HttpRequest, rights: Rights, controversy: Controversy | None) -> HttpResponse:
    wanted = wanted_in(request.GET)
    page = request.GET.get("page", "")
    context = {
        "library": load_library(rights=rights, wanted=wanted, page=page, controversy=controversy),
        "controversy": controversy,
        "genres": Genre.choices,
        "may_bring": controversy is None and queries.curates(rights),
    }
    return render(request, "source/sources.html", context)


def source_or_404(pk: int) -> Source:
    """A source is never secret."""
    found = queries.sources().filter(pk=pk).first() if pk <= MAX_ID else None
    if found is None:
        raise Http404
    return found


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source of the library, and every claim that leans on it."""
    found = source_or_404(pk)
    rights = rights_for(request)
    context = {
        "page": load_source(source=found, rights=rights, language=get_language() or ""),
        "may_mend": queries.may_mend(source=found, viewer=rights),
        "may_retract": queries.may_retract(rights),
    }
    return render(request, "source/source.html", context)


@require_safe
def take_one(request: HttpRequest, pk: int, form: str) -> HttpResponse:  # noqa: ARG001
    """One source for a reference manager."""
    found = source_or_404(pk)
    return _file([found], form, name=csl.label_of(found), about=_("A source of the library."))


@require_safe
def take_library(request: HttpRequest, form: str) -> HttpResponse:
    """The sources of the site that the address asks for."""
    found = queries.library(viewer=rights_for(request), wanted=wanted_in(request.GET))
    return _file(found, form, name="sources", about=_("Sources of the library."))


@require_safe
def take_controversy(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The sources that one controversy leans on, for whoever asks."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    found = queries.library(viewer=rights, wanted=wanted_in(request.GET), controversy=controversy)
    about = _("Sources of “%(title)s”.") % {"title": controversy.title}
    return _file(found, form, name=controversy.slug, about=about)


def _file(sources: Iterable[Source], form: str, *, name: str, about: str) -> HttpResponse:
    text = bibtex.write(sources, about=about) if form == "bib" else csl.write(sources)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(text, content_type=TYPES[form], headers=headers)
