"""The twin of the event stream, for networks that block streams: the same numbers, asked for every few seconds."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.accounts.people import viewer
from core.conditional import unless_known
from core.errors import Refusal
from core.live.given import Found
from core.live.readers import readers
from core.text import whole_number
from debates.reading.listening import find


@require_safe
def now(request: HttpRequest, slug: str) -> HttpResponse:
    """`{"seq", "ratings", "here"}` with an ETag. `?page=` is a number that the page drew, so that it counts once."""
    found = _found_or_404(request, slug)
    page = request.GET.get("page", "")
    if whole_number(page, digits=16) is not None:
        readers.asked(found.topic, page)
    seq, ratings = found.numbers
    here = readers.here(found.topic)
    tag = f'"{seq}-{ratings}-{here}"'
    numbers = {"seq": seq, "ratings": ratings, "here": here}
    return unless_known(request, tag=tag, cache="private, no-cache", make=lambda: JsonResponse(numbers))


@require_safe
def stream(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the stream itself stands (`core/live/stream.py`). Only what it leaves to the pages comes here."""
    _found_or_404(request, slug)
    raise Refusal("not_acceptable", _("This server carries no streams. Ask for the numbers at now/ instead."))


def _found_or_404(request: HttpRequest, slug: str) -> Found:
    found = find(viewer(request), slug)
    if found is None:
        raise Http404
    return found
