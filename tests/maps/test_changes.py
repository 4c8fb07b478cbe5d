"""Rewording, withdrawing, and the switches that moderation turns."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.models import Evidence
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution, Controversy
from debates.maps.queries import find_claims
from debates.maps.services import (
    add_claim,
    add_reply,
    edit,
    grant_role,
    relate,
    unwithdraw,
    withdraw,
)
from debates.ratings.services import rate
from tests.maps.worlds import (
    PENDING,
    PUBLISHED,
    assert_no_holes,
    earned,
    everything,
    fresh,
    last_line,
    refused,
    relation_of,
    seq_of,
    set_map,
    turn,
)


@pytest.fixture
def survey(thesis: Claim, ana: User) -> Evidence:
    """A quotation under Ana's thesis."""
    return cite(
        claim=thesis,
        by=ana,
        side="pro",
        text="It said so.",
        form="quotation",
        locator="p. 3",
        new_source={"title": "Survey"},
    )


def test_a_rewording_is_a_new_revision_and_keeps_the_ratings(
    ana: User, ben: User, thesis: Claim, sovereignty: Controversy
) -> None:
    rate(target=thesis, by=ben, value=3)
    before = seq_of(sovereignty)

    edited = edit(contribution=thesis, by=ana, text="Aid can weaken sovereignty.", base_revision=1, reason="Precision")

    assert (edited.text, edited.revision, edited.rating_count, edited.rating_sum) == (
        "Aid can weaken sovereignty.",
        2,
        1,
        3,
    )
    assert edited.edited_at is not None
    assert seq_of(sovereignty) == before + 1
    line = last_line(sovereignty)
    assert (line.verb, line.version, line.actor_id, line.reason) == ("claim.edited", 2, ana.pk, "Precision")
    assert (line.before, line.after) == (
        {"text": "Aid weakens sovereignty."},
        {"text": "Aid can weaken sovereignty."},
    )


def test_the_new_words_are_found_and_the_old_are_not(ana: User, thesis: Claim, sovereignty: Controversy) -> None:
    edit(contribution=thesis, by=ana, text="Grants erode statehood.", base_revision=1)

    assert find_claims(controversy=sovereignty, viewer=None, words="statehood") == [thesis]
    assert find_claims(controversy=sovereignty, viewer=None, words="weakens") == []


def test_the_same_wording_again_changes_nothing(ana: User, thesis: Claim) -> None:
    before = everything()

    edit(contribution=thesis, by=ana, text=" Aid weakens  sovereignty. ", base_revision=1)

    assert everything() == before


def test_a_stale_rewording_is_told_what_stands_now(ana: User, chloe: User, thesis: Claim) -> None:
    edit(contribution=thesis, by=chloe, text="Aid can weaken sovereignty.", base_revision=1)

    for base in (1, 0, 3):
        with refused("edit_conflict", "text") as told:
            edit(contribution=thesis, by=ana, text="Mine.", base_revision=base)
        assert told[0].current == {"text": "Aid can weaken sovereignty.", "revision": 2, "locator": ""}


def test_anothers_words_are_changed_by_curators_and_contributors_alone(
    ana: User, ben: User, chloe: User, mod: User, root: User, thesis: Claim, sovereignty: Controversy
) -> None:
    for person in (ben, mod):
        with refused("not_author"):
            edit(contribution=thesis, by=person, text="Theirs.", base_revision=1)
    edit(contribution=thesis, by=chloe, text="A curator's.", base_revision=1)
    edit(contribution=thesis, by=root, text="An admin's.", base_revision=2)
    edit(contribution=thesis, by=earned(ben, sovereignty), text="A contributor's by work.", base_revision=3)
    grant_role(user=mod, role="contributor", by=root)
    edit(contribution=thesis, by=mod, text="A contributor's by grant.", base_revision=4)

    assert fresh(thesis).revision == 5
    assert_no_holes(sovereignty)


def test_a_comment_is_its_authors_alone(ana: User, ben: User, chloe: User, root: User, thesis: Claim) -> None:
    comment = add_comment(on=thesis, by=ben, text="Define aid?")

    for person in (ana, chloe, root):
        with refused("not_author"):
            edit(contribution=comment, by=person, text="Define it.", base_revision=1)
    assert edit(contribution=comment, by=ben, text="Please define aid.", base_revision=1).revision == 2


def test_a_protected_claim_is_reworded_by_nobody_alone(ana: User, chloe: User, root: User, thesis: Claim) -> None:
    Contribution.objects.filter(pk=thesis.pk).update(protected=True)

    for person in (ana, chloe, root):
        with refused("protected"):
            edit(contribution=thesis, by=person, text="Mine.", base_revision=1)


