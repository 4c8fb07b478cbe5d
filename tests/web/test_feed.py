"""The feed of a public map: well formed, the same for everybody, and without a trace of what went."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from core.models import User
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.services import add_reply, approve, edit, hide, restore, withdraw
from tests.conftest import signed_in
from tests.maps.worlds import ClassRoom, open_map, set_map, turn

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/c/sovereignty/feed/"


def entries(answer: Any) -> list[dict[str, str]]:
    """What a reader makes of it: title, summary, link, id and author of each entry."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for needed in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{needed}") is not None
    found = []
    for entry in root.findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        found.append(
            {name: entry.findtext(f"{ATOM}{name}", "") for name in ("title", "summary", "id", "updated")}
            | {"link": link.attrib["href"], "author": entry.findtext(f"{ATOM}author/{ATOM}name", "")}
        )
    return found


def test_it_tells_what_is_new_and_what_was_reworded_newest_first(thesis: Claim, ana: User, ben: User) -> None:
    add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    edit(contribution=thesis, by=ana, text="Aid can weaken sovereignty.", base_revision=1)

    told = entries(Client().get(FEED))

    assert [entry["title"] for entry in told] == [
        "Reworded: Aid can weaken sovereignty.",
        "New claim against “Aid can weaken sovereignty.”: It is asked for.",
        "New thesis: Aid can weaken sovereignty.",
    ]
    assert [entry["author"] for entry in told] == ["ana", "ben", "ana"]
    assert len({entry["id"] for entry in told}) == 3
    assert told[0]["link"] == f"http://testserver/at/{thesis.pk}/"


def test_markup_in_a_text_stays_text_for_a_reader_that_takes_it_for_markup(thesis: Claim, ana: User) -> None:
    add_reply(to=thesis, side="con", by=ana, text="<script>alert(1)</script> & more ]]>")

    answer = Client().get(FEED)

    newest = entries(answer)[0]
    assert newest["summary"] == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more ]]&gt;"
    assert "<script>alert(1)</script> & more" in newest["title"]
    assert b"<script" not in answer.content


def test_it_is_the_same_for_staff_and_authors_as_for_everybody(
    thesis: Claim, sovereignty: Controversy, ana: User, mod: User, root: User
) -> None:
    hidden = add_reply(to=thesis, side="con", by=ana, text="qhiddenzx.")
    edit(contribution=hidden, by=ana, text="qhiddenzx again.", base_revision=1)
    gone = add_reply(to=thesis, side="con", by=ana, text="qgonezx.")
    erased = add_reply(to=thesis, side="con", by=ana, text="qerasedzx.")
    set_map(sovereignty, premoderated=True)
    waiting = add_reply(to=thesis, side="con", by=ana, text="qwaitingzx.")
    before = entries(Client().get(FEED))
    assert sum("qhiddenzx" in entry["title"] for entry in before) == 2

    hide(contribution=hidden, by=mod, reason="qreasonzx")
    withdraw(contribution=gone, by=ana)
    turn(erased, "erased")

    feeds = [client.get(FEED).content for client in (Client(), signed_in(ana), signed_in(mod), signed_in(root))]
    assert len({*feeds}) == 1
    assert b"zx" not in feeds[0]
    assert f"/at/{hidden.pk}/".encode() not in feeds[0]
    approve(contribution=waiting, by=mod)
    restore(contribution=hidden, by=mod)
    after = entries(Client().get(FEED))
    assert any("qwaitingzx" in entry["title"] for entry in after)
    assert all(entry["author"] != "mod" for entry in after)


@pytest.mark.parametrize("how", [{"access": "unlisted"}, {"access": "members"}, {"state": "draft"}])
def test_a_map_that_is_not_for_everybody_has_none(
    how: dict[str, str], relations_subject: Subject, chloe: User, root: User
) -> None:
    open_map(relations_subject, chloe, "other", **how)

    for client in (Client(), signed_in(chloe), signed_in(root)):
        assert client.get("/c/other/feed/").status_code == 404
        page = client.get("/c/other/")
        assert page.status_code == 404 or "application/atom+xml" not in page.content.decode()


def test_a_class_session_has_none(relations_subject: Subject, chloe: User) -> None:
    room = ClassRoom(relations_subject, chloe)

    for client in (Client(), signed_in(room.host), signed_in(room.seat("one", 1))):
        assert client.get("/c/class-7b/feed/").status_code == 404
    assert "application/atom+xml" not in signed_in(room.host).get("/c/class-7b/").content.decode()


def test_pages_of_a_public_map_say_where_it_is(thesis: Claim) -> None:
    for page in ("", "outline/", "changes/"):
        assert 'type="application/atom+xml"' in Client().get(f"/c/sovereignty/{page}").content.decode()
        assert FEED in Client().get(f"/c/sovereignty/{page}").content.decode()


def test_who_has_it_already_is_told_so_until_the_map_moves(thesis: Claim, ana: User) -> None:
    client = Client()
    first = client.get(FEED)
    tag, day = first.headers["ETag"], first.headers["Last-Modified"]

    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(FEED, headers={"If-Modified-Since": day}).status_code == 304
    assert client.head(FEED).headers["ETag"] == tag
    add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    changed = client.get(FEED, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_a_closed_map_keeps_its_feed(thesis: Claim, sovereignty: Controversy) -> None:
    set_map(sovereignty, state="closed")

    assert len(entries(Client().get(FEED))) == 1


def test_it_speaks_the_language_of_its_map(thesis: Claim, sovereignty: Controversy) -> None:
    set_map(sovereignty, language="es")

    answer = Client().get(FEED)

    root = ElementTree.fromstring(answer.content)
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "es"
