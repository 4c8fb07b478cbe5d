"""What is written into a stream."""

import pytest

from core.live.given import Numbers
from core.live.lines import MOST_BEHIND, first, line


def test_an_event_is_three_numbers_and_its_id_the_number_of_changes() -> None:
    assert line(Numbers(812, 33), 4) == b'id: 812\ndata: {"seq": 812, "ratings": 33, "here": 4}\n\n'


@pytest.mark.parametrize("since", [None, 20_000, 20_000 - MOST_BEHIND])
def test_whoever_is_not_far_behind_is_told_how_things_stand(since: int | None) -> None:
    assert not first(Numbers(20_000, 1), 1, since).startswith(b"event:")


@pytest.mark.parametrize("since", [0, 20_000 - MOST_BEHIND - 1, 20_001])
def test_whoever_is_far_behind_or_ahead_is_told_to_read_anew(since: int) -> None:
    assert first(Numbers(20_000, 1), 1, since).startswith(b"event: reread\nid: 20000\n")
