"""A source and every claim that leans on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from debates.evidence.queries import sources
from debates.reading.lists import load_source
from debates.web.finding import MAX_ID, rights_for


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source of the library."""
    found = sources().filter(pk=pk).first() if pk <= MAX_ID else None
    if found is None:
        raise Http404
    return render(request, "source/source.html", {"page": load_source(source=found, rights=rights_for(request))})
