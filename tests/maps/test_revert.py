"""Going back to an older wording: a new version, never a rewritten one."""

from functools import partial

import pytest

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.history.models import Entry
from debates.history.queries import entries_of, wording_at
from debates.history.services import record
from debates.maps.models import Claim, Contribution, Controversy
from debates.maps.services import add_reply, edit, grant_role, hide, revert, withdraw
from debates.ratings.services import rate
from tests.maps.worlds import assert_no_holes, earned, everything, fresh, last_line, refused, relation_of, turn
from tests.properties.test_races import at_once, codes

FIRST, SECOND = "Aid weakens sovereignty.", "Aid can weaken sovereignty."


@pytest.fixture
def reworded(thesis: Claim, ana: User) -> Claim:
    """Ana's thesis in its second wording."""
    edit(contribution=thesis, by=ana, text=SECOND, base_revision=1)
    return thesis


def test_an_older_wording_comes_back_as_a_new_version_and_ratings_stay(
    reworded: Claim, ana: User, ben: User, sovereignty: Controversy
) -> None:
    rate(target=reworded, by=ben, value=3)

    back = revert(contribution=reworded, to_version=1, base_revision=2, by=ana, reason="It said more")

    assert (back.text, back.revision, back.rating_count) == (FIRST, 3, 1)
    line = last_line(sovereignty)
    assert (line.verb, line.version, line.reason) == ("claim.reverted", 3, "It said more")
    assert (line.before, line.after) == ({"text": SECOND}, {"text": FIRST, "back_to": 1})
    assert_no_holes(sovereignty)


def test_going_back_can_itself_be_taken_back(reworded: Claim, ana: User) -> None:
    revert(contribution=reworded, to_version=1, base_revision=2, by=ana)

    again = revert(contribution=reworded, to_version=2, base_revision=3, by=ana)

    assert (again.text, again.revision) == (SECOND, 4)
    wordings = [line for line in entries_of(contribution_ids=[reworded.pk]).reverse() if "text" in line.after]
    assert [line.version for line in wordings] == [1, 2, 3, 4]
    assert [line.after["text"] for line in wordings] == [FIRST, SECOND, FIRST, SECOND]
    assert [line.before.get("text") for line in wordings[1:]] == [line.after["text"] for line in wordings[:-1]]


def test_what_stands_already_changes_nothing(reworded: Claim, ana: User) -> None:
    before = everything()

    revert(contribution=reworded, to_version=2, base_revision=2, by=ana)

    assert everything() == before


def test_it_is_refused_to_whoever_has_not_seen_what_stands_now(reworded: Claim, ana: User) -> None:
    for base in (1, 0, 3):
        with refused("edit_conflict", "text") as told:
            revert(contribution=reworded, to_version=1, base_revision=base, by=ana)
        assert told[0].current == {"text": SECOND, "revision": 2, "locator": ""}


def test_anothers_words_go_back_by_curators_and_contributors_alone(
    reworded: Claim, ben: User, chloe: User, mod: User, root: User, sovereignty: Controversy
) -> None:
    for person in (ben, mod):
        with refused("not_author"):
            revert(contribution=reworded, to_version=1, base_revision=2, by=person)
    revert(contribution=reworded, to_version=1, base_revision=2, by=chloe)
    revert(contribution=reworded, to_version=2, base_revision=3, by=root)
    revert(contribution=reworded, to_version=1, base_revision=4, by=earned(ben, sovereignty))
    grant_role(user=mod, role="contributor", by=root)
    revert(contribution=reworded, to_version=2, base_revision=5, by=mod)

    assert fresh(reworded).revision == 6


def test_a_comment_goes_back_by_its_author_alone(thesis: Claim, ana: User, ben: User, chloe: User, root: User) -> None:
    comment = add_comment(on=thesis, by=ben, text="Define aid?")
    edit(contribution=comment, by=ben, text="What is aid?", base_revision=1)

    for person in (ana, chloe, root):
        with refused("not_author"):
            revert(contribution=comment, to_version=1, base_revision=2, by=person)
    assert revert(contribution=comment, to_version=1, base_revision=2, by=ben).text == "Define aid?"


def test_a_protected_claim_keeps_its_wording(reworded: Claim, ana: User, chloe: User) -> None:
    Contribution.objects.filter(pk=reworded.pk).update(protected=True)

    for person in (ana, chloe):
        with refused("protected"):
            revert(contribution=reworded, to_version=1, base_revision=2, by=person)


