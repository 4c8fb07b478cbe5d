"""What a person wrote, rated and suggested, for that person alone; and the copy of all of it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import add_source, cite, retract_source
from debates.history.models import Visit
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Draft, Relation
from debates.maps.services import suggestions
from debates.ratings.models import Rating
from debates.ratings.services import rate
from tests.conftest import signed_in

# (page, statements whatever the size: session and account among them)
PINNED = {
    "/account/": 11,
    "/account/?kind=claim": 11,
    "/account/?page=2": 11,
    "/account/ratings/": 7,
    "/account/ratings/?page=2": 7,
    "/account/suggestions/": 5,
    "/account/settings/": 2,
    "/account/tokens/": 3,
    "/account/data/": 2,
    "/account/data/copy.json": 14,
    "/account/data/copy.html": 14,
    "/account/leave/": 2,
}


def page_of(person: User, address: str = "/account/") -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def copy_of(person: User) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(signed_in(person).get("/account/data/copy.json").content)
    return told


def write_much(by: User, on: Claim, rounds: int) -> None:
    """Of everything this many, with answers of others, ratings and suggestions."""
    ben = User.objects.get(username="ben")
    source = add_source(by=by, title=f"Report {rounds}", url=f"https://example.org/{rounds}")
    for number in range(rounds):
        reply = maps.add_reply(to=on, side="con", by=by, text=f"Reply {number}.", warrant=f"Because {number}.")
        maps.add_reply(to=reply, side="pro", by=ben, text=f"Answer {number}.")
        cite(claim=on, by=by, side="pro", text=f"Excerpt {number}.", source=source)
        comment = add_comment(on=reply, by=by, text=f"Comment {number}.")
        add_comment(on=reply, by=ben, text="An answer.", reply_to=comment)
        theirs = maps.add_reply(to=on, side="pro", by=ben, text=f"Of Ben {number}.")
        rate(target=theirs, by=by, value=number % 5)
        rate(target=Relation.objects.get(child=theirs), by=by, value=number % 5)
        suggestions.suggest(contribution=theirs, by=by, text=f"Better {number}.", base_revision=1)
        gone = maps.add_reply(to=on, side="con", by=by, text=f"Gone {number}.")
        maps.withdraw(contribution=gone, by=by)
        hidden = maps.add_reply(to=on, side="con", by=by, text=f"Hidden {number}.")
        maps.hide(contribution=hidden, by=User.objects.get(username="mod"), reason="Rule 1")


@pytest.mark.parametrize("rounds", [1, 14])
def test_pages_ask_as_often_for_much_as_for_little(rounds: int, thesis: Claim, ana: User, ben: User, mod: User) -> None:
    write_much(ana, thesis, rounds)
    client = signed_in(ana)
    client.get("/account/")

    asked = {}
    for address in PINNED:
        with CaptureQueriesContext(connection) as statements:
            assert client.get(address).status_code == 200
        asked[address] = len(statements)

    assert asked == PINNED


class TestWhatIWrote:
    def test_tells_state_place_and_answers(self, thesis: Claim, ana: User, ben: User, mod: User) -> None:
        top = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
        mine = maps.add_reply(to=top, side="con", by=ana, text="By whom?", warrant="It matters who.")
        maps.add_reply(to=mine, side="pro", by=ben, text="By the ministry.")
        add_comment(on=mine, by=ben, text="Since when?")
        maps.hide(contribution=mine, by=mod, reason="Rule 1")

        page = page_of(ana)

        assert "By whom?" in page
        assert "It matters who." in page
        assert "hidden by a moderator" in page
        assert "It is asked for." in page  # where it stands
        assert "2 answers" in page

    def test_answers_since_the_last_visit_are_marked(
        self, thesis: Claim, ana: User, ben: User, sovereignty: Controversy
    ) -> None:
        old = maps.add_reply(to=thesis, side="con", by=ben, text="An old answer.")
        Contribution.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=3))
        Relation.objects.filter(child=old).update(created_at=timezone.now() - timedelta(days=3))
        Visit.objects.create(user=ana, controversy=sovereignty, seq=1, latest=1, at=timezone.now() - timedelta(days=1))
        maps.add_reply(to=thesis, side="pro", by=ben, text="A new answer.")

        page = page_of(ana)

        assert "2 answers" in page
        assert "1 since your last visit" in page

    def test_a_withdrawn_text_is_put_back_within_thirty_days(self, thesis: Claim, ana: User, ben: User) -> None:
        maps.withdraw(contribution=thesis, by=ana)
        client = signed_in(ana)
        assert "Put back" in client.get("/account/").content.decode()

        answer = client.post(f"/c/sovereignty/at/{thesis.pk}/unwithdraw/", {"next": "/account/"})

        assert answer["Location"] == "/account/"
        assert "Put back" not in client.get("/account/").content.decode()
        assert Contribution.objects.get(pk=thesis.pk).state == "published"

    def test_shows_one_kind_when_asked(self, thesis: Claim, ana: User) -> None:
        add_comment(on=thesis, by=ana, text="A word on this.")

        page = page_of(ana, "/account/?kind=comment")

        assert "A word on this." in page
        assert page.count('class="own-row"') == 1

    @pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999", "kind=x", "kind=%00", "page="])
    def test_odd_addresses_show_a_page(self, thesis: Claim, ana: User, query: str) -> None:
        assert "Aid weakens sovereignty." in page_of(ana, f"/account/?{query}")

    def test_a_parent_that_is_not_open_to_me_is_not_quoted(
        self, thesis: Claim, ana: User, ben: User, mod: User
    ) -> None:
        top = maps.add_reply(to=thesis, side="con", by=ben, text="A secret of Ben.")
        maps.add_reply(to=top, side="con", by=ana, text="My answer.")
        maps.hide(contribution=top, by=mod, reason="Rule 1")

        page = page_of(ana)

        assert "My answer." in page
        assert "A secret of Ben." not in page
        assert "not open to you now" in page

    def test_names_my_roles(self, chloe: User, mod: User, root: User, sovereignty: Controversy) -> None:
        maps.grant_role(user=chloe, role="moderator", by=None, controversy=sovereignty)

        page = page_of(chloe)

        assert "curator" in page
        assert f'moderator</span> <span><a href="/c/{sovereignty.slug}/">' in page
        assert "administrator" in page_of(root)

    def test_an_empty_one_says_where_to_begin(self, ben: User) -> None:
        assert "Nothing yet." in page_of(ben)


class TestWhatIRated:
    def test_tells_each_and_takes_one_back(self, thesis: Claim, ben: User) -> None:
        rate(target=thesis, by=ben, value=3)
        client = signed_in(ben)
        page = client.get("/account/ratings/").content.decode()
        assert "Rather yes" in page
        assert "Aid weakens sovereignty." in page

        answer = client.post(f"/c/sovereignty/at/{thesis.pk}/unrate/", {"next": "/account/ratings/"})

        assert answer["Location"] == "/account/ratings/"
        assert not Rating.objects.exists()

    def test_a_text_that_was_hidden_since_is_not_quoted(self, thesis: Claim, ben: User, mod: User) -> None:
        rate(target=thesis, by=ben, value=3)
        maps.hide(contribution=thesis, by=mod, reason="Rule 1")

        page = page_of(ben, "/account/ratings/")

        assert "Rather yes" in page
        assert "Aid weakens" not in page

    def test_says_when_it_was_given_for_an_earlier_wording(self, thesis: Claim, ana: User, ben: User) -> None:
        rate(target=thesis, by=ben, value=3)
        maps.edit(contribution=thesis, by=ana, text="Aid may weaken sovereignty.", base_revision=1)

        assert "given for an earlier wording" in page_of(ben, "/account/ratings/")


class TestWhatISuggested:
    def test_tells_what_was_said_to_it(self, thesis: Claim, ana: User, ben: User) -> None:
        made = suggestions.suggest(contribution=thesis, by=ben, text="Aid may weaken it.", base_revision=1)
        assert "waiting for an answer" in page_of(ben, "/account/suggestions/")

        suggestions.reject(suggestion=made, by=ana, reason="Too weak.")

        page = page_of(ben, "/account/suggestions/")
        assert "not taken" in page
        assert "Too weak." in page

    def test_takes_one_back_and_says_when_the_text_was_reworded(self, thesis: Claim, ana: User, ben: User) -> None:
        made = suggestions.suggest(contribution=thesis, by=ben, text="Aid may weaken it.", base_revision=1)
        maps.edit(contribution=thesis, by=ana, text="Aid weakens sovereignty at times.", base_revision=1)
        client = signed_in(ben)
        assert "Bring up to date" in client.get("/account/suggestions/").content.decode()

        answer = client.post(f"/c/sovereignty/suggestion/{made.pk}/take-back/", {"next": "/account/suggestions/"})

        assert answer["Location"] == "/account/suggestions/"
        assert "taken back" in client.get("/account/suggestions/").content.decode()


class TestTheCopyOfMyData:
    def test_holds_all_that_i_wrote_and_did(self, thesis: Claim, ana: User, ben: User, mod: User) -> None:
        maps.edit(contribution=thesis, by=ana, text="Aid may weaken sovereignty.", base_revision=1, reason="Fairer")
        reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
        rate(target=reply, by=ana, value=4)
        made = suggestions.suggest(contribution=reply, by=ana, text="It was asked for.", base_revision=1)
        suggestions.accept(suggestion=made, by=ben)
        Draft.objects.create(owner=ana, controversy=thesis.controversy, place="new", payload={"text": "Not yet said"})
        maps.hide(contribution=thesis, by=mod, reason="Rule 1, a sentence")

        told = copy_of(ana)

        assert [one["text"] for one in told["texts"][0]["wordings"]] == [
            "Aid weakens sovereignty.",
            "Aid may weaken sovereignty.",
        ]
        assert told["texts"][0]["state"] == "hidden"
        assert [(one["of"], one["value"], one["word"]) for one in told["ratings"]] == [(reply.pk, 4, "yes")]
        assert [(one["for"], one["state"]) for one in told["suggestions"]] == [(reply.pk, "accepted")]
        assert told["drafts"][0]["draft"] == {"text": "Not yet said"}
        assert [(one["what"], one["reason"]) for one in told["decisions"]] == [("claim.hidden", "Rule 1, a sentence")]
        assert "claim.edited" in {one["what"] for one in told["acts"]}

    def test_holds_the_reasons_i_gave_and_names_the_sources_i_described(
        self, thesis: Claim, ben: User, ana: User, chloe: User, mod: User
    ) -> None:
        source = add_source(by=chloe, title="A handbook of aid", url="https://example.org/aid")
        retract_source(source=source, by=chloe, reason="Made up")
        made = suggestions.suggest(contribution=thesis, by=ben, text="Aid may weaken it.", base_revision=1)
        suggestions.reject(suggestion=made, by=ana, reason="Too weak")
        maps.hide(contribution=thesis, by=mod, reason="Rule 1")

        acts = {(person.username, one["what"]): one for person in (ana, chloe, mod) for one in copy_of(person)["acts"]}

        named = {"id": source.pk, "title": "A handbook of aid"}
        assert acts["chloe", "source.added"]["thing"] == named
        assert (acts["chloe", "source.retracted"]["thing"], acts["chloe", "source.retracted"]["reason"]) == (
            named,
            "Made up",
        )
        assert acts["ana", "suggestion.rejected"]["reason"] == "Too weak"
        assert acts["mod", "claim.hidden"]["reason"] == "Rule 1"
        for person, words in ((ana, ["Too weak"]), (chloe, ["A handbook of aid", "Made up"]), (mod, ["Rule 1"])):
            copy = signed_in(person).get("/account/data/copy.html").content.decode()
            assert [one for one in words if one not in copy] == []

    def test_holds_no_reason_of_whose_suggestion_i_took_up(self, thesis: Claim, ana: User, ben: User) -> None:
        made = suggestions.suggest(contribution=thesis, by=ben, text="It may.", reason="Ben's reason", base_revision=1)
        suggestions.accept(suggestion=made, by=ana)

        assert "Ben's reason" not in json.dumps(copy_of(ana)["acts"])

    def test_holds_no_word_of_anybody_else(self, thesis: Claim, ana: User, ben: User, mod: User) -> None:
        top = maps.add_reply(to=thesis, side="con", by=ben, text="A secret of Ben.", warrant="A warrant of Ben.")
        mine = maps.add_reply(to=top, side="con", by=ana, text="My answer.")
        theirs = add_comment(on=mine, by=ben, text="A comment of Ben.")
        add_comment(on=mine, by=ana, text="My comment.", reply_to=theirs)
        rate(target=top, by=ana, value=1)
        maps.hide(contribution=top, by=mod, reason="A reason for Ben")
        client = signed_in(ana)

        for ending in ("json", "html"):
            copy = client.get(f"/account/data/copy.{ending}").content.decode()
            assert "My answer." in copy
            assert "My comment." in copy
            assert " of Ben" not in copy
            assert "A reason for Ben" not in copy

    def test_a_moderator_is_not_named_and_a_hidden_reason_is_not_told(
        self, thesis: Claim, ana: User, mod: User
    ) -> None:
        maps.hide(contribution=thesis, by=mod, reason="Rule 1, a sentence")
        from debates.history.models import Entry

        Entry.objects.filter(verb="claim.hidden").update(hide_reason=True)

        copy = json.dumps(copy_of(ana)["decisions"])

        assert "Rule 1" not in copy
        assert '"mod"' not in copy

    def test_the_readable_copy_tells_the_same(self, thesis: Claim, ana: User, ben: User) -> None:
        rate(target=maps.add_reply(to=thesis, side="con", by=ben, text="No."), by=ana, value=4)

        page = Client()
        page.force_login(ana, backend="django.contrib.auth.backends.ModelBackend")
        copy = page.get("/account/data/copy.html").content.decode()

        assert "Aid weakens sovereignty." in copy
        assert "All data of ana" in copy
        assert "(4 of 4)" in copy
