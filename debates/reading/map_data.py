"""What the drawn map asks for, as JSON bytes: worked out once for all who may see the same."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from django.utils.translation import get_language

from debates.maps.models import Controversy
from debates.maps.queries import controversies_for
from debates.maps.queries.fitting import Asked as SearchAsked
from debates.maps.queries.fitting import fitting
from debates.maps.queries.search import MOST_WORDS, words_in
from debates.maps.rules import Kind, Rights
from debates.reading.book import Book
from debates.reading.kept import Kept
from debates.reading.news import news_of
from debates.reading.places import Place, Places, first_places, places_at, places_of, places_to, places_under
from debates.reading.touched import places_since
from debates.reading.whole import Opened

FORMAT = 1  # another one makes every key another
KEPT_BYTES = 32 * 2**20
NAMES = tuple(field.name for field in fields(Place))


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a map: at most one of these; nothing: what it opens with."""

    under: str = ""
    to: str = ""
    whole: bool = False
    since: int | None = None
    of: tuple[str, ...] = ()


class Answer(NamedTuple):
    """JSON, and its entity tag."""

    body: bytes
    tag: str


_kept: Kept[Answer] = Kept(KEPT_BYTES, weigh=lambda answer: len(answer.body))


def map_data(*, opened: Opened, rights: Rights, asked: Asked) -> Answer | None:
    """The places asked for; None where no place has the key of `under` or `to`.

    No statement for a visitor while the answer is kept; members may have rows of their own and news beside it, and are
    asked about first: whoever has neither shares the visitors' answer.
    """
    key = (FORMAT, get_language(), asked, *opened.shared(rights))
    kept = _kept.get(key) if rights.user_id is None else None
    if kept is not None:
        return kept
    controversy = controversies_for(viewer=rights).filter(pk=opened.id).first()
    if controversy is None:
        return None  # closed to them since it was opened
    book = Book(controversy=controversy, rights=rights, news=news_of(controversy=controversy, rights=rights))
    is_shared = not book.news.ids and all(extra.is_stub for extra in book.extras.values())
    kept = _kept.get(key) if is_shared else None
    if kept is not None:
        return kept
    told = _told(book, asked)
    if told is None:
        return None
    body = orjson.dumps(told)
    answer = Answer(body, f'"{sha256(body).hexdigest()[:32]}"')
    if is_shared:
        _kept.put(key, answer)
    return answer


def map_opening(book: Book) -> dict[str, Any]:
    """What a map opens with, as plain values."""
    return _plain(book, first_places(book))


def _told(book: Book, asked: Asked) -> dict[str, Any] | None:
    if asked.since is not None:
        found = places_since(book, asked.since)
        return _plain(book, found) | {"added": found.added} if found else {"reread": True}
    if asked.of:
        return _numbered(book) | {"places": _all_plain(places_at(book, asked.of))}
    if asked.under or asked.to:
        found = places_to(book, asked.to) if asked.to else places_under(book, asked.under)
        return _plain(book, found) if found else None
    return _plain(book, places_of(book) if asked.whole else first_places(book))


def _plain(book: Book, found: Places) -> dict[str, Any]:
    about = {"whole": found.whole, "total": found.total, "roots": found.roots}
    return _numbered(book) | about | {"places": _all_plain(found.places)}


def _numbered(book: Book) -> dict[str, Any]:
    return {"seq": book.numbers.seq, "ratings": book.numbers.ratings}


def _all_plain(places: Iterable[Place]) -> list[dict[str, Any]]:
    """Without what is empty (a strength of nought is not) and without `here` where `role` says it."""
    told = []
    for place in places:
        values = {name: value for name in NAMES if (value := getattr(place, name))}
        if place.strength == 0:
            values["strength"] = 0
        if place.role == place.here:
            del values["here"]
        told.append(values)
    return told


class Hits(NamedTuple):
    """The claims that a search found; `more`: there are more than one counts."""

    claims: list[int]
    more: bool = False


def claims_with(*, words: str, controversy: Controversy, rights: Rights) -> Hits:
    """The claims of a map that hold these words and that this viewer may read, the nearest first; one statement."""
    looked_for = words_in(words)[:MOST_WORDS]
    if not looked_for:
        return Hits([])
    asked = SearchAsked(words=words, kind=Kind.CLAIM)
    found = fitting(rights=rights, asked=asked, words=looked_for, controversy=controversy, kind=Kind.CLAIM)
    return Hits(found.ids, more=sum(found.kinds.values()) > len(found.ids))
