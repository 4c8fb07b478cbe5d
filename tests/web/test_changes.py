"""Pages of what happened: the record, the thread of one thing, what is new to a member."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.history.models import Entry, Visit
from debates.maps.models import Claim, Contribution, Controversy
from debates.maps.services import add_reply, edit, hide, withdraw
from debates.reading.shape import forget_shapes
from tests.conftest import signed_in
from tests.maps.worlds import fresh, relation_of

SECOND = "Aid can weaken sovereignty."


def body(answer: Any) -> str:
    return str(answer.content.decode())


def without_nonce(answer: Any) -> str:
    """The page without what is drawn anew for each answer."""
    return re.sub(r'nonce="[^"]*"', "", body(answer))


def thread_of(row: Contribution) -> str:
    return f"/c/sovereignty/at/{row.pk}/history/"


@pytest.fixture
def reworded(thesis: Claim, ana: User) -> Claim:
    """Ana's thesis in its second wording."""
    edit(contribution=thesis, by=ana, text=SECOND, base_revision=1, reason="Softer")
    return thesis


class TestTheThread:
    """How a thing came to read as it does, and the way back."""

    def test_everything_that_is_written_has_one(self, thesis: Claim, ana: User) -> None:
        reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.", warrant="Requests bind.")
        excerpt = cite(claim=thesis, by=ana, side="pro", text="It says so.", new_source={"title": "Survey"})
        said = add_comment(on=thesis, by=ana, text="Define aid?")

        for row, kind in ((thesis, "claim"), (relation_of(reply), "step"), (excerpt, "evidence"), (said, "comment")):
            page = body(Client().get(thread_of(row)))
            assert f"How this {kind} came to read as it does" in page
            assert f"Back to the {kind}" in page
            assert row.text in page

    def test_its_old_address_leads_there(self, thesis: Claim) -> None:
        answer = Client().get(f"/c/sovereignty/claim/{thesis.pk}/history/")

        assert answer.headers["Location"] == thread_of(thesis)

    def test_what_may_not_be_read_has_the_same_404_as_what_never_was(self, thesis: Claim, ana: User, mod: User) -> None:
        reply = add_reply(to=thesis, side="con", by=ana, text="Rude.")
        hide(contribution=reply, by=mod, reason="Rule 1")
        visitor = Client()

        secret, never = visitor.get(thread_of(reply)), visitor.get("/c/sovereignty/at/99999999/history/")

        assert secret.status_code == never.status_code == 404
        assert without_nonce(secret) == without_nonce(never)
        assert visitor.get(f"/c/sovereignty/at/{10**30}/history/").status_code == 404
        assert signed_in(ana).get(thread_of(reply)).status_code == 200

    def test_who_wrote_it_goes_back_and_forth(self, reworded: Claim, ana: User) -> None:
        desk = signed_in(ana)
        page = body(desk.get(thread_of(reworded)))
        assert "Softer" in page
        assert re.search(r"<ins>.*can weaken", page)

        back = desk.post(
            f"/c/sovereignty/at/{reworded.pk}/revert/", {"to_version": "1", "base_revision": "2"}, follow=True
        )

        assert back.redirect_chain == [(thread_of(reworded), 302)]
        assert fresh(reworded).text == "Aid weakens sovereignty."
        assert "Version 3, back to version 1" in body(back)
        assert "The earlier wording stands again." in body(back)
        assert "Back to version 2" in body(back)

    def test_the_same_form_sent_twice_has_one_effect(self, reworded: Claim, ana: User) -> None:
        sent = {"to_version": "1", "base_revision": "2", "key": str(uuid4())}

        answers = [signed_in(ana).post(f"/c/sovereignty/at/{reworded.pk}/revert/", sent).status_code for _ in range(2)]

        assert answers == [302, 302]
        assert fresh(reworded).revision == 3

    def test_the_same_key_with_another_choice_is_refused(self, reworded: Claim, ana: User) -> None:
        sent = {"to_version": "1", "base_revision": "2", "key": str(uuid4())}
        address, browser = f"/c/sovereignty/at/{reworded.pk}/revert/", signed_in(ana)
        browser.post(address, sent)

        other = browser.post(address, sent | {"to_version": "2", "base_revision": "3"})

        assert other.status_code == 422
        assert "This form was sent already, with other words." in body(other)
        assert fresh(reworded).revision == 3

    def test_where_somebody_was_faster_it_is_said_and_nothing_changes(self, reworded: Claim, ana: User) -> None:
        edit(contribution=reworded, by=ana, text="A third.", base_revision=2)

        answer = signed_in(ana).post(
            f"/c/sovereignty/at/{reworded.pk}/revert/", {"to_version": "1", "base_revision": "2"}
        )

        assert answer.status_code == 409
        assert "Someone changed this while you were writing." in body(answer)
        assert "What version 3 changed" in body(answer)
        assert fresh(reworded).text == "A third."

    @pytest.mark.parametrize("sent", [{}, {"to_version": "x"}, {"to_version": "1", "base_revision": "-1"}])
    def test_a_form_that_was_tampered_with_is_refused(self, sent: dict[str, str], reworded: Claim, ana: User) -> None:
        assert signed_in(ana).post(f"/c/sovereignty/at/{reworded.pk}/revert/", sent).status_code == 422

    def test_who_may_not_is_offered_nothing_and_refused(self, reworded: Claim, ben: User, ana: User) -> None:
        Entry.objects.filter(contribution=reworded.pk, version=1).update(hide_text=True)
        sent = {"to_version": "1", "base_revision": "2"}

        for person, status in ((ben, 403), (ana, 409)):
            assert "Back to version" not in body(signed_in(person).get(thread_of(reworded)))
            answer = signed_in(person).post(f"/c/sovereignty/at/{reworded.pk}/revert/", sent)
            assert answer.status_code == status
            assert "Aid weakens" not in body(answer)
        assert Client().post(f"/c/sovereignty/at/{reworded.pk}/revert/", sent).status_code == 403


