"""Somebody is erased while they write: whatever was under way is either erased too or never was."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from core.accounts.leaving import erase_person
from core.accounts.services import ensure_person
from core.errors import Refusal
from core.models import User
from debates.comments.services import add_comment
from debates.maps.models import Claim, Contribution, Controversy
from debates.maps.services import add_claim, add_reply, edit
from debates.ratings.models import Rating
from debates.ratings.services import rate
from tests.maps.worlds import assert_no_holes
from tests.properties.oracles import assert_no_circle, assert_tallies_are_true
from tests.properties.test_races import at_once
from tests.web.erasing import found_in_tables

pytestmark = pytest.mark.django_db(transaction=True)


def until_shut_out(act: Callable[[int], Any]) -> int:
    """Go on until the account is gone; how often it went well."""
    for number in range(400):
        try:
            act(number)
        except (Refusal, IntegrityError):
            return number
    return 400


@pytest.mark.parametrize("keep_texts", [True, False])
def test_nothing_of_a_person_who_goes_on_writing_is_left(
    keep_texts: bool, thesis: Claim, sovereignty: Controversy, ben: User
) -> None:
    petrel = ensure_person(name="Quillpetrelxj")
    own = add_claim(controversy=sovereignty, by=petrel, text="First quwordxj.")
    targets = [add_claim(controversy=sovereignty, by=ben, text=f"Target {n}.") for n in range(20)]

    at_once(
        [
            partial(until_shut_out, lambda n: add_reply(to=thesis, side="pro", by=petrel, text=f"Quwordxj {n}.")),
            partial(until_shut_out, lambda n: add_comment(on=thesis, by=petrel, text=f"Quwordxj said {n}.")),
            partial(until_shut_out, lambda n: rate(target=targets[n % 20], by=petrel, value=n % 5)),
            partial(
                until_shut_out, lambda n: edit(contribution=own, by=petrel, text=f"Quwordxj {n}.", base_revision=n + 1)
            ),
            partial(erase_person, person=petrel, keep_texts=keep_texts),
        ]
    )

    assert not User.objects.filter(pk=petrel.pk).exists()
    assert not Rating.objects.filter(rater=petrel.pk).exists()
    assert not Contribution.objects.filter(author=petrel.pk).exists()
    words = ["Quillpetrelxj"] if keep_texts else ["Quillpetrelxj", "Quwordxj"]
    assert found_in_tables(words) == {}
    rows = {row.pk: row for row in Contribution.objects.filter(controversy=sovereignty)}
    assert_no_circle(rows)
    assert_tallies_are_true(rows)
    assert_no_holes(sovereignty)


def test_two_erasures_at_once_do_not_wait_for_one_another_for_ever(sovereignty: Controversy) -> None:
    people = [ensure_person(name=name) for name in ("petrel", "fulmar", "skua")]
    claims = [add_claim(controversy=sovereignty, by=person, text=f"Of {person}.") for person in people]
    for person in people:
        for claim in claims:
            rate(target=claim, by=person, value=4)

    at_once([partial(erase_person, person=person, keep_texts=False) for person in people])

    rows = {row.pk: row for row in Contribution.objects.filter(controversy=sovereignty)}
    assert not Rating.objects.exists()
    assert_tallies_are_true(rows)
