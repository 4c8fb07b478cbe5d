"""Who loses a right loses the stream; and no stream tells more than numbers, to anybody."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from core.accounts.leaving import leave
from core.accounts.sessions import end_sessions
from core.models import User
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy, Grant, Layer, Relation, Seat
from debates.ratings.services import rate
from tests.listening import Site, Stream

LIMIT = 5  # seconds in which a stream is to end
PIECE = re.compile(rb'(retry: 2000|:|(event: reread\n)?id: (\d+)\ndata: \{"seq": \3, "ratings": \d+, "here": \d+\})')


@dataclass
class Stage:
    """The maps on which rights end, and the people who lose them."""

    open: Controversy
    members: Controversy
    draft: Controversy
    room: Controversy
    ben: User
    mod: User
    chloe: User
    guest: User
    seat: Seat


@pytest.fixture
def stage(thesis: Claim, ben: User, mod: User, chloe: User) -> Stage:
    """A public map, one for members, a draft, and a class with a guest."""
    subject = thesis.controversy.subject
    members, draft = (
        maps.open_controversy(subject=subject, by=chloe, slug=slug, title="T", question="Q?", **more)
        for slug, more in (("members-one", {"state": "open", "access": "members"}), ("draft-one", {}))
    )
    room = Controversy.objects.create(
        subject=subject, slug="room", title="Class", question="Q?", state="open", access="session", visibility="group"
    )
    guest = User.objects.create(username="guest", is_guest=True)
    seat = Seat.objects.create(user=guest, controversy=room, layer=Layer.objects.create(controversy=room, number=1))
    return Stage(thesis.controversy, members, draft, room, ben, mod, chloe, guest, seat)


def session_runs_out(stage: Stage) -> None:
    Session.objects.update(expire_date=timezone.now())


def signs_out_everywhere(stage: Stage) -> None:
    end_sessions(stage.ben)


def account_is_closed(stage: Stage) -> None:
    User.objects.filter(pk=stage.ben.pk).update(is_active=False)


def password_is_changed(stage: Stage) -> None:
    stage.ben.set_password("another long one")
    stage.ben.save()


def leaves(stage: Stage) -> None:
    leave(person=stage.ben, texts="keep")


def becomes_members_only(stage: Stage) -> None:
    maps.edit_controversy(controversy=stage.open, by=stage.chloe, access="members")


def becomes_a_draft(stage: Stage) -> None:
    maps.edit_controversy(controversy=stage.members, by=stage.chloe, state="draft")


def grant_is_taken_back(stage: Stage) -> None:
    Grant.objects.filter(user=stage.mod).delete()


def seat_is_taken(stage: Stage) -> None:
    stage.seat.delete()


def seat_reads_no_more(stage: Stage) -> None:
    Seat.objects.update(reads=False)


@pytest.mark.parametrize(
    ("slug", "reader", "ending"),
    [
        ("sovereignty", "ben", session_runs_out),
        ("sovereignty", "ben", signs_out_everywhere),
        ("sovereignty", "ben", account_is_closed),
        ("sovereignty", "ben", password_is_changed),
        ("sovereignty", "ben", leaves),
        ("sovereignty", None, becomes_members_only),
        ("members-one", "ben", becomes_a_draft),
        ("draft-one", "mod", grant_is_taken_back),
        ("room", "guest", seat_is_taken),
        ("room", "guest", seat_reads_no_more),
    ],
)
def test_whose_right_ends_loses_the_stream_within_five_seconds(
    site: Site, stage: Stage, slug: str, reader: str | None, ending: Callable[[Stage], None]
) -> None:
    person = getattr(stage, reader) if reader else None
    with site.listens(slug, person) as losing, site.listens("sovereignty", stage.chloe) as keeping:
        assert losing.status == 200
        losing.hears(here=1)
        keeping.hears(seq=1)

        ending(stage)

        took = losing.ends(3 * LIMIT)
        print(f"{ending.__name__}: {took * 1000:.0f} ms")  # noqa: T201
        if ending is not session_runs_out:
            keeping.reads()
            assert not keeping.over


def test_a_grant_opens_what_its_loss_closes(site: Site, stage: Stage) -> None:
    with site.listens("draft-one", stage.ben) as stranger:
        assert stranger.status == 404
    maps.grant_role(user=stage.ben, role="curator", controversy=stage.draft, by=None)
    with site.listens("draft-one", stage.ben) as curator:
        assert curator.status == 200


@pytest.mark.parametrize("name", [None, "ana", "ben", "mod", "chloe", "root", "guest"])
def test_no_event_holds_a_text_or_an_id(site: Site, stage: Stage, ana: User, root: User, name: str | None) -> None:
    """Also not in a stream that was opened before a text was hidden; whole streams are read, byte by byte."""
    reader = User.objects.get(username=name) if name else None
    slug = "room" if name == "guest" else "sovereignty"
    place = stage.room if name == "guest" else stage.open
    writer = stage.guest if name == "guest" else ana
    with site.listens(slug, reader) as before:
        before.hears(here=1)
        claim = maps.add_claim(controversy=place, by=writer, text="About qsecretzx there is something to say.")
        rows = [claim.pk]
        if name != "guest":
            reply = maps.add_reply(to=claim, side="con", by=stage.ben, text="An answer about qsecretzx.")
            rows += [reply.pk, Relation.objects.get(child=reply).pk]
            rate(target=claim, by=stage.ben, value=1)
            maps.hide(contribution=claim, by=stage.mod, reason="Rule qsecretzx")
        place.refresh_from_db()
        before.hears(seq=place.seq)
        with site.listens(slug, reader) as after:
            after.hears(seq=place.seq)
            assert_tells_numbers_only(before, after)
    # The ids are not among the numbers, but for such as a count of changes may be by chance.
    told = {told.data[one] for stream in (before, after) for told in stream.events for one in told.data}
    assert told <= {*range(place.seq + 1)} | {n for n in told if n < 40}


def assert_tells_numbers_only(*streams: Stream) -> None:
    for stream in streams:
        for piece in stream.body.removesuffix(b"\n\n").split(b"\n\n"):
            assert PIECE.fullmatch(piece), piece


def test_the_twin_tells_the_same_people_the_same_numbers(site: Site, stage: Stage) -> None:
    assert Client().get("/live/members-one/now/").status_code == 404
    assert Client().get("/live/room/now/").status_code == 404
    told = Client().get("/live/sovereignty/now/").json()
    with site.listens("sovereignty") as visitor:
        visitor.hears(seq=told["seq"])
        assert visitor.events[0].data == told | {"here": 1}
