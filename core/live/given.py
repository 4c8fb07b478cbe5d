"""What the product hands in: the things that can be listened to, who may, and the numbers that tell of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from core.models import User


class Numbers(NamedTuple):
    """How often a thing was changed, and the version of its ratings. Both only grow."""

    seq: int
    ratings: int


class Found(NamedTuple):
    """A thing at an address, with its numbers."""

    topic: int
    numbers: Numbers


# (person or nobody, topic)
Asked = tuple[int | None, int]


@dataclass(frozen=True, slots=True)
class Given:
    """`find(person, address)` gives what this person may enter there, or None. `numbers(topics)` gives theirs.

    `open_to(pairs)` gives those of these pairs in which the person may still enter. `channel` is where the database
    notifies `{"controversy": topic, "seq": seq}`. All are called in a thread, and may fail with the database.
    """

    channel: str
    find: Callable[[User | None, str], Found | None]
    numbers: Callable[[Collection[int]], dict[int, Numbers]]
    open_to: Callable[[Collection[Asked]], set[Asked]]


_given: list[Given] = []


def give(given: Given) -> None:
    """Hand in what can be listened to; called once, when the site starts."""
    _given[:] = [given]


def given() -> Given:
    """What was handed in."""
    return _given[0]
