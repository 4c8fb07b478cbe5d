"""The stream: what it tells, to whom, and what it costs."""

import re
import threading
import time
from contextlib import ExitStack

import pytest
from django.test import Client
from pytest_django import Settings

from core.live import stream
from core.models import User
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy
from debates.ratings.services import rate
from tests.listening import Site, Stream, serving, session_of

CUT_OFF = "This server carries no streams"


def seq_of(controversy: Controversy) -> int:
    controversy.refresh_from_db()
    return controversy.seq


def say(what: str, seconds: float) -> None:
    """A measured time, for whoever reads the output."""
    print(f"{what}: {seconds * 1000:.0f} ms")  # noqa: T201


def test_a_claim_of_another_is_told_within_a_second(site: Site, thesis: Claim, ben: User) -> None:
    with site.listens("sovereignty") as visitor, site.listens("sovereignty", ben) as member:
        known = seq_of(thesis.controversy)
        visitor.hears(seq=known)
        member.hears(seq=known)

        maps.add_reply(to=thesis, side="con", by=ben, text="It never did.")

        now = seq_of(thesis.controversy)
        assert now > known
        say("a claim of another was told after", max(one.hears(seq=now, seconds=3) for one in (visitor, member)))
        assert visitor.events[-1].id == now


def test_a_rating_of_another_is_told_by_its_version(site: Site, thesis: Claim, ben: User) -> None:
    with site.listens("sovereignty") as visitor:
        visitor.hears(seq=1)
        before = visitor.events[-1].data["ratings"]

        rate(target=thesis, by=ben, value=4)

        say("a rating of another was told after", visitor.hears(ratings=before + 1, seconds=6))


def test_another_map_is_heard_of_by_nobody_here(
    site: Site, thesis: Claim, ben: User, chloe: User, relations_subject: object
) -> None:
    other = maps.open_controversy(
        subject=thesis.controversy.subject, by=chloe, slug="other", title="Other", question="Other?", state="open"
    )
    with site.listens("sovereignty") as here, site.listens("other") as there:
        here.hears(seq=1)
        there.hears(seq=seq_of(other))
        known = len(here.events)

        maps.add_claim(controversy=other, by=ben, text="Something else.")

        there.hears(seq=seq_of(other))
        here.reads()
        assert [
            told.data["seq"] for told in here.events[known:] if told.data["seq"] != here.events[0].data["seq"]
        ] == []


@pytest.mark.parametrize("by", ["header", "query"])
def test_who_was_cut_off_misses_nothing(site: Site, thesis: Claim, ben: User, by: str) -> None:
    with site.listens("sovereignty") as visitor:
        visitor.hears(seq=1)
        last = visitor.events[-1].id
    for number in range(3):
        maps.add_reply(to=thesis, side="con", by=ben, text=f"Reason {number}.")

    asked = {"Last_Event_ID": str(last)} if by == "header" else {"query": f"?since={last}"}
    with site.listens("sovereignty", None, **asked) as back:
        back.hears(seq=seq_of(thesis.controversy))
        assert back.events[0].name == "message"
        assert back.events[0].id == seq_of(thesis.controversy)


def test_twenty_thousand_changes_at_once_are_refused_with_reread(site: Site, thesis: Claim) -> None:
    Controversy.objects.filter(pk=thesis.controversy_id).update(seq=20_005)
    with site.listens("sovereignty", query="?since=5") as behind:
        behind.hears(seq=20_005)
        assert [told.name for told in behind.events] == ["reread"]
    with site.listens("sovereignty", Last_Event_ID="30000") as ahead:
        ahead.hears(seq=20_005)
        assert ahead.events[0].name == "reread"


def test_readers_are_counted_and_have_no_names(site: Site, thesis: Claim, ben: User) -> None:
    with site.listens("sovereignty") as visitor:
        visitor.hears(here=1)
        with site.listens("sovereignty", ben) as member:
            member.hears(here=2)
            visitor.hears(here=2)
            assert b"ben" not in visitor.raw
        known = len(visitor.events)
        visitor.reads_until(lambda: any(told.data["here"] == 1 for told in visitor.events[known:]))


def test_a_stream_is_not_kept_nor_held_back_on_its_way(site: Site, thesis: Claim) -> None:
    with site.listens("sovereignty") as visitor:
        assert visitor.header["content-type"] == "text/event-stream; charset=utf-8"
        assert visitor.header["cache-control"] == "no-store, no-transform"
        assert visitor.header["x-accel-buffering"] == "no"
        visitor.hears(seq=1)
        assert visitor.body.startswith(b"retry: ")


