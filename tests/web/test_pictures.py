"""The map as a picture: what it shows, to whom, of what age, and what is refused."""

import struct
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import User
from debates.interchange.drawing.raster import NotDrawn
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy
from debates.ratings.services import rate
from debates.reading import pictures
from debates.web import picture
from tests.conftest import signed_in
from tests.maps.worlds import set_map

SVG, PNG = "/c/sovereignty/map.svg", "/c/sovereignty/map.png"
PREVIEW = "/c/sovereignty/preview.png"


@pytest.fixture
def svg_for_png(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PNG is made of the drawing that it gets; here that drawing itself is answered."""
    monkeypatch.setattr(pictures, "png", lambda svg, **_size: svg.encode())


def told(client: Client, address: str) -> str:
    """All texts of the drawing at this address, as one reads them."""
    answer = client.get(address)
    assert answer.status_code == 200
    root = Xml.fromstring(answer.content)
    return " ".join("".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text"))


def test_it_shows_the_question_the_claims_and_where_the_map_is_found(thesis: Claim, ben: User) -> None:
    maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")

    shown = told(Client(), SVG)

    for words in ("Does aid weaken sovereignty?", "Aid weakens", "It is asked for.", "testserver/c/sovereignty/map/"):
        assert words in shown
    assert "change 4" in shown
    assert "1 against" in shown


@pytest.mark.parametrize("address", [SVG, PNG, PREVIEW])
def test_a_map_that_is_closed_while_it_is_asked_for_is_not_there(
    address: str, thesis: Claim, sovereignty: Controversy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the statement that opens the map and the one that reads it, a curator closes it."""

    def tag(*args: Any, **named: Any) -> str:
        set_map(sovereignty, state="draft")
        return pictures.tag_of(*args, **named)

    monkeypatch.setattr(picture, "tag_of", tag)

    assert Client().get(address).status_code == 404


def test_it_speaks_the_language_of_its_address(thesis: Claim, ben: User) -> None:
    assert "Apoya" in told(Client(), f"/es{SVG}")
    assert "testserver/es/c/sovereignty/map/" in told(Client(), f"/es{SVG}")


def test_the_branch_of_a_claim_is_drawn_alone(thesis: Claim, ben: User) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    maps.add_reply(to=reply, side="pro", by=ben, text="By Congress.")
    maps.add_reply(to=thesis, side="pro", by=ben, text="Money binds.")

    shown = told(Client(), f"{SVG}?claim={reply.pk}")

    assert "By Congress." in shown
    assert "One branch of the map" in shown
    assert "Money binds." not in shown


def test_levels_say_how_far_down(thesis: Claim, ben: User) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    maps.add_reply(to=reply, side="pro", by=ben, text="By Congress.")

    assert "By Congress." not in told(Client(), f"{SVG}?levels=1")
    assert "1 more claim below" in told(Client(), f"{SVG}?levels=1")
    assert "By Congress." in told(Client(), f"{SVG}?levels=2")


def test_a_hidden_claim_leaves_a_place_and_no_word(
    thesis: Claim, ana: User, ben: User, mod: User, svg_for_png: None
) -> None:
    secret = maps.add_reply(to=thesis, side="con", by=ana, text="Secretword here.")
    maps.add_reply(to=secret, side="pro", by=ben, text="Stays.")
    before = {address: Client().get(address).content for address in (SVG, PNG, PREVIEW)}
    maps.hide(contribution=secret, by=mod, reason="Rule 1")

    for address, content in before.items():
        assert b"Secretword" in content
        for client in (Client(), signed_in(ben)):
            assert b"Secretword" not in client.get(address).content
    assert "A claim that is not shown" in told(Client(), f"{SVG}?levels=2")
    assert "Secretword" in told(signed_in(mod), SVG)
    assert b"Secretword" not in signed_in(mod).get(PREVIEW).content
    assert Client().get(f"{SVG}?claim={secret.pk}").status_code == 200
    assert b"Secretword" not in Client().get(f"{SVG}?claim={secret.pk}").content


def test_a_png_is_one_of_twice_the_size_of_the_drawing(thesis: Claim) -> None:
    answer = Client().get(PNG)
    drawing = Xml.fromstring(Client().get(SVG).content)

    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", answer.content[16:24])
    assert abs(width - 2 * float(drawing.get("width") or 0)) <= 2
    assert abs(height - 2 * float(drawing.get("height") or 0)) <= 2


def test_a_preview_has_the_size_that_others_ask_for(thesis: Claim) -> None:
    assert struct.unpack(">II", Client().get(PREVIEW).content[16:24]) == (1200, 630)


def test_too_many_at_once_are_asked_to_come_again(thesis: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_args: object, **_size: object) -> bytes:
        raise NotDrawn

    monkeypatch.setattr(pictures, "png", busy)
    answer = Client().get(PNG)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert Client().get(SVG).status_code == 200


@pytest.mark.parametrize(
    "asked", ["levels=0", "levels=21", "levels=x", "levels=", "claim=x", "claim=", "claim=-1", "theme=blue", "theme="]
)
@pytest.mark.parametrize("address", [SVG, PNG])
def test_what_cannot_be_meant_is_refused_in_a_sentence(asked: str, address: str, thesis: Claim) -> None:
    answer = Client().get(f"{address}?{asked}")

    assert answer.status_code in (400, 422)
    assert asked.partition("=")[0] in answer.content.decode()


@pytest.mark.parametrize("address", [f"{SVG}?claim=999999999999999999", "/c/nothing/map.svg", "/c/nothing/preview.png"])
def test_what_is_not_there_is_not_found(address: str, thesis: Claim) -> None:
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("state", [{"state": "draft"}, {"access": "members"}])
def test_a_map_that_a_visitor_may_not_enter_has_no_picture_for_them(
    state: dict[str, str], thesis: Claim, sovereignty: Controversy, chloe: User
) -> None:
    set_map(sovereignty, **state)

    assert [Client().get(address).status_code for address in (SVG, PNG, PREVIEW)] == [404] * 3
    assert signed_in(chloe).get(SVG).status_code == 200
    assert signed_in(chloe).get(PREVIEW).status_code == 404


def test_a_map_that_no_list_names_has_a_picture_and_no_preview(thesis: Claim, sovereignty: Controversy) -> None:
    set_map(sovereignty, access="unlisted")

    assert Client().get(SVG).status_code == 200
    assert Client().get(PREVIEW).status_code == 404
    for page in ("/c/sovereignty/", "/c/sovereignty/map/", "/c/sovereignty/outline/"):
        assert "og:image" not in Client().get(page).content.decode()


@pytest.mark.parametrize("page", ["", "outline/", "map/", "claim/{pk}-aid-weakens-sovereignty/"])
def test_pages_of_a_public_map_name_their_preview(page: str, thesis: Claim) -> None:
    said = Client().get(f"/c/sovereignty/{page.format(pk=thesis.pk)}").content.decode()

    assert f'<meta property="og:image" content="http://testserver{PREVIEW}?v=2">' in said
    assert '<meta property="og:title" content="Sovereignty">' in said
    assert '<meta property="og:description" content="Does aid weaken sovereignty?">' in said
    assert '<meta name="twitter:card" content="summary_large_image">' in said


def test_who_has_the_newest_picture_is_told_so(thesis: Claim, ben: User) -> None:
    first = Client().get(SVG)
    tag = first.headers["ETag"]
    same = Client().get(SVG, headers={"If-None-Match": tag})
    other = Client().get(f"{SVG}?theme=dark")
    rate(target=thesis, by=ben, value=4)
    later = Client().get(SVG, headers={"If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert other.headers["ETag"] != tag
    assert (later.status_code, later.headers["ETag"] == tag) == (200, False)


def test_shared_stores_keep_what_visitors_see_alone(thesis: Claim, ana: User) -> None:
    mine, anybodys = signed_in(ana).get(SVG), Client().get(SVG)

    assert mine.headers["Cache-Control"] == "private, no-cache"
    assert anybodys.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" in anybodys.headers["Vary"]


def test_a_picture_runs_and_loads_nothing_and_stands_in_no_frame(thesis: Claim) -> None:
    answer = Client().get(SVG)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))

    assert policy == {"default-src": "'none'", "frame-ancestors": "'none'"}
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_kept_picture_costs_one_statement(thesis: Claim) -> None:
    Client().get(SVG)

    with CaptureQueriesContext(connection) as asked:
        Client().get(SVG)

    assert len(asked) == 1


def test_what_a_member_alone_sees_is_not_kept_for_others(thesis: Claim, ana: User, sovereignty: Controversy) -> None:
    set_map(sovereignty, premoderated=True)
    maps.add_reply(to=thesis, side="con", by=ana, text="Waitingword.")

    shown: dict[str, Any] = {name: told(client, SVG) for name, client in (("ana", signed_in(ana)), ("", Client()))}

    assert "Waitingword." in shown["ana"]
    assert "Not counted" in shown["ana"]
    assert "Waitingword." not in shown[""]
