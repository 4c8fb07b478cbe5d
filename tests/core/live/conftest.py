"""A served site for the tests of streams."""

from collections.abc import Iterator

import pytest

from tests.listening import Site, serving


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    """A real server; what the test writes is committed, as it must be to be heard."""
    with serving() as served:
        yield served