def test_a_silent_stream_shows_that_it_lives(site: Site, thesis: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BEAT_EVERY", 0.2)
    with site.listens("sovereignty") as visitor:
        visitor.reads_until(lambda: b"\n\n:\n\n" in visitor.body)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_pages_of_other_sites_get_no_stream(site: Site, thesis: Claim, ben: User, headers: dict[str, str]) -> None:
    with site.listens("sovereignty", ben, **headers) as foreign:
        assert foreign.status == 403
        foreign.ends()
        assert b"data:" not in foreign.raw


def test_pages_of_this_site_get_one(site: Site, thesis: Claim) -> None:
    with site.listens("sovereignty", Origin=site.url, Sec_Fetch_Site="same-origin") as own:
        assert own.status == 200


def test_a_host_that_is_not_ours_is_refused_as_by_every_page(site: Site, thesis: Claim) -> None:
    with site.listens("sovereignty", Host="elsewhere.example") as foreign:
        assert foreign.status == 400


def test_what_is_secret_and_what_never_was_answer_alike(
    site: Site, sovereignty: Controversy, ben: User, chloe: User
) -> None:
    for slug, more in (("draft-one", {}), ("members-one", {"state": "open", "access": "members"})):
        maps.open_controversy(subject=sovereignty.subject, by=chloe, slug=slug, title="T", question="Q?", **more)
    answers = []
    for slug in ("draft-one", "members-one", "never-was"):
        with site.listens(slug) as visitor:
            assert visitor.status == 404
            visitor.ends()
            answers.append(re.sub(rb"nonce[^>]*|date: .*|/live/[a-z-]*/", b"", visitor.raw))
    assert answers[0] == answers[1] == answers[2]
    page = Client().get("/c/draft-one/")
    assert page.status_code == 404
    with site.listens("members-one", ben) as member:
        assert member.status == 200


def test_a_session_that_ended_listens_as_a_visitor(site: Site, thesis: Claim, ben: User) -> None:
    with site.listens("sovereignty", cookie="sessionid=nobodyknowsthis") as visitor:
        assert visitor.status == 200


def test_so_many_streams_for_one_person_and_no_more(
    site: Site, thesis: Claim, ben: User, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PER_PERSON", 2)
    with site.listens("sovereignty", ben) as one, site.listens("sovereignty", ben) as two:
        assert (one.status, two.status) == (200, 200)
        with site.listens("sovereignty", ben) as third, site.listens("sovereignty", ana) as another:
            assert third.status == 429
            assert third.header["retry-after"] == "5"
            third.ends()
            assert b"Close some" in third.body
            assert another.status == 200
    with site.listens("sovereignty", ben) as again:
        again.reads_until(lambda: again.status in {200, 429})


def test_so_many_streams_in_all_and_no_more(site: Site, thesis: Claim, settings: Settings) -> None:
    settings.LIVE_STREAMS = 3
    with ExitStack() as opened:
        for _ in range(3):
            assert opened.enter_context(site.listens("sovereignty")).status == 200
        refused = opened.enter_context(site.listens("sovereignty"))
        assert refused.status == 503
        assert refused.header["retry-after"] == "5"


def test_no_listener_has_a_thread(site: Site, thesis: Claim, ben: User) -> None:
    with ExitStack() as opened:
        first = opened.enter_context(site.listens("sovereignty"))
        first.hears(seq=1)
        Client().get("/")
        before = threading.active_count()
        crowd = [opened.enter_context(site.listens("sovereignty")) for _ in range(200)]
        for one in crowd:
            one.hears(seq=1, seconds=60)
        assert threading.active_count() <= before + 3  # those that ask the database for all of them

        maps.add_reply(to=thesis, side="con", by=ben, text="It never did.")
        now, begun = seq_of(thesis.controversy), time.monotonic()
        for one in crowd:
            one.hears(seq=now, seconds=10)
        say("two hundred listeners were told after", time.monotonic() - begun)


def test_a_server_that_is_told_to_stop_does_not_wait_for_its_readers(thesis: Claim, transactional_db: None) -> None:
    with serving() as site:
        reader = site.listens("sovereignty")
        reader.hears(seq=1)
    reader.ends()
    reader.close()


def test_a_server_without_streams_says_where_to_ask(thesis: Claim) -> None:
    answer = Client().get("/live/sovereignty/")

    assert answer.status_code == 406
    assert CUT_OFF in answer.text


def test_a_session_key_is_no_way_to_another_persons_stream(site: Site, thesis: Claim, ben: User) -> None:
    assert session_of(ben) != session_of(ben)
    with Stream(site.port, "/live/sovereignty/", cookie=f"sessionid={'a' * 32}") as nobody:
        assert nobody.status == 200
