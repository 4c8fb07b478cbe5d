"""Many people at many entrances at once: the same answer as the gate gives to each of them alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.accounts.services import ensure_person
from core.models import User
from debates.maps.models import Controversy, Seat, Subject
from debates.maps.models.gate import rights_of
from debates.maps.queries.entering import may_enter
from debates.maps.rules import Access, ControversyState, Role
from debates.maps.services import grant_role


@pytest.fixture
def places(relations_subject: Subject) -> list[Controversy]:
    """A map for every access and state."""
    return [
        Controversy.objects.create(
            subject=relations_subject, slug=f"{access}-{state}", title="T", question="Q?", access=access, state=state
        )
        for access in Access.values
        for state in ControversyState.values
    ]


@pytest.fixture
def people(places: list[Controversy], relations_subject: Subject, chloe: User, mod: User, root: User) -> list[User]:
    """Everybody who is treated differently at an entrance."""
    names = ("plain", "gone", "narrow", "wide", "seated", "mute", "guest")
    _plain, gone, narrow, wide, seated, mute, guest = (ensure_person(name=name) for name in names)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    User.objects.filter(pk=guest.pk).update(is_guest=True)
    grant_role(user=narrow, role=Role.CURATOR, controversy=places[0], by=None)
    grant_role(user=wide, role=Role.MODERATOR, subject=relations_subject, by=None)
    for place in places:
        if place.access == Access.SESSION:
            Seat.objects.create(user=seated, controversy=place)
            Seat.objects.create(user=guest, controversy=place, host=True)
            Seat.objects.create(user=mute, controversy=place, reads=False)
    return [chloe, mod, root, *User.objects.filter(username__in=names)]


def test_all_together_enter_what_each_alone_enters(places: list[Controversy], people: list[User]) -> None:
    pairs = [(who, place.pk) for who in [None, *(one.pk for one in people)] for place in places]

    together = may_enter(pairs)

    alone = {
        (person.pk if person else None, place)
        for person in [None, *(one for one in people if one.is_active)]
        for place in Controversy.objects.visible_to(rights_of(person)).values_list("pk", flat=True)
    }
    assert together == alone
    assert (people[2].pk, places[0].pk) in together


def test_members_without_a_role_are_asked_for_together(places: list[Controversy]) -> None:
    crowd = [ensure_person(name=f"member{number}").pk for number in range(30)]
    pairs = [(who, place.pk) for who in [None, *crowd] for place in places]
    may_enter(pairs)

    with CaptureQueriesContext(connection) as asked:
        may_enter(pairs)

    assert len(asked) == 5  # people, grants, seats, and one for members, one for visitors


def test_nobody_and_nowhere(db: None) -> None:
    assert may_enter([]) == set()


def test_a_person_who_is_gone_enters_nothing(places: list[Controversy]) -> None:
    assert may_enter([(2**40, place.pk) for place in places]) == set()
