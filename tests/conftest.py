"""The cast and the places that the tests' stories are about; worlds are made by services."""

from collections.abc import Iterator

import pytest
from django.test import Client

from core import fonts
from core.accounts.services import ensure_person
from core.models import User
from core.throttling import forget_counts
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.rules import Role
from debates.reading.shape import forget_shapes
from tests.steady import steady_statistics

__all__ = ["steady_statistics"]


@pytest.fixture(autouse=True)
def no_kept_shapes() -> Iterator[None]:
    """A rolled-back test leaves numbers that another may use again."""
    forget_shapes()
    forget_counts()
    yield
    forget_shapes()


@pytest.fixture(scope="session")
def cut_fonts() -> None:
    """The typefaces, cut once as at set-up."""
    fonts.make_missing()


@pytest.fixture
def ana(db: None) -> User:
    """A citizen with an account."""
    return ensure_person(name="ana")


@pytest.fixture
def ben(db: None) -> User:
    """Another."""
    return ensure_person(name="ben")


@pytest.fixture
def mod(db: None) -> User:
    """A moderator of the site."""
    person = ensure_person(name="mod")
    maps.grant_role(user=person, role=Role.MODERATOR, by=None)
    return person


@pytest.fixture
def chloe(db: None) -> User:
    """A curator of the site."""
    person = ensure_person(name="chloe")
    maps.grant_role(user=person, role=Role.CURATOR, by=None)
    return person


@pytest.fixture
def root(db: None) -> User:
    """An administrator."""
    return ensure_person(name="root", admin=True)


@pytest.fixture
def relations_subject(chloe: User) -> Subject:
    """The subject that the controversies are filed under."""
    return maps.open_subject(by=chloe, slug="relations", title="Relations")


@pytest.fixture
def sovereignty(relations_subject: Subject, chloe: User) -> Controversy:
    """An open, public controversy without a claim."""
    return maps.open_controversy(
        subject=relations_subject,
        by=chloe,
        slug="sovereignty",
        title="Sovereignty",
        question="Does aid weaken sovereignty?",
        state="open",
    )


@pytest.fixture
def thesis(sovereignty: Controversy, ana: User) -> Claim:
    """Ana's thesis on the sovereignty map."""
    return maps.add_claim(controversy=sovereignty, by=ana, text="Aid weakens sovereignty.", claim_kind="policy")


def signed_in(person: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
