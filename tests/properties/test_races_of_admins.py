"""Administrators who go at the same time, by their own wish or by another's: one is always left."""

from collections.abc import Callable
from functools import partial

import pytest

from core.accounts.leaving import leave
from core.accounts.services import ensure_person, set_active
from core.errors import Refusal
from core.models import User
from tests.properties.test_races import behind, codes

pytestmark = pytest.mark.django_db(transaction=True)

Way = Callable[[User, User], object]


@pytest.fixture
def two(transactional_db: None) -> tuple[User, User]:
    """The only two administrators."""
    return ensure_person(name="root", admin=True), ensure_person(name="branch", admin=True)


def leaves(one: User, _other: User) -> object:
    return leave(person=one, texts="keep")


def closes(one: User, other: User) -> object:
    return set_active(person=other, active=False, by=one)


def standing() -> int:
    return User.objects.filter(is_superuser=True, is_active=True, leaves_at=None).count()


def test_two_that_leave_at_once_leave_one(two: tuple[User, User]) -> None:
    one, other = two

    answers = behind(partial(leaves, one, other), partial(leaves, other, one))

    assert codes(answers) == ["last_admin"]
    assert standing() == 1


def test_two_that_close_each_other_leave_one(two: tuple[User, User]) -> None:
    one, other = two

    answers = behind(partial(closes, one, other), partial(closes, other, one))

    assert codes(answers) == ["not_allowed"]
    assert standing() == 1


@pytest.mark.parametrize(("first", "second"), [(leaves, closes), (closes, leaves)])
def test_one_that_leaves_and_closes_the_other_does_but_one_of_it(
    two: tuple[User, User], first: Way, second: Way
) -> None:
    one, other = two

    answers = behind(partial(first, one, other), partial(second, one, other))

    assert len(codes(answers)) == 1
    assert standing() == 1


def test_whoever_is_no_administrator_any_more_closes_nobody(two: tuple[User, User]) -> None:
    one, other = two
    leave(person=one, texts="keep")

    with pytest.raises(Refusal) as refused:
        set_active(person=other, active=False, by=one)

    assert refused.value.code == "not_allowed"
    assert standing() == 1
