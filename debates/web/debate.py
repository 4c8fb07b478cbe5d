"""A controversy as Debate (its first thesis, both sides) and as Outline."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from debates.reading.book import Book
from debates.reading.editions import editions_of_controversy
from debates.reading.feed import may_be_fed
from debates.reading.focus import focus_of
from debates.reading.outline import outline_of
from debates.reading.panel import panel_of
from debates.reading.theses import theses_of
from debates.web.finding import controversy_or_404, panel_id, rights_for, without_panel
from debates.web.visiting import note_visit


@require_safe
def debate(request: HttpRequest, slug: str) -> HttpResponse:
    """The thesis and what stands on both sides of it; where there are several, all of them with their best reasons."""
    book = open_book(request, slug)
    context = page(request, book) | in_other_languages(book, "debate")
    theses = theses_of(book)
    if theses:
        return render(request, "debate/theses.html", context | {"theses": theses})
    return render(request, "debate/debate.html", context | {"focus": focus_of(book)})


@require_safe
def outline(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole map as a numbered list."""
    book = open_book(request, slug)
    context = page(request, book) | in_other_languages(book, "outline")
    return render(request, "debate/outline.html", context | {"outline": outline_of(book)})


def open_book(request: HttpRequest, slug: str) -> Book:
    """The map at this address, opened for whoever asks."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    news = note_visit(request, controversy=controversy, rights=rights)
    return Book(controversy=controversy, rights=rights, news=news)


def in_other_languages(book: Book, name: str) -> dict[str, Any]:
    """The addresses of this page's other editions, for its head and its foot."""
    return {"editions": editions_of_controversy(controversy=book.controversy, rights=book.rights, page=name)}


def page(request: HttpRequest, book: Book) -> dict[str, Any]:
    """What every page of a controversy shows: its bar, and the panel that the address asks for."""
    asked = panel_id(request)
    return {
        "controversy": book.controversy,
        "news": book.news,
        "fed": may_be_fed(book.controversy),
        "panel": panel_of(book, asked) if asked else None,
        "may_write": book.may_write,
        "may_add": book.may_write,
        "close_url": without_panel(request),
        "here": request.path,
    }
