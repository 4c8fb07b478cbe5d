"""The map's page, what its drawing asks for, and the claims that a search lights."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import User
from debates.insight.words import STANDS
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.queries.search import MOST_FOUND
from debates.ratings.services import rate
from debates.reading.cards import Figure
from debates.reading.places import WHOLE
from debates.web.map import MOST_KEYS
from tests.bench.made import make
from tests.conftest import signed_in
from tests.maps.worlds import open_map, relation_of, seq_of
from tests.reading.worlds import grow

PAGE, DATA, HITS = "/c/sovereignty/map/", "/c/sovereignty/map/data/", "/c/sovereignty/map/hits/"


def asked(client: Client | None = None, **sent: Any) -> Any:
    """The data as JSON."""
    answer = (client or Client()).get(DATA, sent)
    assert answer.status_code == 200, answer.content
    return answer.json()


def carried(client: Client | None = None, address: str = PAGE) -> Any:
    """What the page carries for the drawing."""
    page = (client or Client()).get(address).content.decode()
    found = re.search(r'<script[^>]*id="map-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_page_carries_the_outline_and_what_the_drawing_begins_with(ana: User, thesis: Claim) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=ana, text="It is </script> asked for.")

    page = Client().get(PAGE)

    text = page.content.decode()
    assert page.status_code == 200
    assert "Aid weakens sovereignty." in text
    assert f'id="n{reply.pk}"' in text
    assert '<a href="/c/sovereignty/map/" aria-current="page">' in text
    begins = carried()
    assert begins == asked()
    assert (begins["whole"], begins["total"], begins["roots"]) == (True, 2, [str(thesis.pk)])
    assert begins["seq"] == seq_of(thesis.controversy)
    top, below = begins["places"]
    assert top["kids"] == [str(reply.pk)]
    assert (below["key"], below["up"], below["side"]) == (str(reply.pk), str(thesis.pk), "con")
    assert below["text"] == reply.text
    assert "is_stub" not in below


def test_an_empty_map_has_a_page(sovereignty: Controversy, ana: User) -> None:
    assert "No claim stands here yet." in Client().get(PAGE).content.decode()
    assert asked() == {"seq": 1, "ratings": 0, "whole": True, "total": 0, "roots": [], "places": []}
    assert "What would you answer?" in signed_in(ana).get(PAGE).content.decode()


def test_the_panel_opens_on_the_map_and_leads_back_to_it(ana: User, thesis: Claim) -> None:
    page = signed_in(ana).get(PAGE, {"claim": thesis.pk}).content.decode()

    assert f'<a class="close" href="{PAGE}" hx-get="{PAGE}"' in page
    assert f'name="next" value="{PAGE}?claim={thesis.pk}"' in page
    assert "What people think of it" in page


def test_a_page_that_opens_a_panel_is_sent_no_map(ana: User, thesis: Claim) -> None:
    panel = {"HX-Request": "true", "HX-Target": "panel"}

    page = Client().get(PAGE, {"claim": thesis.pk}, headers=panel).content.decode()

    assert 'id="panel-title"' in page
    assert "map-data" not in page
    assert 'class="line"' not in page


def test_a_rating_from_the_map_leads_back_to_the_map(ana: User, ben: User, thesis: Claim) -> None:
    back = f"{PAGE}?claim={thesis.pk}"

    answer = signed_in(ben).post(f"/c/sovereignty/at/{thesis.pk}/rate/", {"value": "3", "next": back})

    assert answer["Location"] == back


def test_a_reply_made_in_the_panel_on_the_map_renews_the_map(ben: User, thesis: Claim) -> None:
    sent = {"text": "It is asked for."}
    here = f"http://testserver{PAGE}?claim={thesis.pk}"

    answer = signed_in(ben).post(
        f"/c/sovereignty/at/{thesis.pk}/reply/con/",
        sent,
        headers={"HX-Request": "true", "HX-Target": "composer", "HX-Current-URL": here},
    )

    assert answer.status_code == 204
    assert json.loads(answer["HX-Location"])["path"] == f"{PAGE}?claim={thesis.pk}"


def test_a_large_map_begins_with_two_levels_in_a_small_page(ana: User, thesis: Claim) -> None:
    grow(thesis, ana, WHOLE, deep=True)
    client = Client()

    page = client.get(PAGE).content.decode()
    first = asked()

    assert page.count('<div class="line">') == len(first["places"]) == 3
    assert f"{WHOLE - 2} more below" in page
    assert (first["whole"], first["total"]) == (False, WHOLE + 1)
    last = first["places"][-1]
    below = asked(under=last["key"])
    assert [place["up"] for place in below["places"]] == [last["key"], last["kids"][0]]
    assert len(asked(all=1)["places"]) == WHOLE + 1
    deep = below["places"][1]["key"]
    assert [place["key"] for place in asked(to=deep)["places"]][-3:-1] == [last["kids"][0], deep]
    assert len(asked(to=deep)["places"]) == 6
    assert [place["key"] for place in asked(of=f"{last['key']},{thesis.pk}")["places"]] == [last["key"], str(thesis.pk)]


def test_the_page_of_a_map_of_3000_claims_is_small(db: None) -> None:
    made = make(3000)

    page = Client().get(f"/c/{made.controversy.slug}/map/").content

    assert len(page) < 150_000
    assert page.count(b"more below") > 10


def test_what_is_new_is_told_since_a_number(ana: User, ben: User, thesis: Claim) -> None:
    seq = asked()["seq"]
    reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")

    new = asked(since=seq)

    assert new["seq"] == seq_of(thesis.controversy)
    assert [place["key"] for place in new["places"]] == [str(thesis.pk), str(reply.pk)]
    assert asked(since=new["seq"])["places"] == []
    assert asked(since=new["seq"] + 1) == {"reread": True}


def test_a_strength_of_nought_is_told(ana: User, thesis: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debates.reading.places.figure_of", lambda *_: Figure(0, STANDS, 5))

    assert asked()["places"][0]["strength"] == 0


@pytest.mark.parametrize(
    "query",
    [
        *("under=", "under=x", "under=1-2-3", "under=-1", "under=%00", "under=1%0A", "under=" + "9" * 40),
        *(
            "to=",
            "to=x",
            "under=1&to=1",
            "all=",
            "all=yes",
            "since=",
            "since=-1",
            "since=x",
            "since=1.5",
            "since=" + "9" * 30,
            "since=²",
        ),
        *("of=", "of=1,,2", "of=1,x", "of=" + ",".join(map(str, range(1, MOST_KEYS + 2)))),
        *("all=1&since=3", "under=1&of=1", "under=1&to=1"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(query: str, thesis: Claim) -> None:
    answer = Client().get(f"{DATA}?{query}")

    assert answer.status_code == 400
    assert answer.json()["code"] == "malformed"
    assert len(answer.json()["message"]) > 10


def test_what_is_not_there_and_what_is_not_open_answer_alike(
    thesis: Claim, relations_subject: Subject, chloe: User
) -> None:
    open_map(relations_subject, chloe, "a-draft", state="draft")
    client = Client()
    never = asked()["roots"][0] + "9999"

    for slug in ("a-draft", "never-was"):
        for tail in ("map/", "map/data/", "map/data/?since=0", "map/hits/?q=aid"):
            assert client.get(f"/c/{slug}/{tail}").status_code == 404, (slug, tail)
    for name in ("under", "to"):
        assert client.get(DATA, {name: never}).status_code == 404


def test_what_one_has_already_is_not_sent_again(ana: User, ben: User, thesis: Claim) -> None:
    for client in (Client(), signed_in(ana)):
        first = client.get(DATA)
        again = client.get(DATA, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert first["Cache-Control"] == "private, no-cache"
    old = first["ETag"]

    rate(target=thesis, by=ben, value=4)

    assert client.get(DATA, headers={"If-None-Match": old}).status_code == 200


def test_a_visitors_answer_is_kept_and_a_member_without_rows_of_their_own_gets_the_same(
    ana: User, ben: User, thesis: Claim
) -> None:
    client = Client()
    first = client.get(DATA, {"all": 1})

    with CaptureQueriesContext(connection) as kept:
        again = client.get(DATA, {"all": 1})

    assert len(kept) == 1
    assert again.content == first.content == signed_in(ben).get(DATA, {"all": 1}).content


def test_a_members_own_rows_and_news_are_theirs_alone(ana: User, ben: User, thesis: Claim) -> None:
    gone = maps.add_reply(to=thesis, side="con", by=ben, text="Never mind.")
    maps.withdraw(contribution=gone, by=ben)
    mine, others = signed_in(ben), signed_in(ana)

    for client in (mine, others, Client(), mine):
        keys = [place["key"] for place in asked(client)["places"]]
        assert (str(gone.pk) in keys) == (client is mine)


def test_the_words_of_a_strength_are_in_the_language_of_the_address(thesis: Claim) -> None:
    english, spanish = Client().get(DATA).json(), Client().get(f"/es{DATA}").json()

    assert english["places"][0]["standing"] == "too few ratings to say"
    assert spanish["places"][0]["standing"] != english["places"][0]["standing"]


def test_a_search_names_the_claims_that_it_lights(ana: User, ben: User, mod: User, thesis: Claim) -> None:
    short = maps.add_reply(to=thesis, side="con", by=ana, text="Sovereignty is asked for.")
    hidden = maps.add_reply(to=thesis, side="con", by=ben, text="Sovereignty is a word.")
    maps.add_reply(to=relation_of(short), side="con", by=ben, text="Not so.", warrant="Sovereignty again.")
    maps.hide(contribution=hidden, by=mod, reason="rude")

    def lit(client: Client, words: str) -> set[int]:
        return set(client.get(HITS, {"q": words}).json()["hits"])

    assert lit(Client(), "sovereignty") == lit(signed_in(ana), "sovereig") == {thesis.pk, short.pk}
    assert lit(signed_in(ben), "sovereignty") == {thesis.pk, short.pk, hidden.pk}
    assert lit(Client(), "sovereignty asked") == {short.pk}
    assert lit(Client(), "") == lit(Client(), " \0 ") == lit(Client(), "xylophone") == set()


def test_a_search_says_when_there_are_more_than_it_names(ana: User, thesis: Claim) -> None:
    grow(thesis, ana, MOST_FOUND)
    assert not Client().get(HITS, {"q": "claim"}).json()["more"]
    grow(thesis, ana, 1)
    told = Client().get(HITS, {"q": "claim"}).json()
    assert (len(told["hits"]), told["more"]) == (MOST_FOUND, True)
