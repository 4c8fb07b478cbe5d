"""What most pages begin with: the viewer's rights and the thing at the address, or the same 404 for all."""

from typing import TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from core.accounts.people import viewer
from core.text import whole_number
from debates.maps import queries
from debates.maps.models import Contribution, Controversy
from debates.maps.rules import Rights
from debates.reading.open_map import OpenMap, open_map
from debates.reading.whole import Opened, find_map

T = TypeVar("T")

MAX_ID = 2**63 - 1


def rights_for(request: HttpRequest) -> Rights:
    """The rights of whoever asks, loaded once a request."""
    return queries.rights_of(viewer(request))


def controversy_or_404(slug: str, *, rights: Rights) -> Controversy:
    """The controversy that this viewer may enter."""
    return _or_404(queries.controversy_at(slug=slug, viewer=rights))


def opened_or_404(slug: str, *, rights: Rights) -> Opened:
    """The map that this viewer may enter, as far as its address and its numbers."""
    return _or_404(find_map(slug=slug, rights=rights))


def map_or_404(slug: str, *, rights: Rights) -> OpenMap:
    """The map that this viewer may enter, as its pages open it."""
    return _or_404(open_map(slug=slug, rights=rights))


def contribution_or_404(controversy: Controversy, pk: int, *, rights: Rights) -> Contribution:
    """A contribution of this map whose text this viewer may read."""
    if pk > MAX_ID:
        raise Http404
    return _or_404(queries.contributions_for(viewer=rights).filter(controversy=controversy, pk=pk).first())


def _or_404(found: T | None) -> T:
    if found is None:
        raise Http404
    return found


def panel_id(request: HttpRequest) -> int | None:
    """The claim whose panel the address asks for (`?claim=`), if it is a number."""
    return whole_number(request.GET.get("claim", ""))


def next_or(request: HttpRequest, fallback: str) -> str:
    """Where to go after a write: `next` when it is an address of this site, else the fallback."""
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=False)
    return wanted if inside and wanted.startswith("/") else fallback


def without_panel(request: HttpRequest) -> str:
    """This address without its panel."""
    kept = {name: value for name, value in request.GET.items() if name != "claim"}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