def test_limits_are_those_of_the_kind(ana: User, thesis: Claim, survey: Evidence) -> None:
    step = relation_of(add_reply(to=thesis, side="pro", by=ana, text="It binds.", warrant="Bonds weaken."))
    comment = add_comment(on=thesis, by=ana, text="Define aid?")

    for row, limit in ((thesis, 500), (step, 300), (survey, 1000), (comment, 1000)):
        with refused("too_long", "text"):
            edit(contribution=row, by=ana, text="x" * (limit + 1), base_revision=1)
        assert edit(contribution=row, by=ana, text="x" * limit, base_revision=1).revision == 2
    with refused("text_missing", "text"):
        edit(contribution=thesis, by=ana, text=" ", base_revision=2)
    with refused("bad_characters", "text"):
        edit(contribution=thesis, by=ana, text="a\x00b", base_revision=2)
    with refused("too_long", "reason"):
        edit(contribution=thesis, by=ana, text="Fine.", base_revision=2, reason="r" * 301)
    assert edit(contribution=step, by=ana, text="", base_revision=2).text == ""


def test_a_quotation_keeps_its_place_in_the_source(ana: User, survey: Evidence, sovereignty: Controversy) -> None:
    with refused("locator_missing", "locator"):
        edit(contribution=survey, by=ana, text="It said so.", locator=" ", base_revision=1)
    edited = edit(contribution=survey, by=ana, text="It said so.", locator="p. 4", base_revision=1)

    assert (edited.locator, edited.revision) == ("p. 4", 2)
    assert last_line(sovereignty).before == {"text": "It said so.", "locator": "p. 3"}
    assert last_line(sovereignty).after == {"text": "It said so.", "locator": "p. 4"}


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "archived", "erased"])
def test_only_what_stands_or_waits_is_reworded(ana: User, ben: User, thesis: Claim, state: str) -> None:
    turn(thesis, state)

    with refused("not_found" if state == "erased" else "wrong_state"):
        edit(contribution=thesis, by=ana, text="Mine.", base_revision=1)
    with refused("not_author" if state == "archived" else "not_found"):
        edit(contribution=thesis, by=ben, text="Theirs.", base_revision=1)


def test_withdrawing_leaves_the_branch_and_can_be_taken_back(
    ana: User, ben: User, thesis: Claim, sovereignty: Controversy
) -> None:
    reply = add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    with refused("not_author"):
        withdraw(contribution=thesis, by=ben)

    withdraw(contribution=thesis, by=ana)

    line = last_line(sovereignty)
    assert (line.verb, line.before, line.after, line.version) == (
        "claim.withdrawn",
        {"state": "published"},
        {"state": "withdrawn"},
        1,
    )
    assert fresh(reply).state == PUBLISHED
    with refused("wrong_state"):
        withdraw(contribution=thesis, by=ana)
    with refused("not_found"):
        unwithdraw(contribution=thesis, by=ben)
    assert unwithdraw(contribution=thesis, by=ana).state == PUBLISHED
    assert last_line(sovereignty).verb == "claim.unwithdrawn"
    with refused("wrong_state"):
        unwithdraw(contribution=thesis, by=ana)


def test_nobody_withdraws_for_another_be_they_staff(mod: User, chloe: User, root: User, thesis: Claim) -> None:
    for person in (mod, chloe, root):
        with refused("not_author"):
            withdraw(contribution=thesis, by=person)


def test_thirty_days_later_it_stays_withdrawn(ana: User, thesis: Claim, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.now()
    withdraw(contribution=thesis, by=ana)

    monkeypatch.setattr(timezone, "now", lambda: today + timedelta(days=30, hours=1))
    with refused("too_late"):
        unwithdraw(contribution=thesis, by=ana)
    monkeypatch.setattr(timezone, "now", lambda: today + timedelta(days=29, hours=23))
    assert unwithdraw(contribution=thesis, by=ana).state == PUBLISHED


def test_what_waited_for_review_waits_again(ana: User, thesis: Claim, sovereignty: Controversy) -> None:
    other = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    link = relate(child=other, parent=thesis, side="pro", by=ana)
    set_map(sovereignty, premoderated=True)
    claim = add_claim(controversy=sovereignty, by=ana, text="Buy my pills.")

    for row in (link, claim):
        withdraw(contribution=row, by=ana)
        assert unwithdraw(contribution=row, by=ana).state == PENDING
        assert last_line(sovereignty).after == {"state": "pending"}
