"""A claim at its own address, and the permanent address of everything."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from debates.maps import queries
from debates.maps.rules import Kind
from debates.reading.book import Book
from debates.reading.cards import claim_url
from debates.reading.focus import focus_of
from debates.reading.lists import contribution_page
from debates.reading.open_map import OpenMap
from debates.web.debate import page
from debates.web.finding import MAX_ID, rights_for
from debates.web.opening import page_of


@require_safe
def claim(request: HttpRequest, slug: str, pk: int, words: str = "") -> HttpResponse:  # noqa: ARG001 - words are for people
    """The spread of one claim. Other words in the address lead to the right ones; a merged claim to its heir."""

    def make(book: Book, _opened: OpenMap) -> HttpResponse:
        return _spread(request, book, pk)

    return page_of(request, slug, make)


def _spread(request: HttpRequest, book: Book, pk: int) -> HttpResponse:
    if pk > MAX_ID:
        raise Http404
    focus = focus_of(book, pk)
    if focus is None:
        return _heir(book, pk)
    right = claim_url(book.controversy, pk, focus.claim.text)
    if request.path != right:
        asked = request.META.get("QUERY_STRING", "")
        return redirect(f"{right}?{asked}" if asked else right, permanent=False)
    return render(request, "debate/debate.html", page(request, book) | {"focus": focus})


def _heir(book: Book, pk: int) -> HttpResponse:
    """One hop to the claim that this one was merged into, or the 404."""
    seen = queries.contributions_for(viewer=book.rights).filter(controversy=book.controversy, kind=Kind.CLAIM)
    merged = seen.filter(pk=pk, merged_into__isnull=False).first()
    if merged is None or merged.canonical_id not in book.shape.claims:
        raise Http404
    return redirect("at", pk=merged.canonical_id)


@require_safe
def at(request: HttpRequest, pk: int) -> HttpResponse:
    """The permanent address of a contribution leads to its place on the page."""
    rights = rights_for(request)
    if pk > MAX_ID:
        raise Http404
    found = queries.contributions_for(viewer=rights).filter(pk=pk).first()
    if found is None:
        raise Http404
    return redirect(contribution_page(contribution=found, rights=rights))
