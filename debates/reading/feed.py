"""What a feed of a public map tells: the newest lines that everybody may read, whoever asks."""

from debates.history.queries import entries_on
from debates.history.rules import NEWS
from debates.maps.models import Controversy
from debates.maps.queries import NOBODY
from debates.maps.rules import Access, ControversyState
from debates.reading.book import Book
from debates.reading.lines import Line, lines_of, told_on
from debates.reading.whole import Opened

FEED_LENGTH = 50


def may_be_fed(controversy: Controversy | Opened) -> bool:
    """Feeds are passed on by others, so a map that no list may name has none."""
    return controversy.access == Access.PUBLIC and controversy.state != ControversyState.DRAFT


def load_feed(*, controversy: Controversy) -> list[Line]:
    """New and reworded things that the public may read now, newest first; what was hidden since is not among them."""
    book = Book(controversy=controversy, rights=NOBODY)
    told = told_on(controversy=controversy, rights=NOBODY)
    found = entries_on(controversy_id=controversy.pk, told=told).filter(verb__in=NEWS)[:FEED_LENGTH]
    return lines_of(book, list(found))
