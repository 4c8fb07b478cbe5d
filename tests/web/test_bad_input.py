"""Whatever is typed or sent: a sentence beside the field, the right status, nothing lost, nothing half-written."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from core.models import User
from debates.evidence.models import Source
from debates.evidence.services import add_source
from debates.history.models import Entry
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Relation, Subject
from debates.maps.rules import Role
from debates.ratings.models import Rating
from debates.web import write
from tests.conftest import signed_in
from tests.maps.worlds import set_map


def written() -> tuple[int, ...]:
    """All that a write would leave."""
    return tuple(table.objects.count() for table in (Contribution, Entry, Rating, Source))


def body(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 501, "At most 500 characters: take out 1 more."),
        ("", "Write something here first."),
        ("  \n \t ", "Write something here first."),
        ("\u200b\u2060", "Write something here first."),
        ("Ring\u0007 the bell", "invisible control character (U+0007)"),
        ("Turned \u202eround", "invisible control character (U+202E)"),
        ("Isolated \u2066here", "invisible control character (U+2066)"),
        ("A\u0000null", "ull character"),
    ],
)
@pytest.mark.parametrize("page", ["add/", "at/{pk}/reply/con/", "at/{pk}/comment/", "at/{pk}/edit/", "at/{pk}/cite/"])
def test_a_text_that_cannot_stand_is_answered_beside_its_field(
    text: str, sentence: str, page: str, thesis: Claim, ana: User
) -> None:
    if "comment" in page or "cite" in page:
        text = text * 2 if len(text) > 500 else text
        sentence = sentence.replace("500 characters: take out 1 more", "1000 characters: take out 2 more")
    before = written()

    answer = signed_in(ana).post(
        f"/c/sovereignty/{page.format(pk=thesis.pk)}",
        {"text": text, "base_revision": "1", "side": "pro", "how": "summary", "genre": "study", "title": "A report"},
    )

    assert answer.status_code == 422
    assert sentence in body(answer).replace("&#x27;", "'")
    assert re.search(r'id="[\w-]*text_error"', body(answer))
    if text.strip() and "\u0000" not in text:
        assert text.replace("\t", " ").strip()[:40] in body(answer)
    assert written() == before


def test_markup_is_kept_as_text_and_never_runs(thesis: Claim, ana: User) -> None:
    nasty = '<script>alert(1)</script><img src=x onerror="alert(2)">{{ 7|add:7 }} javascript:alert(3)'

    answer = signed_in(ana).post(f"/c/sovereignty/at/{thesis.pk}/reply/pro/", {"text": nasty}, follow=True)

    assert answer.status_code == 200
    assert "<script>alert" not in body(answer)
    assert "<img src=x" not in body(answer)
    assert "&lt;script&gt;alert(1)" in body(answer)
    assert Claim.objects.get(text=nasty)


@pytest.mark.parametrize("side", ["context", "maybe", "PRO"])
def test_an_unknown_side_is_no_address(side: str, thesis: Claim, ana: User) -> None:
    assert signed_in(ana).post(f"/c/sovereignty/at/{thesis.pk}/reply/{side}/", {"text": "Fair."}).status_code == 404


@pytest.mark.parametrize("field", ["side", "how", "genre"])
def test_an_unknown_choice_is_told_beside_its_field(field: str, thesis: Claim, ana: User) -> None:
    sent = {"text": "It says so.", "side": "pro", "how": "summary", "genre": "study", "title": "A report"}

    answer = signed_in(ana).post(f"/c/sovereignty/at/{thesis.pk}/cite/", sent | {field: "sideways"})

    assert answer.status_code == 422
    assert "sideways is not one of the available choices." in body(answer)
    assert "It says so." in body(answer)
    assert not Source.objects.exists()


@pytest.mark.parametrize("value", ["5", "-1", "", "two", "2.5", "٣", "9" * 400])
def test_a_rating_outside_the_scale_is_refused_and_none_is_kept(value: str, thesis: Claim, ben: User) -> None:
    answer = signed_in(ben).post(f"/c/sovereignty/at/{thesis.pk}/rate/", {"value": value})

    assert answer.status_code == 422
    assert "A rating is a whole number from 0 to 4." in body(answer)
    assert not Rating.objects.exists()


class TestRelations:
    """Joining what stands already."""

    @pytest.fixture
    def ana(self, ana: User) -> User:
        maps.grant_role(user=ana, role=Role.CONTRIBUTOR, by=None)
        return ana

    def send(self, by: User, parent: Claim, child: int | str, side: str = "pro") -> Any:
        sent = {"child": child, "side": side, "warrant": "Since it follows.", "q": "aid"}
        return signed_in(by).post(f"/c/sovereignty/at/{parent.pk}/relate/", sent)

    def test_a_claim_cannot_bear_on_itself(self, thesis: Claim, ana: User) -> None:
        answer = self.send(ana, thesis, thesis.pk)

        assert answer.status_code == 422
        assert "A claim cannot support or oppose itself." in body(answer)
        assert "Since it follows." in body(answer)

    def test_a_claim_of_another_controversy_is_refused(
        self, thesis: Claim, ana: User, chloe: User, relations_subject: Subject
    ) -> None:
        other = maps.open_controversy(
            subject=relations_subject, by=chloe, slug="o", title="O", question="O?", state="open"
        )
        stranger = maps.add_claim(controversy=other, by=ana, text="From elsewhere.")

        answer = self.send(ana, thesis, stranger.pk)

        assert answer.status_code == 422
        assert "must belong to the same controversy" in body(answer)
        assert not Relation.objects.exists()

    def test_a_circle_is_drawn_and_not_closed(self, thesis: Claim, ana: User) -> None:
        middle = maps.add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
        low = maps.add_reply(to=middle, side="pro", by=ana, text="The request is on paper.")

        answer = self.send(ana, low, thesis.pk)

        assert answer.status_code == 409
        for text in ("Aid weakens sovereignty.", "It is asked for.", "The request is on paper."):
            assert text in body(answer)
        assert "cannot end up supporting or opposing itself" in body(answer)
        assert "Since it follows." in body(answer)
        assert Relation.objects.count() == 2

    def test_a_second_relation_of_the_same_two_is_refused(self, thesis: Claim, ana: User) -> None:
        reply = maps.add_reply(to=thesis, side="con", by=ana, text="It is asked for.")

        answer = self.send(ana, thesis, reply.pk)

        assert answer.status_code == 409
        assert "joined already" in body(answer)

    @pytest.mark.parametrize("child", ["", "0", "-3", "x", "999999", str(2**70)])
    def test_a_child_that_is_none_is_told(self, child: str, thesis: Claim, ana: User) -> None:
        answer = self.send(ana, thesis, child)

        assert answer.status_code == 422
        assert not Relation.objects.exists()


def test_a_stale_edit_shows_both_wordings_and_changes_nothing(thesis: Claim, ana: User) -> None:
    maps.edit(contribution=thesis, by=ana, text="Aid has weakened sovereignty.", base_revision=1)

    answer = signed_in(ana).post(
        f"/c/sovereignty/at/{thesis.pk}/edit/", {"text": "Aid can weaken sovereignty.", "base_revision": "1"}
    )

    assert answer.status_code == 409
    assert "Aid can weaken sovereignty." in body(answer)
    assert "Aid has weakened sovereignty." in body(answer)
    thesis.refresh_from_db()
    assert (thesis.text, thesis.revision) == ("Aid has weakened sovereignty.", 2)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "http://", "//x"]
)
def test_an_address_that_is_not_of_the_web_is_no_source(address: str, thesis: Claim, ana: User) -> None:
    sent = {"text": "It says so.", "side": "pro", "how": "summary", "genre": "study", "title": "T", "url": address}

    answer = signed_in(ana).post(f"/c/sovereignty/at/{thesis.pk}/cite/", sent)

    assert answer.status_code == 422
    assert "A web address begins with http:// or https://." in body(answer)
    assert "It says so." in body(answer)
    assert not Source.objects.exists()


def test_a_known_source_is_used_and_not_doubled(thesis: Claim, ana: User, ben: User) -> None:
    known = add_source(by=ben, title="A report", url="https://example.org/report", doi="10.1000/182")
    sent = {"text": "It says so.", "side": "pro", "how": "summary", "genre": "study", "title": "The report"}

    described = sent | {"doi": "https://doi.org/10.1000/182"}
    answer = signed_in(ana).post(f"/c/sovereignty/at/{thesis.pk}/cite/", described)

    assert answer.status_code == 409
    assert "This source stands in the library already:" in body(answer)
    used = signed_in(ana).post(f"/c/sovereignty/at/{thesis.pk}/cite/", described | {"use": known.pk})
    assert used.status_code == 302
    assert list(Source.objects.all()) == [known]


def test_a_quotation_needs_its_place(thesis: Claim, ana: User) -> None:
    sent = {"text": "Words.", "side": "pro", "how": "quotation", "genre": "study", "title": "T", "locator": ""}

    answer = signed_in(ana).post(f"/c/sovereignty/at/{thesis.pk}/cite/", sent)

    assert answer.status_code == 422
    assert "Say where in the source the quotation stands." in body(answer)


@pytest.mark.parametrize("pk", [0, 999_999, 2**63, 10**40])
@pytest.mark.parametrize("page", ["claim/{}/", "claim/{}-x/", "claim/{}/history/", "at/{}/reply/pro/", "at/{}/rate/"])
def test_an_unknown_id_is_a_404_like_any_other(pk: int, page: str, thesis: Claim, ana: User) -> None:
    address = f"/c/sovereignty/{page.format(pk)}"
    desk = signed_in(ana)

    assert (desk.post(address) if "rate" in page else desk.get(address)).status_code == 404
    assert desk.get(f"/at/{pk}/").status_code == 404
    assert desk.get(f"/sources/{pk}/").status_code == 404
    assert desk.get("/c/sovereignty/", {"claim": pk}).status_code == 200


def test_ten_megabytes_are_refused_before_they_are_read(thesis: Claim, ana: User) -> None:
    answer = signed_in(ana).post(f"/c/sovereignty/at/{thesis.pk}/reply/pro/", {"text": "x" * 10_000_000})

    assert answer.status_code == 413
    assert "more than a form here may hold" in body(answer)
    assert Claim.objects.count() == 1


def test_an_expired_form_gives_the_text_back(thesis: Claim, ana: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana, backend="django.contrib.auth.backends.ModelBackend")

    answer = strict.post(
        f"/c/sovereignty/at/{thesis.pk}/reply/pro/",
        {"text": "A thought of an hour."},
        headers={"referer": "http://testserver/c/sovereignty/", "origin": "http://testserver"},
    )

    assert answer.status_code == 403
    assert "A thought of an hour." in body(answer)
    assert Claim.objects.count() == 1


def test_who_is_shut_out_in_the_moment_of_writing_finds_nothing_there(
    sovereignty: Controversy, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ana's claim is written; before she is led to it a curator makes the map a draft again."""

    def add_claim(**named: Any) -> Claim:
        made = maps.add_claim(**named)
        set_map(sovereignty, state="draft")
        return made

    monkeypatch.setattr(write, "maps", SimpleNamespace(add_claim=add_claim))

    answer = signed_in(ana).post("/c/sovereignty/add/", {"text": "A claim of the last moment."})

    assert answer.status_code == 404
    assert Claim.objects.filter(text="A claim of the last moment.").exists()


