"""A controversy as Debate (its first thesis, both sides) and as Outline."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from debates.reading.book import Book
from debates.reading.editions import addresses
from debates.reading.feed import may_be_fed
from debates.reading.focus import focus_of
from debates.reading.open_map import OpenMap
from debates.reading.outline import outline_of
from debates.reading.panel import panel_of
from debates.reading.theses import theses_of
from debates.web.finding import panel_id, without_panel
from debates.web.opening import page_of


@require_safe
def debate(request: HttpRequest, slug: str) -> HttpResponse:
    """The thesis and what stands on both sides of it; where there are several, all of them with their best reasons."""

    def make(book: Book, opened: OpenMap) -> HttpResponse:
        context = page(request, book) | in_other_languages(opened, "debate")
        theses = theses_of(book)
        if theses:
            return render(request, "debate/theses.html", context | {"theses": theses})
        return render(request, "debate/debate.html", context | {"focus": focus_of(book)})

    return page_of(request, slug, make)


@require_safe
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole map as a numbered list."""

    def make(book: Book, opened: OpenMap) -> HttpResponse:
        context = page(request, book) | in_other_languages(opened, "outline")
        return render(request, "debate/outline.html", context | {"outline": outline_of(book)})

    return page_of(request, slug, make)


def in_other_languages(opened: OpenMap, name: str) -> dict[str, Any]:
    """The addresses of this page's other editions, for its head and its foot."""
    return {"editions": addresses(name, opened.editions)}


def page(request: HttpRequest, book: Book) -> dict[str, Any]:
    """What every page of a controversy shows: its bar, and the panel that the address asks for."""
    asked = panel_id(request)
    return {
        "controversy": book.controversy,
        "news": book.news,
        "numbers": book.numbers,
        "fed": may_be_fed(book.controversy),
        "panel": panel_of(book, asked) if asked else None,
        "may_write": book.may_write,
        "close_url": without_panel(request),
        "here": request.path,
    }
