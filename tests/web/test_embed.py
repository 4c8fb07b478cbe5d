"""A debate in a frame on another site: only where its controversy allows it, and as a visitor sees it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import User
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy
from tests.conftest import signed_in
from tests.maps.worlds import last_line, refused, set_map

DEBATE, MAP = "/embed/c/sovereignty/", "/embed/c/sovereignty/map/"
DATA = "/embed/c/sovereignty/map/data/"
PAGES = [DEBATE, MAP]


@pytest.fixture
def anywhere(sovereignty: Controversy, chloe: User) -> Controversy:
    """The controversy may be framed by everybody."""
    return maps.edit_controversy(controversy=sovereignty, by=chloe, embedding="anywhere")


def ancestors(client: Client, address: str) -> tuple[str, str | None]:
    """(frame-ancestors, X-Frame-Options) of an answer."""
    answer = client.get(address)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    return policy["frame-ancestors"], answer.headers.get("X-Frame-Options")


@pytest.mark.parametrize("address", PAGES)
def test_by_default_nobody_may_frame_a_debate(address: str, thesis: Claim) -> None:
    answer = Client().get(address)

    assert answer.status_code == 403
    assert ancestors(Client(), address) == ("'none'", "DENY")
    assert thesis.text not in answer.content.decode()
    assert 'href="/c/sovereignty/" target="_blank" rel="noopener"' in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_curator_allows_all_sites_or_some(address: str, thesis: Claim, sovereignty: Controversy, chloe: User) -> None:
    maps.edit_controversy(controversy=sovereignty, by=chloe, embedding="anywhere")
    everywhere = ancestors(Client(), address)
    sites = [" HTTPS://School.example.org/ ", "https://*.example.net:8443", "https://school.example.org"]
    maps.edit_controversy(controversy=sovereignty, by=chloe, embedding="sites", embed_sites=sites)

    assert everywhere == ("*", None)
    assert ancestors(Client(), address) == ("https://school.example.org https://*.example.net:8443", None)
    assert thesis.text in Client().get(address).content.decode()
    assert last_line(sovereignty).after == {
        "embedding": "sites",
        "embed_sites": ["https://school.example.org", "https://*.example.net:8443"],
    }


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/c/sovereignty/",
        "/c/sovereignty/map/",
        "/c/sovereignty/outline/",
        "/c/sovereignty/take/",
        DATA,
        "/sign-in/",
    ],
)
def test_every_other_page_stays_out_of_frames(address: str, thesis: Claim, anywhere: Controversy) -> None:
    assert ancestors(Client(), address) == ("'none'", "DENY")


@pytest.mark.parametrize("address", [*PAGES, DATA, f"/es{DEBATE}", f"/es{MAP}", f"/es{DATA}"])
def test_whatever_cookies_come_the_answer_is_a_visitors(
    address: str, thesis: Claim, ana: User, mod: User, anywhere: Controversy
) -> None:
    secret = maps.add_reply(to=thesis, side="con", by=ana, text="Secretword.")
    maps.hide(contribution=secret, by=mod, reason="Rule 1")

    answers = [client.get(address) for client in (Client(), signed_in(mod), signed_in(ana))]
    bodies = [answer.content.decode() for answer in answers]

    for body in bodies:
        assert "Secretword" not in body
        assert "mod" not in body.split()
        assert "csrf" not in body
        assert "<form" not in body
    assert not [answer for answer in answers if answer.cookies]
    assert {answer.status_code for answer in answers} == {200}


def test_no_session_is_read_for_a_frame(thesis: Claim, ana: User, anywhere: Controversy) -> None:
    client = signed_in(ana)
    client.get(DEBATE)

    with CaptureQueriesContext(connection) as asked:
        client.get(DEBATE)

    assert not [one for one in asked if "session" in one["sql"] or "core_user" in one["sql"]]


def test_a_signed_in_readers_language_does_not_speak_there(thesis: Claim, ana: User, anywhere: Controversy) -> None:
    User.objects.filter(pk=ana.pk).update(language="es")

    assert "Open the debate" in signed_in(ana).get(DEBATE).content.decode()


def test_links_to_claims_stay_in_the_frame_and_others_open_beside_it(
    thesis: Claim, ben: User, anywhere: Controversy
) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    maps.add_reply(to=reply, side="pro", by=ben, text="By Congress.")

    first = Client().get(DEBATE).content.decode()
    second = Client().get(f"{DEBATE}?claim={reply.pk}").content.decode()

    assert f'href="{DEBATE}?claim={reply.pk}"' in first
    assert "By Congress." in second
    assert f'href="{DEBATE}?claim={thesis.pk}"' in second
    for body in (first, second):
        outward = [part for part in body.split("<a ")[1:] if 'href="/c/' in part]
        assert outward
        assert all('target="_blank" rel="noopener"' in part.partition(">")[0] for part in outward)


def test_a_claim_that_went_leads_to_the_thesis(thesis: Claim, anywhere: Controversy) -> None:
    for asked in ("999999999", "x", "-1", "9" * 40):
        answer = Client().get(f"{DEBATE}?claim={asked}")
        assert answer.status_code == 200
        assert thesis.text in answer.content.decode()


def test_colours_are_the_devices_or_those_that_the_address_names(thesis: Claim, anywhere: Controversy) -> None:
    by_device = Client().get(DEBATE).content.decode()
    light = Client().get(f"{DEBATE}?theme=light").content.decode()
    dark = Client().get(f"{DEBATE}?theme=dark").content.decode()

    assert 'media="screen and (prefers-color-scheme: dark)"' in by_device
    assert "dark.css" not in light
    assert 'media="screen"' in dark
    assert Client().get(f"{DEBATE}?theme=blue").status_code == 422


@pytest.mark.parametrize("state", [{"state": "draft"}, {"access": "members"}])
def test_what_a_visitor_may_not_enter_is_in_no_frame(
    state: dict[str, str], thesis: Claim, anywhere: Controversy, chloe: User
) -> None:
    set_map(anywhere, **state)

    assert [signed_in(chloe).get(address).status_code for address in (*PAGES, DATA)] == [404] * 3


def test_a_map_without_a_claim_says_so(anywhere: Controversy) -> None:
    assert "No claim stands here yet." in Client().get(DEBATE).content.decode()
    assert Client().get(MAP).status_code == 200


@pytest.mark.parametrize(
    "site",
    ["school", "https://", "https://a b", "https://a;script-src *", "https://a/path", "javascript:x", "*", "'self'"],
)
def test_what_is_no_site_is_refused(site: str, sovereignty: Controversy, chloe: User) -> None:
    with refused("bad_address", "embed_sites"):
        maps.edit_controversy(controversy=sovereignty, by=chloe, embedding="sites", embed_sites=[site])
    with pytest.raises(IntegrityError), transaction.atomic():
        Controversy.objects.filter(pk=sovereignty.pk).update(embed_sites=[site])


def test_some_sites_without_a_site_are_refused(sovereignty: Controversy, chloe: User, ana: User) -> None:
    with refused("text_missing", "embed_sites"):
        maps.edit_controversy(controversy=sovereignty, by=chloe, embedding="sites")
    with refused("too_long", "embed_sites"):
        many = [f"https://a{n}.example.org" for n in range(21)]
        maps.edit_controversy(controversy=sovereignty, by=chloe, embedding="sites", embed_sites=many)
    with refused("not_curator"):
        maps.edit_controversy(controversy=sovereignty, by=ana, embedding="anywhere")
    with pytest.raises(IntegrityError), transaction.atomic():
        Controversy.objects.filter(pk=sovereignty.pk).update(embedding="sites")
    with pytest.raises(IntegrityError), transaction.atomic():
        Controversy.objects.filter(pk=sovereignty.pk).update(embedding="moon")


def test_the_desk_sets_who_may_frame(sovereignty: Controversy, chloe: User) -> None:
    desk = f"/admin/debates/controversy/{sovereignty.pk}/change/"
    form = signed_in(chloe).get(desk).context["adminform"].form
    sent = {name: value for name, value in form.initial.items() if value is not None and value is not False}
    sent |= {"tags": "", "embedding": "sites", "embed_sites": "https://school.example.org, https://a.example.org"}

    answer = signed_in(chloe).post(desk, sent)

    assert answer.status_code == 302
    sovereignty.refresh_from_db()
    assert sovereignty.embed_sites == ["https://school.example.org", "https://a.example.org"]
    assert signed_in(chloe).post(desk, sent | {"embed_sites": "school"}).status_code == 200


def test_the_page_to_take_things_along_offers_a_frame_where_it_may_stand(
    thesis: Claim, sovereignty: Controversy, chloe: User
) -> None:
    page = "/c/sovereignty/take/"
    closed = [client.get(page).content.decode() for client in (Client(), signed_in(chloe))]
    maps.edit_controversy(controversy=sovereignty, by=chloe, embedding="anywhere")
    opened = Client().get(page).content.decode()

    assert "A curator can allow it" in closed[0]
    assert f"/admin/debates/controversy/{sovereignty.pk}/change/" in closed[1]
    assert f"&lt;iframe src=&quot;http://testserver{DEBATE}&quot;" in opened
    assert f"&lt;iframe src=&quot;http://testserver{MAP}&quot;" in opened
    for link in ("map.png", "map.svg", "feed/", "sources.bib"):
        assert f'href="/c/sovereignty/{link}"' in opened