def test_a_hidden_or_unknown_wording_does_not_come_back(reworded: Claim, ana: User, chloe: User, mod: User) -> None:
    Entry.objects.filter(contribution=reworded.pk, version=1).update(hide_text=True)

    for version in (1, 0, 3, 2**62):
        for person in (ana, chloe):
            with refused("wording_hidden"):
                revert(contribution=reworded, to_version=version, base_revision=2, by=person)
    assert wording_at(contribution_id=reworded.pk, version=1) is None


def test_a_wording_that_nobody_could_see_does_not_come_back(reworded: Claim, ana: User) -> None:
    """Such lines may stand in history from before a text had to show something."""
    record(
        by=ana,
        verb="claim.edited",
        controversy_id=reworded.controversy_id,
        contribution_id=reworded.pk,
        version=9,
        after={"text": "\u200b"},
    )

    with refused("wording_hidden"):
        revert(contribution=reworded, to_version=9, base_revision=2, by=ana)


def test_state_changes_of_the_same_version_are_no_wordings(reworded: Claim, ana: User, mod: User) -> None:
    hide(contribution=reworded, by=mod, reason="Rule 1")
    turn(reworded, "published")

    assert wording_at(contribution_id=reworded.pk, version=2) == {"text": SECOND}


def test_a_step_goes_back_to_having_no_words(thesis: Claim, ana: User) -> None:
    step = relation_of(add_reply(to=thesis, side="pro", by=ana, text="It binds."))
    edit(contribution=step, by=ana, text="Bonds weaken.", base_revision=1)

    assert revert(contribution=step, to_version=1, base_revision=2, by=ana).text == ""


def test_evidence_goes_back_with_its_place_in_the_source(thesis: Claim, ana: User) -> None:
    survey = cite(
        claim=thesis,
        by=ana,
        side="pro",
        text="It said so.",
        form="quotation",
        locator="p. 3",
        new_source={"title": "Survey"},
    )
    edit(contribution=survey, by=ana, text="It said: so.", locator="p. 4", base_revision=1)
    edit(contribution=survey, by=ana, text="It says so.", locator="p. 5", base_revision=2)

    back = revert(contribution=survey, to_version=2, base_revision=3, by=ana)

    assert (back.text, back.locator) == ("It said: so.", "p. 4")
    first = revert(contribution=survey, to_version=1, base_revision=4, by=ana)
    assert (first.text, first.locator) == ("It said so.", "p. 3")


def test_a_wording_longer_than_people_may_write_comes_back_whole(thesis: Claim, ana: User) -> None:
    imported = "x" * 1200
    Entry.objects.bulk_create(
        [
            Entry(
                controversy=thesis.controversy,
                seq=900,
                contribution=thesis.pk,
                verb="claim.edited",
                version=2,
                after={"text": imported},
            )
        ]
    )
    Contribution.objects.filter(pk=thesis.pk).update(revision=2, text=imported)
    edit(contribution=thesis, by=ana, text="Short.", base_revision=2)

    assert revert(contribution=thesis, to_version=2, base_revision=3, by=ana).text == imported


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "archived", "erased"])
def test_only_what_stands_or_waits_goes_back(reworded: Claim, ana: User, ben: User, state: str) -> None:
    turn(reworded, state)

    with refused("not_found" if state == "erased" else "wrong_state"):
        revert(contribution=reworded, to_version=1, base_revision=2, by=ana)
    with refused("not_author" if state == "archived" else "not_found"):
        revert(contribution=reworded, to_version=1, base_revision=2, by=ben)


def test_nobody_goes_back_on_a_closed_map(reworded: Claim, ana: User, sovereignty: Controversy) -> None:
    Controversy.objects.filter(pk=sovereignty.pk).update(state="closed")

    with refused("closed"):
        revert(contribution=reworded, to_version=1, base_revision=2, by=ana)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_go_back_at_once_one_does_and_the_others_are_told(
    thesis: Claim, ana: User, chloe: User, sovereignty: Controversy
) -> None:
    edit(contribution=thesis, by=ana, text=SECOND, base_revision=1)
    people = [ana, chloe] * 4

    acts = [partial(revert, contribution=thesis, to_version=1, base_revision=2, by=person) for person in people]
    acts += [partial(edit, contribution=thesis, text="A third.", base_revision=2, by=ana) for _ in range(2)]
    acts += [partial(withdraw, contribution=add_reply(to=thesis, side="con", by=ana, text="No."), by=ana)]
    answers = at_once(acts)

    assert codes(answers) == ["edit_conflict"] * 9
    row = fresh(thesis)
    assert row.revision == 3
    assert row.text in (FIRST, "A third.")
    wordings = [line for line in entries_of(contribution_ids=[thesis.pk]).reverse() if "text" in line.after]
    assert [line.version for line in wordings] == [1, 2, 3]
    assert wordings[-1].after["text"] == row.text
    assert_no_holes(sovereignty)