def test_the_same_form_sent_twice_has_one_effect(thesis: Claim, ana: User) -> None:
    sent = {"text": "Only once.", "key": str(uuid4())}
    address = f"/c/sovereignty/at/{thesis.pk}/reply/pro/"
    browser = signed_in(ana)

    first, second = browser.post(address, sent), browser.post(address, sent)
    other = browser.post(address, sent | {"text": "Something else."})

    assert first.headers["Location"] == second.headers["Location"]
    assert Claim.objects.filter(text="Only once.").count() == 1
    assert other.status_code == 422
    assert "Something else." in body(other)


def test_withdrawing_twice_by_one_form_answers_alike(thesis: Claim, ana: User) -> None:
    address, sent = f"/c/sovereignty/at/{thesis.pk}/withdraw/", {"key": str(uuid4())}
    browser = signed_in(ana)

    first, second = browser.post(address, sent), browser.post(address, sent)
    fresh = browser.post(address, {"key": str(uuid4())})

    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert Entry.objects.filter(verb="claim.withdrawn").count() == 1
    assert fresh.status_code == 409


def test_next_leads_nowhere_else(thesis: Claim, ben: User) -> None:
    for wanted in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        answer = signed_in(ben).post(f"/c/sovereignty/at/{thesis.pk}/rate/", {"value": "2", "next": wanted})
        assert answer.headers["Location"].startswith("/c/sovereignty/"), wanted


def test_a_closed_controversy_takes_nothing_and_keeps_what_was_typed(
    thesis: Claim, sovereignty: Controversy, ana: User, chloe: User
) -> None:
    maps.edit_controversy(controversy=sovereignty, by=chloe, state="closed")

    answer = signed_in(ana).post(f"/c/sovereignty/at/{thesis.pk}/reply/pro/", {"text": "Too late."})

    assert answer.status_code == 409
    assert "This controversy is closed." in body(answer)
    assert "Too late." in body(answer)
