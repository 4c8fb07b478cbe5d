"""A debate or its map in a frame on another site: read-only, and as a visitor sees it, whoever looks.

`core.middleware.Strangers` takes the cookies off before anything reads them, so that no other site can make somebody
click on what only they may, and nothing that is theirs gets into its page.
"""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from debates.maps.models import Controversy
from debates.maps.models.gate import NOBODY
from debates.reading.book import Book
from debates.reading.cards import Card
from debates.reading.focus import Focus, focus_of
from debates.reading.map_data import map_opening
from debates.reading.outline import outline_of
from debates.reading.places import first_levels
from debates.web.finding import controversy_or_404, panel_id
from debates.web.framing import frame_sources, framed
from debates.web.picture import theme_of


@require_safe
def debate(request: HttpRequest, slug: str) -> HttpResponse:
    """One claim with both sides of it: the first thesis, or the one that the address names while it is there."""
    controversy = controversy_or_404(slug, rights=NOBODY)
    if not frame_sources(controversy):
        return _forbidden(request, controversy)
    book = Book(controversy=controversy, rights=NOBODY)
    asked = panel_id(request)
    focus = (focus_of(book, asked) if asked else None) or focus_of(book)
    if focus:
        _lead_inside(focus, request.path)
    return _answer(request, "embed/debate.html", controversy, {"focus": focus})


@require_safe
def map_view(request: HttpRequest, slug: str) -> HttpResponse:
    """The drawn map."""
    controversy = controversy_or_404(slug, rights=NOBODY)
    if not frame_sources(controversy):
        return _forbidden(request, controversy)
    book = Book(controversy=controversy, rights=NOBODY)
    context = {"map_data": map_opening(book), "outline": outline_of(book, levels=first_levels(book))}
    return _answer(request, "embed/map.html", controversy, context)


def _answer(request: HttpRequest, template: str, controversy: Controversy, context: dict[str, object]) -> HttpResponse:
    theme = theme_of(request) if "theme" in request.GET else ""
    shared = {"controversy": controversy, "theme": theme, "embedded": True, "here": request.path}
    answer = framed(render(request, template, context | shared), controversy)
    answer["Cache-Control"] = "no-cache"
    return answer


def _forbidden(request: HttpRequest, controversy: Controversy) -> HttpResponse:
    """A small page for whoever opens the address by itself; in a frame no browser shows it."""
    return render(request, "embed/forbidden.html", {"controversy": controversy, "theme": ""}, status=403)


def _lead_inside(focus: Focus, here: str) -> None:
    """Links to claims stay in the frame: what they lead to elsewhere may not be framed."""
    for card in (focus.claim, *focus.pros, *focus.cons):
        for one in (card, *card.premises, *card.doubts, *card.backings):
            _turn(one, here)
    for step in focus.path:
        step.url = _inside(here, step.id)
    for thesis in focus.theses:
        thesis.url = _inside(here, thesis.id)


def _turn(card: Card, here: str) -> None:
    card.url = _inside(here, card.id)
    card.also = [replace(link, url=_inside(here, link.id)) for link in card.also]


def _inside(here: str, claim: int) -> str:
    return f"{here}?claim={claim}"
