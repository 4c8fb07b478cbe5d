"""The thread of one thing: every wording, what happened between, and nothing that its reader may not know."""

import pytest

from core.models import User
from debates.history.models import Entry
from debates.history.rules import Piece
from debates.maps.models import Claim, Contribution
from debates.maps.queries import rights_of
from debates.maps.services import edit, hide, restore, revert
from debates.ratings.services import rate
from debates.reading.versions import Version, load_versions
from tests.maps.worlds import fresh

SECOND = "Aid can weaken sovereignty."


def thread(row: Contribution, viewer: User | None = None) -> list[Version]:
    """The thread as this viewer reads it, the oldest first."""
    return load_versions(contribution=fresh(row), rights=rights_of(viewer))[::-1]


@pytest.fixture
def reworded(thesis: Claim, ana: User, chloe: User) -> Claim:
    """Ana's thesis, reworded by the curator and put back by Ana."""
    edit(contribution=thesis, by=chloe, text=SECOND, base_revision=1, reason="Softer")
    revert(contribution=thesis, to_version=1, base_revision=2, by=ana)
    return thesis


def test_each_wording_is_told_with_its_person_its_reason_and_its_way(reworded: Claim) -> None:
    first, second, third = thread(reworded)

    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert [one.actor for one in (first, second, third)] == ["ana", "chloe", "ana"]
    assert (first.text, first.pieces) == ("Aid weakens sovereignty.", [])
    assert (second.reason, second.text) == ("Softer", SECOND)
    assert Piece("added", "can weaken") in second.pieces
    assert (third.back_to, third.is_current) == (1, True)


def test_each_wording_counts_the_ratings_given_for_it(thesis: Claim, ana: User, ben: User, chloe: User) -> None:
    rate(target=thesis, by=ben, value=4)
    edit(contribution=thesis, by=ana, text=SECOND, base_revision=1)
    rate(target=thesis, by=chloe, value=1)

    assert [one.ratings for one in thread(thesis)] == [1, 1]


def test_who_moderates_is_told_to_moderators_and_why_to_the_author_too(
    thesis: Claim, ana: User, ben: User, mod: User
) -> None:
    hide(contribution=thesis, by=mod, reason="It names somebody")
    restore(contribution=thesis, by=mod, reason="It does not")

    told = {
        name: thread(thesis, viewer)[1] for name, viewer in {"ben": ben, "nobody": None, "ana": ana, "mod": mod}.items()
    }

    assert all(line.verb == "claim.hidden" and not line.is_wording for line in told.values())
    assert {name: line.actor for name, line in told.items()} == {"ben": "", "nobody": "", "ana": "", "mod": "mod"}
    assert {name: line.reason for name, line in told.items()} == {
        "ben": "",
        "nobody": "",
        "ana": "It names somebody",
        "mod": "It names somebody",
    }


def test_a_hidden_wording_its_reason_and_its_person_are_for_moderators_alone(
    reworded: Claim, ana: User, ben: User, chloe: User, mod: User, root: User
) -> None:
    Entry.objects.filter(contribution=reworded.pk, version=2).update(hide_text=True, hide_reason=True, hide_actor=True)

    for viewer in (None, ben, ana, chloe):
        first, second, third = thread(reworded, viewer)
        assert (second.text, second.pieces, second.reason, second.actor) == (None, [], "", "")
        assert second.hidden
        assert not second.may_revert
        assert third.pieces == []  # the way from there would tell it
        assert (first.text, third.text) == ("Aid weakens sovereignty.", "Aid weakens sovereignty.")
    for viewer in (mod, root):
        assert thread(reworded, viewer)[1].text == SECOND
        assert thread(reworded, viewer)[1].actor == "chloe"


def test_a_wording_that_was_erased_is_told_as_kept_no_more(reworded: Claim, ana: User, root: User) -> None:
    from debates.history.erasure import purge_texts

    purge_texts(contribution_ids=[reworded.pk])

    for viewer in (None, ana, root):
        versions = thread(reworded, viewer)
        assert [one.text for one in versions] == [None, None, None]
        assert not any(one.pieces or one.may_revert for one in versions)


def test_going_back_is_offered_to_whoever_may(
    reworded: Claim, ana: User, ben: User, chloe: User, mod: User, root: User
) -> None:
    for viewer, may in ((None, False), (ben, False), (mod, False), (ana, True), (chloe, True), (root, True)):
        offered = [one.may_revert for one in thread(reworded, viewer)]
        assert offered == [may, may, False]
    Contribution.objects.filter(pk=reworded.pk).update(protected=True)
    assert not any(one.may_revert for one in thread(reworded, ana))


def test_a_verb_that_nobody_has_thought_about_is_told_to_nobody(thesis: Claim, ana: User, root: User) -> None:
    from debates.history.services import record

    record(by=ana, verb="suggestion.added", controversy_id=thesis.controversy_id, contribution_id=thesis.pk)
    record(by=ana, verb="claim.whispered", controversy_id=thesis.controversy_id, contribution_id=thesis.pk)

    assert [one.verb for one in thread(thesis, root)] == ["claim.added"]
