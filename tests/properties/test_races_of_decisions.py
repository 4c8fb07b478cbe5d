"""Two who decide at the same moment, in real threads: one decision stands, and the other is told so."""

from functools import partial

import pytest

from core.accounts.services import ensure_person
from core.errors import Refusal
from core.models import User
from debates.history.models import Entry
from debates.maps.models import Claim, Controversy, Suggestion
from debates.maps.services import (
    accept,
    add_claim,
    decide_step,
    edit,
    rebase,
    reject,
    relate,
    suggest,
    take_back,
)
from tests.maps.worlds import assert_no_holes, fresh
from tests.properties.oracles import assert_map_is_sound
from tests.properties.test_races import at_once, codes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def texts(sovereignty: Controversy, ana: User) -> list[Claim]:
    """Ten theses of Ana's."""
    return [add_claim(controversy=sovereignty, by=ana, text=f"Thesis {number}.") for number in range(10)]


def suggested(claim: Claim, by: User) -> Suggestion:
    return suggest(contribution=claim, by=by, text=f"{claim.text} Better.", base_revision=1)


def test_two_accept_at_once_and_one_is_told_that_it_is_done(
    texts: list[Claim], ana: User, ben: User, chloe: User, sovereignty: Controversy
) -> None:
    for claim in texts:
        one = suggested(claim, ben)
        answers = at_once([partial(accept, suggestion=one, by=person) for person in (ana, chloe)])

        assert codes(answers) == ["wrong_state"]
        assert [answer.status for answer in answers if isinstance(answer, Refusal)] == [409]
        assert (fresh(claim).revision, fresh(claim).text) == (2, f"{claim.text} Better.")
    assert Entry.objects.filter(verb="claim.edited").count() == len(texts)
    assert_no_holes(sovereignty)
    assert_map_is_sound(sovereignty)


def test_accepting_rejecting_and_taking_back_at_once_leave_one_end(
    texts: list[Claim], ana: User, ben: User, chloe: User, sovereignty: Controversy
) -> None:
    for claim in texts:
        one = suggested(claim, ben)
        answers = at_once(
            [
                partial(accept, suggestion=one, by=ana),
                partial(reject, suggestion=one, by=chloe, reason="No."),
                partial(take_back, suggestion=one, by=ben),
            ]
        )

        assert codes(answers) == ["wrong_state", "wrong_state"]
        state = Suggestion.objects.get(pk=one.pk).state
        assert (fresh(claim).revision == 2) == (state == "accepted")
    assert_no_holes(sovereignty)


def test_a_rewording_meets_an_acceptance_and_nothing_is_written_over(
    texts: list[Claim], ana: User, ben: User, sovereignty: Controversy
) -> None:
    for claim in texts:
        one = suggested(claim, ben)
        answers = at_once(
            [
                partial(accept, suggestion=one, by=ana),
                partial(edit, contribution=claim, by=ana, text="Quite another.", base_revision=1),
            ]
        )

        assert codes(answers) == ["edit_conflict"]
        assert fresh(claim).revision == 2
    assert_map_is_sound(sovereignty)


def test_what_is_accepted_is_what_was_read(texts: list[Claim], ana: User, ben: User) -> None:
    for claim in texts:
        one = suggested(claim, ben)
        at_once(
            [
                partial(accept, suggestion=one, by=ana, seen=one.text),
                partial(rebase, suggestion=one, by=ben, text="Something that nobody read."),
            ]
        )

        assert fresh(claim).text in (claim.text, f"{claim.text} Better.")


def test_one_person_with_two_windows_suggests_once(texts: list[Claim], ben: User) -> None:
    for claim in texts:
        answers = at_once([partial(suggested, claim, ben) for _ in range(4)])

        assert codes(answers) == ["already_suggested"] * 3
        assert Suggestion.objects.filter(contribution=claim).count() == 1


def test_a_step_is_decided_once(
    texts: list[Claim], thesis: Claim, ben: User, chloe: User, root: User, sovereignty: Controversy
) -> None:
    dan = ensure_person(name="dan")
    for claim in texts:
        step = relate(child=claim, parent=thesis, side="pro", by=dan)
        decide = partial(decide_step, controversy=sovereignty, relation_id=step.pk)
        answers = at_once(
            [partial(decide, by=chloe, publish=True), partial(decide, by=root, publish=False, reason="No.")]
        )

        assert codes(answers) == ["wrong_state"]
        assert fresh(step).state in ("published", "withdrawn")
    assert_no_holes(sovereignty)
    assert_map_is_sound(sovereignty)
