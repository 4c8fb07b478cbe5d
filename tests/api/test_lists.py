"""Lists come in pages, and every address asks the database the same number of times, whatever its size."""

from base64 import urlsafe_b64encode
from typing import Any

import pytest
from django.test import Client

from core.models import User
from core.paging import cursor_of
from debates.comments.services import add_comment
from debates.evidence.services import add_source, cite
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy
from debates.ratings.services import rate
from tests.api.programme import Programme
from tests.conftest import signed_in
from tests.web.test_statements import grow, statements

AT = "/api/v1/controversies/sovereignty/"
# (address, statements for a visitor with nothing kept, for a member in a session with nothing kept)
PINNED = {
    "/api/v1/subjects/": (1, 3),
    "/api/v1/subjects/relations/": (1, 3),
    "/api/v1/controversies/": (1, 4),
    AT: (1, 4),
    f"{AT}map/": (5, 11),
    f"{AT}claims/?limit=200": (7, 10),
    f"{AT}relations/?limit=200": (8, 11),
    f"{AT}evidence/?limit=200": (7, 10),
    f"{AT}changes/?since=0": (3, 6),
    f"{AT}suggestions/": (1, 6),
    f"{AT}waiting/": (1, 5),
    f"{AT}search/?q=reply": (5, 9),
    f"{AT}hints/?text=reply": (3, 6),
    "/api/v1/search/?q=reply": (4, 8),
    "/api/v1/claims/{pk}/": (6, 9),
    "/api/v1/claims/{pk}/evidence/": (7, 10),
    "/api/v1/contributions/{pk}/": (6, 9),
    "/api/v1/contributions/{pk}/comments/": (2, 5),
    "/api/v1/contributions/{pk}/why/": (6, 9),
    "/api/v1/contributions/{pk}/history/": (3, 6),
    "/api/v1/sources/": (2, 5),
    "/api/v1/sources/{source}/": (2, 5),
    "/api/v1/sources/{source}/uses/": (2, 5),
    "/api/v1/bibliography/?form=csl": (1, 4),
}

# What only a person is told: statements for a member in a session.
OWN = {f"{AT}news/": 5, "/api/v1/contributions/{pk}/rating/": 5, "/api/v1/me/": 2, "/api/v1/me/data/": 14}


@pytest.mark.parametrize("claims", [10, 1000])
def test_addresses_ask_as_often_for_a_thousand_claims_as_for_ten(
    claims: int, thesis: Claim, sovereignty: Controversy, ana: User, ben: User
) -> None:
    source = add_source(by=ana, title="A report", url="https://example.org/report")
    cite(claim=thesis, by=ana, side="pro", text="It says so.", source=source)
    rate(target=thesis, by=ben, value=3)
    add_comment(on=thesis, by=ben, text="Why?")
    grow(thesis, by=ana, claims=claims)
    clients = (Client(), signed_in(ana))

    asked = {
        address: tuple(statements(client, address.format(pk=thesis.pk, source=source.pk)) for client in clients)
        for address in PINNED
    }

    own = {address: statements(clients[1], address.format(pk=thesis.pk)) for address in OWN}

    assert asked == PINNED
    assert own == OWN


def test_pages_of_a_list_hold_each_row_once_while_it_grows(
    sovereignty: Controversy, ana: User, anas: Programme
) -> None:
    made = [maps.add_claim(controversy=sovereignty, by=ana, text=f"Thesis {number}.").pk for number in range(7)]

    first = anas.do("claims-list", slug="sovereignty", limit=3)
    maps.add_claim(controversy=sovereignty, by=ana, text="Later.")
    rest = [anas.do("claims-list", slug="sovereignty", limit=3, cursor=first["next"])]
    rest.append(anas.do("claims-list", slug="sovereignty", limit=3, cursor=rest[0]["next"]))

    told = [row["id"] for page in (first, *rest) for row in page["results"]]
    assert told[:7] == made
    assert len(told) == len(set(told)) == 8
    assert rest[-1]["next"] is None


@pytest.mark.parametrize("operation", ["claims-list", "subjects-list", "sources-list", "search", "history-read"])
@pytest.mark.parametrize("cursor", ["x", "é", "YWZ0ZXI6", urlsafe_b64encode(b"after:-1").decode(), "A" * 199, "\x00"])
def test_a_cursor_that_is_none_of_ours_is_refused_in_words(
    cursor: str, operation: str, thesis: Claim, visitor: Programme
) -> None:
    place: Any = {"slug": "sovereignty"} if operation == "claims-list" else {}
    about: Any = {"id": thesis.pk} if operation == "history-read" else {"q": "aid"} if operation == "search" else {}

    answer = visitor.ask(operation, cursor=cursor, **place, **about)

    assert (answer.status, answer.body["field"]) == (422, "cursor")


def test_a_cursor_beyond_the_end_leads_to_nothing(thesis: Claim, visitor: Programme) -> None:
    page = visitor.do("claims-list", slug="sovereignty", cursor=cursor_of(10**18 - 1))

    assert page == {"results": [], "next": None}


@pytest.mark.parametrize("limit", [0, -1, 201, "many"])
def test_a_limit_out_of_range_is_refused(limit: object, thesis: Claim, visitor: Programme) -> None:
    answer = visitor.ask("claims-list", slug="sovereignty", limit=limit)

    assert (answer.status, answer.code, answer.body["field"]) == (422, "invalid", "limit")


@pytest.mark.parametrize("words", ["", "   ", "&|!()", "\x00", "'", '"' * 50, "a" * 10_000, "✋", "a:*"])
def test_whatever_is_searched_is_answered(words: str, thesis: Claim, visitor: Programme) -> None:
    for operation in ("search", "search-within"):
        place: Any = {"slug": "sovereignty"} if operation == "search-within" else {}
        assert visitor.ask(operation, q=words, **place).status in (200, 422)
