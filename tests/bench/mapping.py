"""Rows of the drawn map: its page, what it opens with, a branch, and what is new."""

from functools import cache

from django.test import Client

from core.models import User
from debates.maps import services as maps
from debates.maps.queries import rights_of
from debates.reading.book import Book
from debates.reading.places import places_under
from debates.reading.touched import places_since
from debates.reading.walk import walk_of
from tests.bench.made import Made
from tests.bench.rows import Row
from tests.conftest import signed_in

BEHIND = 10  # claims that a reader has not seen


def rows(made: Made) -> list[Row]:
    """All rows of the drawn map."""
    return [_page(made), _opening(made), _walk(made), _branch(made), _new(made)]


def _page(made: Made) -> Row:
    client, address = signed_in(made.people[0]), f"/c/{made.controversy.slug}/map/"
    return Row(
        "map: its page, to a member",
        ours=lambda: client.get(address),
        floor=lambda: client.get("/healthz"),
        floor_is="an empty view behind the same middleware",
        milliseconds=100,
    )


def _opening(made: Made) -> Row:
    client, address = Client(), f"/c/{made.controversy.slug}/map/data/"
    return Row(
        "map: what it opens with, to a visitor",
        ours=lambda: client.get(address),
        floor=lambda: client.get("/healthz"),
        floor_is="an empty view behind the same middleware",
        limit=3.0,
    )


def _walk(made: Made) -> Row:
    book = _book(made)

    def anew() -> object:
        book.shape.walks.clear()
        return walk_of(book)

    return Row("map: where every claim stands, once for each number of the map", ours=anew)


def _branch(made: Made) -> Row:
    key = str(made.claims[1])
    return Row(
        "map: two levels below a claim, to a member",
        ours=lambda: places_under(_book(made, made.people[0]), key),
        milliseconds=50,
    )


def _new(made: Made) -> Row:
    @cache
    def since() -> int:
        """Written when it is first asked for: the rows before this one read the map as it was made."""
        before = _book(made).numbers.seq
        deep = made.claim(made.deep)
        for number in range(BEHIND):
            maps.add_reply(to=deep, side="con", by=made.people[0], text=f"Something new, and then {number}.")
        return before

    return Row(
        f"map: what is new after {BEHIND} claims, to a member",
        ours=lambda: places_since(_book(made, made.people[1]), since()),
        milliseconds=50,
    )


def _book(made: Made, person: User | None = None) -> Book:
    return Book(controversy=made.controversy, rights=rights_of(person))
