"""The twin of the stream: the same numbers, asked for now and then."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import User
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy
from debates.ratings.services import rate
from tests.conftest import signed_in

NOW = "/live/sovereignty/now/"


def test_it_tells_numbers_and_nothing_else(thesis: Claim, ben: User) -> None:
    rate(target=thesis, by=ben, value=3)
    answer = Client().get(NOW)

    thesis.controversy.refresh_from_db()
    assert answer.json() == {"seq": thesis.controversy.seq, "ratings": 1, "here": 0}
    assert re.fullmatch(r'\{"seq": \d+, "ratings": \d+, "here": \d+\}', answer.text)


def test_what_has_not_changed_is_not_told_again(thesis: Claim, ben: User) -> None:
    client = Client()
    tag = client.get(NOW).headers["ETag"]
    same = client.get(NOW, headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")

    maps.add_reply(to=thesis, side="con", by=ben, text="It never did.")
    other = client.get(NOW, headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


def test_a_page_that_asks_is_counted_once(sovereignty: Controversy) -> None:
    client = Client()
    for page in ("1122", "1122", "3344", "not a number", "9" * 40):
        client.get(NOW, {"page": page})

    assert client.get(NOW).json()["here"] == 2


def test_it_costs_one_statement_for_a_visitor_and_four_for_a_member(thesis: Claim, ben: User) -> None:
    member = signed_in(ben)
    asked = []
    for client in (Client(), member):
        client.get(NOW)
        with CaptureQueriesContext(connection) as statements:
            client.get(NOW)
        asked.append(len(statements))

    assert asked == [1, 4]


def test_pages_that_live_carry_where_to_ask_and_what_they_know(thesis: Claim, ben: User) -> None:
    rate(target=thesis, by=ben, value=3)
    thesis.controversy.refresh_from_db()
    for address in ("/c/sovereignty/", "/c/sovereignty/outline/", f"/at/{thesis.pk}/"):
        page = Client().get(address, follow=True).text
        assert 'data-live="/live/sovereignty/"' in page
        assert f'data-seq="{thesis.controversy.seq}"' in page
        assert 'data-ratings="1"' in page
    assert "data-live=" not in Client().get("/c/sovereignty/changes/").text
