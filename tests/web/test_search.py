"""The pages of search and the hints of a form: what is typed is answered in words, and nothing is lost."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import User
from debates.evidence.services import add_source, cite, retract_source
from debates.history.models import Entry
from debates.maps.models import Claim, Controversy, Relation
from debates.maps.services import add_reply
from debates.reading.shape import forget_shapes
from tests.conftest import signed_in
from tests.reading.worlds import grow

TYPING = {"HX-Request": "true"}


def body(answer: Any) -> str:
    return str(answer.content.decode())


def plainly(answer: Any) -> str:
    """The words of a page, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", body(answer)).split())


@pytest.fixture
def claims(thesis: Claim, ana: User) -> list[Claim]:
    texts = ("Courts decide on extradition.", "The courts were paid by the fund.", "Farmers leave coca.")
    return [add_reply(to=thesis, side="con", by=ana, text=text) for text in texts]


def test_a_form_without_scripts_finds_and_marks(claims: list[Claim]) -> None:
    for address in ("/search/", "/c/sovereignty/search/"):
        answer = Client().get(address, {"q": "court"})

        assert "2 found, the nearest first." in plainly(answer)
        assert "<mark>Courts</mark> decide" in body(answer)
        assert 'value="court"' in body(answer)
        assert "Farmers" not in body(answer)


def test_while_typing_the_address_follows_without_empty_fields(claims: list[Claim]) -> None:
    answer = Client().get("/search/", {"q": "court", "side": "", "author": "", "in": ""}, headers=TYPING)

    assert answer.headers["HX-Replace-Url"] == "/search/?q=court"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "The beginning of a word is enough"),
        ("   ", "The beginning of a word is enough"),
        ("&|!() :*", "There is no word in this to look for."),
        ("\0\0", "The beginning of a word is enough"),
        ("'\"'; \\", "There is no word in this to look for."),
        ("\u202e\u2066", "There is no word in this to look for."),
        ("bananas", "Nothing here says “bananas”."),
        ("the of", "Nothing here says “the of”."),
        ("x" * 10_000, "Nothing here says “xxx"),
        ("court " * 1_667, "2 found"),
        (" ".join(f"word{n}" for n in range(1_000)), "Only the first 12 words were looked for."),
    ],
)
@pytest.mark.parametrize("address", ["/search/", "/c/sovereignty/search/"])
def test_whatever_is_typed_is_answered_in_words(address: str, typed: str, sentence: str, claims: list[Claim]) -> None:
    answer = Client().get(address, {"q": typed})

    assert answer.status_code == 200
    assert sentence in plainly(answer)
    assert len(body(answer)) < 40_000


