"""Programmes of the cast."""

import pytest

from core.models import User
from tests.api.programme import Programme


@pytest.fixture
def visitor(db: None) -> Programme:
    """A programme without a token."""
    return Programme()


@pytest.fixture
def anas(ana: User) -> Programme:
    """Ana's."""
    return Programme(ana)


@pytest.fixture
def bens(ben: User) -> Programme:
    """Ben's."""
    return Programme(ben)


@pytest.fixture
def chloes(chloe: User) -> Programme:
    """The curator's."""
    return Programme(chloe)


@pytest.fixture
def mods(mod: User) -> Programme:
    """The moderator's."""
    return Programme(mod)
