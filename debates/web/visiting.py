"""Noting that a member reads a map, so that the next visit can say what is new since."""

from django.http import HttpRequest

from core.accounts.people import viewer
from debates.history import services as history
from debates.maps.models import Controversy
from debates.maps.rules import Rights
from debates.reading.news import News, news_of, reach_of


def note_visit(request: HttpRequest, *, controversy: Controversy, rights: Rights) -> News:
    """What is new to whoever asks, and their visit written down where it is due and somebody really reads."""
    news = news_of(controversy=controversy, rights=rights)
    by = viewer(request)
    if by is not None and news.due and _is_read(request):
        reach = reach_of(controversy=controversy, rights=rights)
        history.visit(controversy_id=controversy.pk, seq=controversy.seq, reach=reach, by=by)
    return news


def _is_read(request: HttpRequest) -> bool:
    """A page that a browser fetches beforehand has been read by nobody."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and "prefetch" not in purpose and "prerender" not in purpose