class TestTheRecord:
    """A map's changes."""

    def test_it_tells_the_day_who_and_what(self, reworded: Claim) -> None:
        page = body(Client().get("/c/sovereignty/changes/"))

        assert page.index("Reworded") < page.index("New thesis")
        assert "What was changed" in page
        assert thread_of(reworded) in page
        assert 'aria-current="page">Changes' in page

    @pytest.mark.parametrize(
        "asked",
        [
            {"kind": "sideways"},
            {"before": "x"},
            {"before": "9" * 40},
            {"before": "-1"},
            {"by": "a\x00b"},
            {"by": "x" * 5000},
            {"by": "' OR 1=1 --", "kind": "state", "before": "3"},
        ],
    )
    def test_whatever_is_asked_it_answers(self, asked: dict[str, str], thesis: Claim) -> None:
        assert Client().get("/c/sovereignty/changes/", asked).status_code == 200

    def test_a_name_that_did_nothing_here_is_told_so_and_the_way_out(self, thesis: Claim) -> None:
        page = body(Client().get("/c/sovereignty/changes/", {"by": "nobody"}))

        assert "Nothing here was done by “nobody”." in page
        assert "Show everybody’s changes" in page

    def test_a_hidden_claim_that_keeps_its_place_has_one_line_without_a_word(
        self, thesis: Claim, ana: User, ben: User, mod: User
    ) -> None:
        reply = add_reply(to=thesis, side="con", by=ana, text="Rude words.")
        add_reply(to=reply, side="pro", by=ben, text="Stays.")
        hide(contribution=reply, by=mod, reason="Rule 1")

        page = body(Client().get("/c/sovereignty/changes/"))

        assert page.count("A claim was hidden by a moderator") == 1
        assert "Rude words" not in page
        assert "Rule 1" not in page


