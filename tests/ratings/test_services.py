"""Ratings: one a person and thing, true tallies, and nobody's own."""

from collections.abc import Callable
from typing import Any

import pytest

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution, Controversy, Subject
from debates.maps.services import add_claim, add_reply, edit, hide, lock, withdraw
from debates.ratings.models import Rating
from debates.ratings.queries import own_ratings, spread_of, version_beside
from debates.ratings.services import rate, unrate
from tests.maps.worlds import ClassRoom, fresh, guest, open_map, refused, relation_of, seq_of, set_map, turn


def tally(row: Contribution) -> tuple[int, int]:
    """(how many, their sum) as the database keeps it."""
    kept = fresh(row)
    return kept.rating_count, kept.rating_sum


def version_of(controversy: Controversy) -> int:
    """What grows with every rating on the map."""
    return int(
        Controversy.objects.annotate(version=version_beside()).values_list("version", flat=True).get(pk=controversy.pk)
    )


def test_a_second_rating_takes_the_place_of_the_first(
    ben: User, chloe: User, thesis: Claim, sovereignty: Controversy
) -> None:
    before = seq_of(sovereignty)
    versions = [version_of(sovereignty)]

    for person, value in ((ben, 4), (ben, 1), (chloe, 0)):
        rate(target=thesis, by=person, value=value)
        versions.append(version_of(sovereignty))

    assert tally(thesis) == (2, 1)
    assert own_ratings(rater=ben, target_ids=[thesis.pk]) == {thesis.pk: 1}
    assert own_ratings(rater=None, target_ids=[thesis.pk]) == {}
    assert spread_of(target_ids=[thesis.pk]) == {thesis.pk: [1, 1, 0, 0, 0]}
    assert versions == sorted(set(versions))
    assert seq_of(sovereignty) == before


def test_a_rating_can_be_taken_back(ben: User, thesis: Claim, sovereignty: Controversy) -> None:
    rate(target=thesis, by=ben, value=4)
    version = version_of(sovereignty)

    unrate(target=thesis, by=ben)

    assert tally(thesis) == (0, 0)
    assert version_of(sovereignty) > version
    unrate(target=thesis, by=ben)
    assert tally(thesis) == (0, 0)


def test_claims_steps_and_evidence_are_rated_and_comments_are_not(ana: User, ben: User, thesis: Claim) -> None:
    step = relation_of(add_reply(to=thesis, side="pro", by=ana, text="It binds."))
    evidence = cite(claim=thesis, by=ana, side="pro", text="Yes.", new_source={"title": "Survey"})
    comment = add_comment(on=thesis, by=ana, text="Define aid?")

    for target in (thesis, step, evidence):
        rate(target=target, by=ben, value=3)
        assert tally(target) == (1, 3)
    acts: list[Callable[[], None]] = [
        lambda: rate(target=comment, by=ben, value=3),
        lambda: unrate(target=comment, by=ben),
    ]
    for act in acts:
        with refused("not_found"):
            act()


def test_an_authors_own_is_kept_and_not_counted(ana: User, ben: User, thesis: Claim) -> None:
    rate(target=thesis, by=ana, value=4)
    rate(target=thesis, by=ben, value=2)

    own = Rating.objects.get(rater=ana)
    assert (own.counted, Rating.objects.count(), tally(thesis)) == (False, 2, (1, 2))
    assert spread_of(target_ids=[thesis.pk]) == {thesis.pk: [0, 0, 1, 0, 0]}


def test_a_rating_remembers_the_wording_it_was_given_for(ana: User, ben: User, thesis: Claim) -> None:
    rate(target=thesis, by=ben, value=4)
    edit(contribution=thesis, by=ana, text="Aid can weaken sovereignty.", base_revision=1)
    assert (tally(thesis), Rating.objects.get().revision_rated) == ((1, 4), 1)

    rate(target=thesis, by=ben, value=4)

    assert (tally(thesis), Rating.objects.get().revision_rated) == ((1, 4), 2)


@pytest.mark.parametrize("value", [-1, 5, 100, 2.5, "3", "", None])
def test_a_rating_is_a_whole_number_from_0_to_4(ben: User, thesis: Claim, value: Any) -> None:
    with refused("bad_rating", "value"):
        rate(target=thesis, by=ben, value=value)


def test_what_is_locked_closed_hidden_or_foreign_is_not_rated(
    ana: User, ben: User, mod: User, chloe: User, thesis: Claim, sovereignty: Controversy, relations_subject: Subject
) -> None:
    rate(target=thesis, by=ben, value=4)
    secret = add_claim(
        controversy=open_map(relations_subject, chloe, "draft", state="draft"), by=chloe, text="Not yet."
    )
    withdrawn = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    withdraw(contribution=withdrawn, by=ana)
    hidden = add_claim(controversy=sovereignty, by=ana, text="Rude.")
    hide(contribution=hidden, by=mod, reason="rude")
    archived = turn(add_claim(controversy=sovereignty, by=ana, text="Old."), "archived")

    for row in (secret, withdrawn, hidden, archived):
        with refused("not_found"):
            rate(target=row, by=ben, value=1)
    for row, person in ((withdrawn, ana), (hidden, ana), (hidden, mod)):
        with refused("wrong_state"):
            rate(target=row, by=person, value=1)
    lock(contribution=thesis, by=mod)
    acts: list[Callable[[], None]] = [
        lambda: rate(target=thesis, by=ben, value=1),
        lambda: unrate(target=thesis, by=ben),
    ]
    for act in acts:
        with refused("locked"):
            act()
        set_map(sovereignty, state="closed")
        with refused("closed"):
            act()
        set_map(sovereignty, state="open")


def test_guests_rate_in_their_own_session_as_the_phase_permits(
    chloe: User, thesis: Claim, relations_subject: Subject
) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl, elk = room.seat("owl", 1), room.seat("elk", 2, writes=False)
    claim = add_claim(controversy=room.map, by=room.host, text="Of the whole class.")

    rate(target=claim, by=owl, value=4)
    assert tally(claim) == (1, 4)
    with refused("forbidden"):
        rate(target=claim, by=elk, value=0)
    with refused("forbidden"):
        rate(target=thesis, by=owl, value=0)
    with refused("not_found"):
        rate(target=claim, by=guest("stray"), value=0)
    room.allow(["read"])
    with refused("not_allowed_now"):
        rate(target=claim, by=owl, value=0)
    room.allow([])
    with refused("paused"):
        rate(target=claim, by=owl, value=0)


def test_a_rating_of_a_merged_claim_goes_to_the_canonical_one(ana: User, ben: User, thesis: Claim) -> None:
    twin = add_claim(controversy=thesis.controversy, by=ana, text="Aid makes states less sovereign.")
    Contribution.objects.filter(pk=twin.pk).update(merged_into=thesis)

    rate(target=twin, by=ben, value=3)

    rating = Rating.objects.get(rater=ben)
    assert (rating.target_id, tally(thesis), tally(twin)) == (thesis.pk, (1, 3), (0, 0))


def test_hiding_keeps_the_ratings(ben: User, mod: User, thesis: Claim) -> None:
    rate(target=thesis, by=ben, value=3)

    hide(contribution=thesis, by=mod, reason="rude")

    assert tally(thesis) == (1, 3)
