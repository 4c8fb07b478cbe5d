"""Suggestions whose text was reworded since: not accepted unseen, and brought up to date."""

import pytest

from core.models import User
from debates.history.models import Entry
from debates.maps.models import Claim, Controversy, Suggestion
from debates.maps.services import accept, edit, rebase, suggest
from tests.maps.worlds import assert_no_holes, last_line, refused

BETTER = "Aid can weaken sovereignty."


@pytest.fixture
def better(thesis: Claim, ben: User) -> Suggestion:
    """Ben's wording for Ana's thesis."""
    return suggest(contribution=thesis, by=ben, text=BETTER, base_revision=1, reason="Not always")


def test_a_stale_one_is_not_accepted_and_is_brought_up_to_date_in_one_step(
    better: Suggestion, thesis: Claim, ana: User, ben: User, sovereignty: Controversy
) -> None:
    edit(contribution=thesis, by=ana, text="Aid weakens the sovereignty of small states.", base_revision=1)

    with refused("edit_conflict") as told:
        accept(suggestion=better, by=ana)
    assert told[0].current == {
        "text": "Aid weakens the sovereignty of small states.",
        "revision": 2,
        "suggested": BETTER,
    }
    for person in (ben, ana):  # either of them, and a second time changes nothing of it
        kept = rebase(suggestion=better, by=person)
        assert (kept.text, kept.base_revision) == ("Aid can weaken the sovereignty of small states.", 2)
    assert last_line(sovereignty).after == {"suggestion": better.pk}
    assert accept(suggestion=better, by=ana).text == "Aid can weaken the sovereignty of small states."
    assert_no_holes(sovereignty)


def test_where_both_changed_the_same_words_the_suggester_says_how_it_reads(
    better: Suggestion, thesis: Claim, ana: User, ben: User, chloe: User
) -> None:
    edit(contribution=thesis, by=ana, text="Aid always weakens sovereignty.", base_revision=1)
    edit(contribution=thesis, by=ana, text="Aid may erode sovereignty.", base_revision=2)

    for person in (ben, chloe):
        with refused("edit_conflict") as told:
            rebase(suggestion=better, by=person)
        assert told[0].current == {
            "base": "Aid weakens sovereignty.",
            "text": "Aid may erode sovereignty.",
            "revision": 3,
            "suggested": BETTER,
        }
    with refused("not_author"):
        rebase(suggestion=better, by=chloe, text="Chloe's.")
    with refused("edit_conflict", "text"):
        rebase(suggestion=better, by=ben, text="Aid can erode sovereignty.", base_revision=2)
    kept = rebase(suggestion=better, by=ben, text="Aid can erode sovereignty.", base_revision=3, reason="Softer")
    assert (kept.text, kept.base_revision, kept.why) == ("Aid can erode sovereignty.", 3, "Softer")
    with refused("unchanged", "text"):
        rebase(suggestion=better, by=ben, text="Aid may erode sovereignty.")


def test_a_change_that_stands_already_needs_no_suggestion(
    better: Suggestion, thesis: Claim, ana: User, ben: User
) -> None:
    edit(contribution=thesis, by=ana, text=BETTER, base_revision=1)

    with refused("unchanged", "text"):
        rebase(suggestion=better, by=ben)


def test_a_base_that_is_hidden_is_not_told(better: Suggestion, thesis: Claim, ana: User, ben: User) -> None:
    edit(contribution=thesis, by=ana, text="Aid weakens the sovereignty of small states.", base_revision=1)
    Entry.objects.filter(contribution=thesis.pk, version=1, verb="claim.added").update(hide_text=True)

    with refused("edit_conflict") as told:
        rebase(suggestion=better, by=ben)
    assert told[0].current["base"] is None


def test_nobody_accepts_other_words_than_they_read(better: Suggestion, ana: User, ben: User) -> None:
    rebase(suggestion=better, by=ben, text="Aid is good.")

    with refused("edit_conflict"):
        accept(suggestion=better, by=ana, seen=BETTER)
    assert accept(suggestion=better, by=ana, seen="Aid is good.\r\n").text == "Aid is good."