class TestSince:
    """What is new to a member, and the marks that lead there."""

    def test_a_visitor_is_asked_to_sign_in_and_leaves_no_visit(self, thesis: Claim) -> None:
        for page in ("", "outline/", "changes/"):
            assert Client().get(f"/c/sovereignty/{page}").status_code == 200
        assert Client().get("/c/sovereignty/since/").headers["Location"].startswith("/sign-in/?next=")
        assert Client().post("/c/sovereignty/seen/", {"seq": "1"}).status_code == 403
        assert not Visit.objects.exists()

    def test_what_is_new_is_marked_counted_told_and_called_seen(self, thesis: Claim, ana: User, ben: User) -> None:
        desk = signed_in(ben)
        assert "This is your first visit" in body(desk.get("/c/sovereignty/since/"))
        Visit.objects.update(at=Visit.objects.get().at - timedelta(days=2))
        add_reply(to=thesis, side="con", by=ana, text="It is asked for.")

        assert "1 new since your visit" in body(desk.get("/"))
        assert "1 new since your visit" in body(desk.get("/s/relations/"))
        debate = body(desk.get("/c/sovereignty/"))
        assert "1 new since your last visit" in debate
        assert debate.count("New or reworded since your last visit") == 2  # told to the eye and to the ear
        assert "New or reworded since your last visit" in body(desk.get("/c/sovereignty/outline/"))
        since = body(desk.get("/c/sovereignty/since/"))
        assert "You were here before on" in since
        assert "It is asked for." in since

        seq = re.search(r'name="seq" value="(\d+)"', since)
        assert seq is not None
        assert desk.post("/c/sovereignty/seen/", {"seq": seq[1]}).status_code == 302

        assert "Nothing new for you" in body(desk.get("/c/sovereignty/since/"))
        assert "since your" not in body(desk.get("/c/sovereignty/"))
        assert "since your" not in body(desk.get("/"))

    @pytest.mark.parametrize("seq", ["", "x", "-3", "9" * 30])
    def test_a_number_that_is_none_is_refused(self, seq: str, thesis: Claim, ben: User) -> None:
        assert signed_in(ben).post("/c/sovereignty/seen/", {"seq": seq}).status_code == 422

    def test_what_nobody_reads_is_no_visit(self, thesis: Claim, ben: User) -> None:
        desk = signed_in(ben)

        desk.head("/c/sovereignty/")
        desk.get("/c/sovereignty/", headers={"Sec-Purpose": "prefetch;prerender"})
        desk.get("/c/sovereignty/", headers={"Purpose": "prefetch"})
        desk.get("/")
        assert not Visit.objects.exists()

        desk.get("/c/sovereignty/")
        assert Visit.objects.get().user == ben

    def test_a_visit_is_written_once_and_then_read_with_one_statement(self, thesis: Claim, ben: User) -> None:
        desk, visitor = signed_in(ben), Client()

        def asked(client: Client) -> list[str]:
            forget_shapes()
            with CaptureQueriesContext(connection) as queries:
                client.get("/c/sovereignty/outline/")
            return [query["sql"] for query in queries if "debates_visit" in query["sql"]]

        first, second, third = asked(desk), asked(desk), asked(visitor)

        assert [sql.split()[0] for sql in first] == ["SELECT", "INSERT"]
        assert [sql.split()[0] for sql in second] == ["SELECT"]
        assert third == []

    def test_suggestions_lead_to_where_they_are_decided(self, thesis: Claim, ana: User, ben: User) -> None:
        from debates.maps.services import suggest

        suggest(contribution=thesis, by=ben, text=SECOND, base_revision=1)

        page = body(signed_in(ana).get("/c/sovereignty/since/"))

        assert "ben suggests" in page
        assert "/c/sovereignty/waiting/" in page


def test_the_pages_ask_as_often_for_much_as_for_little(
    thesis: Claim, sovereignty: Controversy, ana: User, ben: User
) -> None:
    pages = ("/c/sovereignty/changes/", "/c/sovereignty/since/", thread_of(thesis), "/c/sovereignty/feed/")
    desk = signed_in(ana)
    desk.get("/c/sovereignty/")
    Visit.objects.update(at=Visit.objects.get().at - timedelta(days=2))
    reply = add_reply(to=thesis, side="con", by=ben, text="No.")
    edit(contribution=reply, by=ben, text="No!", base_revision=1)
    edit(contribution=thesis, by=ana, text=SECOND, base_revision=1)
    withdraw(contribution=add_reply(to=reply, side="con", by=ben, text="Gone."), by=ben)

    def asked() -> list[int]:
        counts = []
        for page in pages:
            desk.get(page)
            forget_shapes()
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    few = asked()
    for number in range(15):
        reply = add_reply(to=reply, side="con", by=ben, text=f"No {number}.")
        edit(contribution=reply, by=ben, text=f"No {number}!", base_revision=1)
        edit(contribution=thesis, by=ana, text=f"Aid {number}.", base_revision=number + 2)

    assert asked() == few