@given(
    q=st.text(max_size=100),
    more=st.dictionaries(
        st.sampled_from(["author", "in", "subject", "unseen", "cited", "after"]), st.text(max_size=20), max_size=4
    ),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_question_breaks_the_page(q: str, more: dict[str, str], thesis: Claim) -> None:
    sent = {name: value.encode("utf-8", "replace").decode() for name, value in ({"q": q} | more).items()}

    assert Client().get("/search/", sent).status_code == 200
    assert Client().get("/c/sovereignty/search/", sent).status_code == 200
    assert Client().get("/c/sovereignty/hints/", {"text": sent["q"]}).status_code == 200


@pytest.mark.parametrize("wrong", [{"kind": "claims"}, {"side": "left"}])
def test_an_unknown_filter_is_refused_with_the_choices(wrong: dict[str, str], thesis: Claim) -> None:
    answer = Client().get("/search/", {"q": "aid"} | wrong)

    assert answer.status_code == 422
    assert "Choose" in plainly(answer)


def test_markup_in_the_question_stays_text(thesis: Claim) -> None:
    answer = Client().get("/search/", {"q": "<script>alert(1)</script>", "author": '"><img src=x>'})

    assert "<script>alert" not in body(answer)
    assert "<img" not in body(answer)


def test_ways_to_narrow_keep_the_question(claims: list[Claim], ana: User) -> None:
    """Those that would leave nothing are not offered."""
    answer = signed_in(ana).get("/search/", {"q": "court", "side": "con"})

    facets = dict(re.findall(r'<a href="([^"]+)"[^>]*>(\w[\w ]*) <span>\d+</span>', body(answer)))
    assert {label: address.replace("&amp;", "&") for address, label in facets.items()} == {
        "All": "/search/?q=court&side=con",
        "Claims": "/search/?q=court&kind=claim&side=con",
        "By me": "/search/?q=court&author=ana&side=con",
    }


def test_further_pages_are_led_to(thesis: Claim, ana: User) -> None:
    grow(thesis, ana, 45)

    first = Client().get("/search/", {"q": "claim"})
    last = Client().get("/search/", {"q": "claim", "after": "40"})

    assert 'href="/search/?q=claim&amp;after=20" rel="next"' in body(first)
    assert 'href="/search/?q=claim&amp;after=20" rel="prev"' in body(last)
    assert "Further ones" not in body(last)
    assert body(last).count('<p class="where">') == 5


def test_a_retracted_source_says_so_among_the_evidence_and_in_the_library(
    thesis: Claim, ana: User, chloe: User
) -> None:
    source = add_source(by=ana, title="Report on courts", url="https://example.org/courts")
    cite(claim=thesis, by=ana, side="pro", text="Sixty new courts were opened.", source=source)
    address = "/search/?q=courts"
    assert "Source retracted" not in Client().get(address).content.decode()

    retract_source(source=source, by=chloe, reason="Made up.")

    _before, evidence, library = re.split(
        r'<ol class="hits"|<section class="library"', Client().get(address).content.decode()
    )
    assert evidence.count("Source retracted") == 1
    assert library.count("Source retracted") == 1


def test_a_closed_door_is_no_place_to_search(sovereignty: Controversy, thesis: Claim) -> None:
    Controversy.objects.filter(pk=sovereignty.pk).update(access="session")

    for page in ("search", "hints"):
        assert Client().get(f"/c/sovereignty/{page}/", {"q": "aid", "text": "aid weakens"}).status_code == 404


@pytest.mark.parametrize("count", [10, 300])
def test_pages_ask_as_often_whatever_the_size(count: int, claims: list[Claim], thesis: Claim, ana: User) -> None:
    grow(thesis, ana, count)
    pages = ("/search/?q=claim", "/c/sovereignty/search/?q=claim", "/c/sovereignty/hints/?text=the+courts+decide")

    def cost(client: Client, page: str) -> int:
        forget_shapes()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    assert {page: (cost(Client(), page), cost(signed_in(ana), page)) for page in pages} == {
        pages[0]: (7, 11),
        pages[1]: (5, 9),
        pages[2]: (3, 6),
    }


class TestHints:
    """While a claim is written."""

    def test_each_claim_alike_can_be_rated_or_told_apart(self, claims: list[Claim], ana: User) -> None:
        answer = signed_in(ana).get("/c/sovereignty/hints/", {"text": "Courts decide about extra"})

        said = plainly(answer)
        assert "Courts decide on extradition. Rate this one instead Mine is different because …" in said
        assert f"?claim={claims[0].pk}#rate" in body(answer)
        assert 'name="different"' in body(answer)

    def test_beside_a_debate_the_panel_is_opened_in_place(self, claims: list[Claim], ana: User) -> None:
        here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/c/sovereignty/?claim=1"}
        asked = {"text": "Courts decide about extra"}

        beside = signed_in(ana).get("/c/sovereignty/hints/", asked, headers=here)
        elsewhere = signed_in(ana).get("/c/sovereignty/hints/", asked, headers={"HX-Request": "true"})

        assert f'hx-get="/c/sovereignty/?claim={claims[0].pk}#rate"' in body(beside)
        assert "hx-get" not in body(elsewhere)

    def test_two_letters_are_too_few(self, claims: list[Claim]) -> None:
        assert body(Client().get("/c/sovereignty/hints/", {"text": "Co"})).strip() == ""

    def test_the_form_asks_for_them(self, thesis: Claim, ana: User) -> None:
        for page in ("add/", f"at/{thesis.pk}/reply/pro/"):
            form = body(signed_in(ana).get(f"/c/sovereignty/{page}"))
            assert 'hx-get="/c/sovereignty/hints/"' in form
            assert 'aria-live="polite"' in form


class TestTwins:
    """A claim in nearly the same words is asked about once, also without scripts."""

    TEXT = "The courts are paid by the fund."

    def send(self, by: User, page: str, **more: str) -> Any:
        return signed_in(by).post(f"/c/sovereignty/{page}", {"text": self.TEXT, "key": str(uuid4())} | more)

    def test_the_form_comes_back_once_with_what_stands(self, claims: list[Claim], thesis: Claim, ana: User) -> None:
        for page in ("add/", f"at/{thesis.pk}/reply/pro/"):
            before = Claim.objects.count()

            asked = self.send(ana, page, claim_kind="fact")
            sent = self.send(ana, page, claim_kind="fact", knows="1")

            assert asked.status_code == 422
            assert "This stands here already in nearly the same words." in plainly(asked)
            assert "The courts were paid by the fund." in body(asked)
            assert self.TEXT in body(asked)
            assert "Post it all the same" in body(asked)
            assert 'name="knows" value="1"' in body(asked)
            assert sent.status_code == 302
            assert Claim.objects.count() == before + 1
            Claim.objects.filter(text=self.TEXT).update(text="Something else again.")

    def test_the_key_of_the_form_serves_for_both(self, claims: list[Claim], thesis: Claim, ana: User) -> None:
        key = str(uuid4())

        self.send(ana, "add/", key=key)
        answers = [self.send(ana, "add/", key=key, knows="1") for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert Claim.objects.filter(text=self.TEXT).count() == 1

    def test_a_reason_answers_the_question_beforehand(self, claims: list[Claim], thesis: Claim, ana: User) -> None:
        answer = self.send(ana, f"at/{thesis.pk}/reply/pro/", different=" It is about now, not then. ")

        made = Claim.objects.get(text=self.TEXT)
        assert answer.status_code == 302
        assert Relation.objects.get(child=made).text == "It is about now, not then."
        assert Entry.objects.get(contribution=made.pk).reason == "It is about now, not then."

    def test_a_warrant_of_its_own_stays(self, claims: list[Claim], thesis: Claim, ana: User) -> None:
        self.send(ana, f"at/{thesis.pk}/reply/pro/", different="It is about now.", warrant="Money binds.")

        made = Claim.objects.get(text=self.TEXT)
        assert Relation.objects.get(child=made).text == "Money binds."
        assert Entry.objects.get(contribution=made.pk).reason == "It is about now."

    def test_a_thesis_keeps_its_reason_in_its_history(self, claims: list[Claim], ana: User) -> None:
        browser = signed_in(ana)
        sent = {"text": self.TEXT, "different": ["", "It is about now."], "key": str(uuid4())}

        assert browser.post("/c/sovereignty/add/", sent).status_code == 302

        made = Claim.objects.get(text=self.TEXT)
        assert "It is about now." in body(browser.get(f"/c/sovereignty/claim/{made.pk}/history/", follow=True))

    @pytest.mark.parametrize(("reason", "sentence"), [("x" * 301, "take out 1 more"), ("a\u0007b", "U+0007")])
    def test_a_reason_that_cannot_stand_is_answered_beside_it(
        self, reason: str, sentence: str, claims: list[Claim], thesis: Claim, ana: User
    ) -> None:
        answer = self.send(ana, f"at/{thesis.pk}/reply/pro/", different=reason)

        assert answer.status_code == 422
        assert sentence in body(answer)
        assert reason in body(answer)
        assert not Claim.objects.filter(text=self.TEXT).exists()
