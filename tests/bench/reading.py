"""Rows that read: the whole map, the same unchanged, one claim's spread, a search, a hint."""

from collections.abc import Callable
from itertools import count
from typing import Any

import orjson
from django.test import Client

from debates.maps.queries import rights_of
from debates.ratings.services import rate
from debates.reading.book import Book
from debates.reading.focus import focus_of
from debates.reading.hints import hints
from debates.reading.search import Asked, search
from debates.reading.shape import forget_shapes, load_shape
from debates.reading.whole import map_bytes
from tests.bench.made import Made
from tests.bench.peers.models import Mptt, Treebeard, TreeQueries
from tests.bench.rows import Row, rows_of
from tests.conftest import signed_in

CLAIMS = """
SELECT id, text, claim_kind, thesis_position, rating_count, rating_sum FROM debates_contribution
WHERE controversy_id = %s AND kind = 'claim' AND state = 'published'
"""
RELATIONS = """
SELECT id, child_id, parent_id, side, text, rating_count, rating_sum FROM debates_contribution
WHERE controversy_id = %s AND kind = 'relation' AND state = 'published'
"""
EVIDENCE = """
SELECT id, claim_id, source_id, side, text, rating_count, rating_sum FROM debates_contribution
WHERE controversy_id = %s AND kind = 'evidence' AND state = 'published'
"""
KEYED = "SELECT id, text, side, rating_count, rating_sum FROM debates_contribution WHERE id = %s"


def rows(made: Made) -> list[Row]:
    """All rows that read one map."""
    return [
        _whole(made),
        _unchanged(made),
        _focus(made),
        _page("the same as a page, to one visitor after another", made, Client()),
        _page("the same as a page, to a member", made, signed_in(made.people[0])),
        _after_rating(made),
        *_searches(made),
        _hint(made),
    ]


def _whole(made: Made) -> Row:
    rights = rights_of(None)

    def ours() -> object:
        forget_shapes()
        return map_bytes(controversy=made.controversy, rights=rights)

    return Row(
        "whole map as JSON bytes, nothing kept",
        ours=ours,
        floor=lambda: orjson.dumps([rows_of(one, made.controversy.pk) for one in (CLAIMS, RELATIONS, EVIDENCE)]),
        floor_is="the same rows by three bare statements, and orjson",
        peers={
            "treebeard": lambda: orjson.dumps(list(Treebeard.get_tree().values_list("id", "path", "text", "side"))),
            "mptt": lambda: orjson.dumps(list(Mptt.objects.values_list("id", "parent_id", "text", "side"))),
            "tree-queries": lambda: orjson.dumps(
                [(one.pk, one.parent_id, one.text, one.side) for one in TreeQueries.objects.with_tree_fields()]
            ),
        },
        limit=2.0,
    )


def _unchanged(made: Made) -> Row:
    client, address = Client(), f"/api/v1/controversies/{made.controversy.slug}/map/"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    return Row(
        "the whole map, unchanged (304)",
        ours=lambda: client.get(address, headers={"If-None-Match": tag}),
        floor=lambda: client.get("/healthz"),
        floor_is="an empty view behind the same middleware",
        limit=1.5,
    )


def _focus(made: Made) -> Row:
    rights, deep = rights_of(None), made.deep

    def tree(model: Any) -> Callable[[], object]:
        def read() -> object:
            node = model.objects.get(pk=deep)
            return [(one.pk, one.text) for one in node.get_ancestors()], [
                (one.pk, one.text, one.side) for one in node.get_children()
            ]

        return read

    def queried() -> object:
        node = TreeQueries.objects.with_tree_fields().get(pk=deep)
        return [(one.pk, one.text) for one in node.ancestors()], [
            (one.pk, one.text, one.side) for one in node.children.all()
        ]

    return Row(
        "one claim's spread: path, both sides, tallies, strengths",
        ours=lambda: focus_of(Book(controversy=made.controversy, rights=rights), deep),
        floor=lambda: rows_of(KEYED, deep),
        floor_is="one keyed statement",
        peers={"treebeard": tree(Treebeard), "mptt": tree(Mptt), "tree-queries": queried},
        limit=5.0,
    )


def _page(name: str, made: Made, client: Client) -> Row:
    address = f"/c/{made.controversy.slug}/claim/{made.deep}/"
    address = client.get(address).headers.get("Location", address)
    assert client.get(address).status_code == 200
    return Row(
        name,
        ours=lambda: client.get(address),
        floor=lambda: client.get("/healthz"),
        floor_is="an empty view behind the same middleware",
        limit=3.0,
    )


def _after_rating(made: Made) -> Row:
    rights, target, by = rights_of(None), made.claim(made.deep), made.people[0]
    given = count()

    def ours() -> object:
        rate(target=target, by=by, value=next(given) % 5)
        return load_shape(controversy=made.controversy, rights=rights)

    def anew() -> object:
        forget_shapes()
        return load_shape(controversy=made.controversy, rights=rights)

    return Row(
        "the next reader after a rating, rating and all",
        ours=ours,
        floor=anew,
        floor_is="everything worked out anew",
    )


FOUND = """
SELECT id, kind, text, ts_rank(search, query, 1) AS rank
FROM debates_contribution, to_tsquery('english', %s) query
WHERE controversy_id = %s AND search @@ query AND state = 'published' ORDER BY rank DESC, id DESC LIMIT 20
"""


def _searches(made: Made) -> list[Row]:
    common, few = made.common_words(), made.rare_words()
    return [_search(made, "two common words", common), _search(made, "two rare words", few)]


def _search(made: Made, what: str, words: tuple[str, str]) -> Row:
    rights, raw = rights_of(None), f"{words[0]} & {words[1][:-1]}:*"
    asked = Asked(f"{words[0]} {words[1][:-1]}")
    return Row(
        f"search: {what}, the last unfinished",
        ours=lambda: search(rights=rights, asked=asked, controversy=made.controversy),
        floor=lambda: rows_of(FOUND, raw, made.controversy.pk),
        floor_is="the bare statement",
        limit=3.0,
    )


def _hint(made: Made) -> Row:
    rights, text = rights_of(None), " ".join(made.texts[made.claims[7]].split()[:9])
    return Row(
        "near-duplicates while typing",
        ours=lambda: hints(controversy=made.controversy, rights=rights, text=text),
        milliseconds=50,
    )
