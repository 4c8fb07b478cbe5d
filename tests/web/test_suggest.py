"""The pages of suggestions and of what waits: forms, decisions, and who is shown what."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.accounts.services import ensure_person
from core.models import User
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Relation, Suggestion
from debates.reading.shape import forget_shapes
from tests.conftest import signed_in
from tests.maps.worlds import fresh, set_map

BETTER = "Aid can weaken sovereignty."
HTMX = {"HX-Request": "true", "HX-Target": "composer", "HX-Current-URL": "http://testserver/c/sovereignty/?claim=1"}


@pytest.fixture
def better(thesis: Claim, ben: User) -> Suggestion:
    """Ben's wording for Ana's thesis."""
    return maps.suggest(contribution=thesis, by=ben, text=BETTER, base_revision=1, reason="Not always")


@pytest.fixture
def step(thesis: Claim, ana: User, ben: User) -> Relation:
    """Ben's step between two of Ana's claims."""
    debt = maps.add_claim(controversy=thesis.controversy, by=ana, text="Aid is a debt.")
    return maps.relate(child=debt, parent=thesis, side="con", by=ben, warrant="Debts bind.")


def at(row: Contribution, act: str) -> str:
    return f"/c/sovereignty/at/{row.pk}/{act}/"


def of(suggestion: Suggestion, act: str) -> str:
    return f"/c/sovereignty/suggestion/{suggestion.pk}/{act}/"


def words(answer: Any) -> str:
    """The page with single spaces."""
    return " ".join(answer.content.decode().split())


def test_a_wording_is_suggested_and_waits_in_the_panel(thesis: Claim, ana: User, ben: User) -> None:
    client = signed_in(ben)
    form = words(client.get(at(thesis, "suggest")))
    assert "Suggest this wording" in form
    assert "Aid weakens sovereignty.</textarea>" in form

    answer = client.post(at(thesis, "suggest"), {"text": BETTER, "base_revision": "1", "reason": "Not always"})

    made = Suggestion.objects.get()
    assert (made.text, made.why, made.author) == (BETTER, "Not always", ben)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?claim={thesis.pk}#s{made.pk}")
    panel = words(client.get(answer["Location"]))
    assert "A wording is suggested" in panel
    assert "Take it back" in panel
    assert "Take this wording" not in panel
    assert "Take this wording" in words(signed_in(ana).get(answer["Location"]))


def test_inside_the_debate_the_panel_is_renewed_and_points_at_it(thesis: Claim, ben: User) -> None:
    answer = signed_in(ben).post(at(thesis, "suggest"), {"text": BETTER, "base_revision": "1"}, headers=HTMX)

    assert answer.status_code == 204
    assert f'"id": "s{Suggestion.objects.get().pk}"' in answer["HX-Trigger"]
    assert "#panel-content" in answer["HX-Location"]


def test_who_is_offered_what(thesis: Claim, ana: User, ben: User, chloe: User, mod: User) -> None:
    page = f"/c/sovereignty/?claim={thesis.pk}"
    offered = {
        name: ("Reword</a>" in text, "Suggest a better wording" in text)
        for name, text in ((p.username, words(signed_in(p).get(page))) for p in (ana, ben, chloe, mod))
    }

    assert offered == {"ana": (True, False), "ben": (False, True), "chloe": (True, False), "mod": (False, True)}
    assert "Suggest a better wording" not in words(Client().get(page))
    Contribution.objects.filter(pk=thesis.pk).update(protected=True)
    assert "Suggest a better wording" in words(signed_in(chloe).get(page))


def test_a_visitor_is_led_to_the_door_and_an_author_to_the_own_form(thesis: Claim, ana: User) -> None:
    visitor = Client().get(at(thesis, "suggest"))
    author = signed_in(ana).get(at(thesis, "suggest"))

    assert visitor["Location"].startswith("/sign-in/?next=")
    assert author["Location"] == at(thesis, "edit")
    assert Client().post(at(thesis, "suggest"), {"text": BETTER, "base_revision": "1"}).status_code == 403


def test_a_refused_form_keeps_what_was_written(thesis: Claim, ben: User) -> None:
    client = signed_in(ben)

    same = client.post(at(thesis, "suggest"), {"text": thesis.text, "base_revision": "1", "reason": "Mine"})
    assert same.status_code == 422
    assert "It reads like this already" in words(same)
    assert 'value="Mine"' in words(same)
    nonsense = client.post(at(thesis, "suggest"), {"text": BETTER, "base_revision": "x"})
    assert nonsense.status_code == 422


def test_whoever_was_slower_sees_both_wordings(thesis: Claim, ana: User, ben: User) -> None:
    maps.edit(contribution=thesis, by=ana, text="Aid may weaken sovereignty.", base_revision=1)

    answer = signed_in(ben).post(at(thesis, "suggest"), {"text": BETTER, "base_revision": "1"})

    told = words(answer)
    assert answer.status_code == 409
    assert "Somebody was faster" in told
    assert "Aid may weaken sovereignty.</blockquote>" in told
    assert f"{BETTER}</textarea>" in told
    assert '<input type="hidden" name="base_revision" value="2">' in told


def test_ones_own_is_changed_on_the_same_page(better: Suggestion, thesis: Claim, ben: User) -> None:
    client = signed_in(ben)
    form = words(client.get(at(thesis, "suggest")))
    assert f"{BETTER}</textarea>" in form
    assert "Change my suggestion" in form
    assert "Take my suggestion back" in form

    client.post(at(thesis, "suggest"), {"text": "Aid may weaken it.", "base_revision": "1", "reason": "Softer"})

    better.refresh_from_db()
    assert (better.text, better.why) == ("Aid may weaken it.", "Softer")


def test_the_author_takes_it(better: Suggestion, thesis: Claim, ana: User) -> None:
    client = signed_in(ana)
    page = words(client.get("/c/sovereignty/waiting/"))
    assert "[added: </span>can weaken" in page
    assert "suggested by ben" in page
    assert "Not always" in page

    answer = client.post(of(better, "accept"), {"seen": BETTER})

    assert answer["Location"] == "/c/sovereignty/waiting/"
    assert fresh(thesis).text == BETTER
    assert client.post(of(better, "accept"), {"seen": BETTER}).status_code == 409


def test_another_wording_than_was_read_is_not_taken(better: Suggestion, thesis: Claim, ana: User) -> None:
    answer = signed_in(ana).post(of(better, "accept"), {"seen": "Something else."})

    assert answer.status_code == 409
    assert fresh(thesis).revision == 1


def test_the_same_form_twice_has_one_effect(better: Suggestion, thesis: Claim, ana: User) -> None:
    client, key = signed_in(ana), "c0ffee00-0000-4000-8000-000000000001"

    answers = [client.post(of(better, "accept"), {"seen": BETTER, "key": key}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert fresh(thesis).revision == 2


def test_the_same_key_with_other_words_is_refused_and_the_pages_own_fields_do_not_count(
    better: Suggestion, ana: User, ben: User
) -> None:
    client, sent = signed_in(ana), {"reason": "It always does.", "key": "c0ffee00-0000-4000-8000-000000000002"}

    first = client.post(of(better, "reject"), sent)
    again = client.post(of(better, "reject"), sent | {"next": "/", "csrfmiddlewaretoken": "another"})
    other = client.post(of(better, "reject"), sent | {"reason": "I take that back."})

    assert [answer.status_code for answer in (first, again, other)] == [302, 302, 422]
    assert "This form was sent already, with other words." in words(other)
    better.refresh_from_db()
    assert better.reason == "It always does."


def test_one_key_does_not_let_a_step_count_and_refuse_it(step: Relation, chloe: User) -> None:
    client, key = signed_in(chloe), "c0ffee00-0000-4000-8000-000000000003"
    address = at(step, "decide")

    answers = [client.post(address, {"publish": choice, "reason": "No.", "key": key}) for choice in ("yes", "no")]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert fresh(step).state == "published"


def test_a_rejection_needs_a_reason_and_the_suggester_reads_it(better: Suggestion, ana: User, ben: User) -> None:
    client = signed_in(ana)
    assert client.post(of(better, "reject"), {"reason": " "}).status_code == 422

    client.post(of(better, "reject"), {"reason": "It always does."})

    own = words(signed_in(ben).get("/c/sovereignty/waiting/"))
    assert "Rejected" in own
    assert "Why not, says ana:</b> It always does." in own


def test_a_stale_one_is_brought_up_to_date_by_one_button(
    better: Suggestion, thesis: Claim, ana: User, ben: User
) -> None:
    maps.edit(contribution=thesis, by=ana, text="Aid weakens the sovereignty of small states.", base_revision=1)
    client = signed_in(ana)
    page = words(client.get("/c/sovereignty/waiting/"))
    assert "For an older wording" in page
    assert "Take this wording" not in page
    assert client.post(of(better, "accept")).status_code == 409

    client.post(of(better, "rebase"))

    assert "Take this wording" in words(client.get("/c/sovereignty/waiting/"))
    better.refresh_from_db()
    assert better.text == "Aid can weaken the sovereignty of small states."


def test_where_both_changed_the_same_words_the_suggester_is_asked(
    better: Suggestion, thesis: Claim, ana: User, ben: User
) -> None:
    maps.edit(contribution=thesis, by=ana, text="Aid may erode sovereignty.", base_revision=1)

    told = signed_in(ana).post(of(better, "rebase"))
    assert told.status_code == 409
    assert "Both changed the same words" in words(told)
    asked = signed_in(ben).post(of(better, "rebase"), follow=True)
    page = words(asked)
    assert asked.redirect_chain[-1][0] == at(thesis, "suggest")
    assert "The wording was changed since" in page
    for wording in ("Aid may erode sovereignty.</blockquote>", "Aid weakens sovereignty.</blockquote>", BETTER):
        assert wording in page
    answer = signed_in(ben).post(at(thesis, "suggest"), {"text": "Aid can erode sovereignty.", "base_revision": "2"})
    assert answer.status_code == 302
    better.refresh_from_db()
    assert (better.text, better.base_revision) == ("Aid can erode sovereignty.", 2)


def test_nobody_else_reads_or_decides(better: Suggestion, thesis: Claim, ana: User, ben: User, mod: User) -> None:
    dan = ensure_person(name="dan")
    for client in (Client(), signed_in(dan), signed_in(mod)):
        pages = [f"/c/sovereignty/?claim={thesis.pk}", "/c/sovereignty/waiting/", f"/c/sovereignty/claim/{thesis.pk}/"]
        told = "".join(words(client.get(page, follow=True)) for page in pages)
        assert "can weaken" not in told
        assert "Not always" not in told
        for act in ("accept", "reject", "rebase", "take-back"):
            assert client.post(of(better, act), {"reason": "No."}).status_code == 404
            assert client.get(of(better, act)).status_code == 405
    suggester = signed_in(ben)
    assert suggester.post(of(better, "accept")).status_code == 403
    assert suggester.post(of(better, "reject"), {"reason": "No."}).status_code == 403
    assert signed_in(ana).post(of(better, "take-back")).status_code == 404
    for stray in (0, 2**63, 10**30):
        assert suggester.post(f"/c/sovereignty/suggestion/{stray}/accept/").status_code == 404


def test_it_is_taken_back(better: Suggestion, thesis: Claim, ben: User) -> None:
    signed_in(ben).post(of(better, "take-back"))

    better.refresh_from_db()
    assert better.state == "withdrawn"


def test_a_step_is_let_count_or_refused_with_a_reason(step: Relation, chloe: User, ben: User) -> None:
    client = signed_in(chloe)
    page = words(client.get("/c/sovereignty/waiting/"))
    assert "Let this step count" in page
    assert "Because: Debts bind." in page
    assert client.post(at(step, "decide"), {"publish": "no", "reason": ""}).status_code == 422
    assert client.post(at(step, "decide"), {}).status_code == 422
    assert client.post(at(step, "decide"), {"publish": "yes", "base_revision": "7"}).status_code == 409

    client.post(at(step, "decide"), {"publish": "no", "reason": "It is the other way round.", "base_revision": "1"})

    assert fresh(step).state == "withdrawn"
    own = words(signed_in(ben).get("/c/sovereignty/waiting/"))
    assert "It is the other way round." in own
    assert client.post(at(step, "decide"), {"publish": "yes"}).status_code == 409


def test_a_step_that_waits_is_shown_to_nobody_else(step: Relation, ana: User, ben: User, thesis: Claim) -> None:
    for client in (Client(), signed_in(ana)):
        told = words(client.get("/c/sovereignty/waiting/", follow=True))
        assert "Debts bind" not in told
        assert client.post(at(step, "decide"), {"publish": "yes"}).status_code in (403, 404)
    own = words(signed_in(ben).get("/c/sovereignty/waiting/"))
    assert "Debts bind." in own
    assert "Let this step count" not in own
    assert signed_in(ben).post(at(step, "decide"), {"publish": "yes"}).status_code == 403


def test_what_waits_is_for_people_with_an_account(thesis: Claim, sovereignty: Controversy) -> None:
    assert Client().get("/c/sovereignty/waiting/")["Location"] == "/sign-in/?next=%2Fc%2Fsovereignty%2Fwaiting%2F"
    set_map(sovereignty, state="draft")
    assert Client().get("/c/sovereignty/waiting/").status_code == 404


def test_an_empty_page_says_what_one_could_do(thesis: Claim, ben: User) -> None:
    page = words(signed_in(ben).get("/c/sovereignty/waiting/"))

    assert "Nothing waits for you here." in page
    assert "You have suggested nothing here." in page


def test_the_pages_cost_the_same_for_one_and_for_many(
    step: Relation, better: Suggestion, thesis: Claim, ana: User, ben: User, chloe: User
) -> None:
    pages = ["/c/sovereignty/waiting/", f"/c/sovereignty/?claim={thesis.pk}", at(thesis, "suggest")]
    clients = {person.username: signed_in(person) for person in (ana, ben, chloe)}

    def costs() -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for name, client in clients.items():
            found[name] = []
            for page in pages:
                forget_shapes()
                with CaptureQueriesContext(connection) as asked:
                    client.get(page)
                found[name].append(len(asked))
        return found

    costs()
    for person in (ana, ben):  # several theses make another page, and news one statement more
        maps.add_claim(controversy=thesis.controversy, by=person, text=f"A thesis of {person}.")
    costs()
    few = costs()
    for number in range(12):
        person = ensure_person(name=f"person{number}")
        maps.suggest(contribution=thesis, by=person, text=f"{BETTER} {number}", base_revision=1)
        claim = maps.add_claim(controversy=thesis.controversy, by=ana, text=f"Thesis {number}.")
        maps.suggest(contribution=claim, by=ben, text=BETTER, base_revision=1)
        maps.relate(child=claim, parent=thesis, side="pro", by=ben)

    costs()  # the first page after a change writes down the visit
    assert costs() == few
    assert max(cost[0] for cost in few.values()) <= 16
