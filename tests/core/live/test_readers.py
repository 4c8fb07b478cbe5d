"""How many read a thing now, over all processes."""

from core.live.readers import AT_ONCE, MOST_POLLERS, POLLER_STAYS, SILENT, Readers


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def told(one: Readers, other: Readers) -> None:
    """One process tells another its counts."""
    for notice in one.notices(one.own()):
        other.heard(notice)


def test_each_open_stream_counts_once() -> None:
    readers = Readers()
    readers.came(7)
    readers.came(7)
    readers.came(8)
    readers.went(7)

    assert (readers.here(7), readers.here(8), readers.here(9)) == (1, 1, 0)
    assert readers.own() == {7: 1, 8: 1}


def test_a_page_that_asks_again_and_again_counts_once_and_for_a_while() -> None:
    clock = Clock()
    readers = Readers(clock=clock)
    readers.asked(7, "12345")
    readers.asked(7, "12345")
    readers.asked(7, "67890")
    assert readers.here(7) == 2

    clock.now += POLLER_STAYS + 1
    assert readers.here(7) == 0
    assert readers.own() == {}


def test_nobody_can_make_the_memory_grow_by_drawing_numbers() -> None:
    readers = Readers()
    for number in range(MOST_POLLERS + 50):
        readers.asked(7, str(number))

    assert readers.here(7) == MOST_POLLERS


def test_processes_add_up_and_a_silent_one_is_forgotten() -> None:
    clock = Clock()
    one, other = Readers(clock=clock), Readers(clock=clock)
    one.came(7)
    other.came(7)
    told(other, one)
    told(one, one)
    assert one.here(7) == 2

    other.went(7)
    told(other, one)
    assert one.here(7) == 1

    other.came(7)
    told(other, one)
    clock.now += SILENT + 1
    assert one.here(7) == 1


def test_a_notice_is_short_enough_for_the_database() -> None:
    readers = Readers()
    for topic in range(10**9, 10**9 + 2 * AT_ONCE + 1):
        readers.came(topic)

    notices = list(readers.notices(readers.own()))
    assert len(notices) == 3
    assert max(len(notice) for notice in notices) < 8000
