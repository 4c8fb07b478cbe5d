"""What a process remembers of maps: answers by a key that moves with whatever changes them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_all: list["Kept[Any]"] = []


class Kept(Generic[T]):
    """The answers asked for last, as long as together they weigh no more than `most`; shared by all threads."""

    def __init__(self, most: int, *, weigh: Callable[[T], int] = lambda _answer: 1) -> None:
        self.most = most
        self.weigh = weigh
        self._answers: OrderedDict[Hashable, T] = OrderedDict()
        self._weight = 0
        self._guard = Lock()
        _all.append(self)

    def get(self, key: Hashable) -> T | None:
        """The answer under this key, if it is still remembered."""
        with self._guard:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key]

    def put(self, key: Hashable, answer: T) -> None:
        """Remember an answer, and forget those that have been asked for least lately."""
        with self._guard:
            if key in self._answers:
                self._weight -= self.weigh(self._answers.pop(key))
            self._answers[key] = answer
            self._weight += self.weigh(answer)
            while self._weight > self.most:
                _key, gone = self._answers.popitem(last=False)
                self._weight -= self.weigh(gone)

    def forget(self) -> None:
        """Begin anew."""
        with self._guard:
            self._answers.clear()
            self._weight = 0


def forget_all() -> None:
    """Empty the memory of the process (tests, which roll numbers back, need it)."""
    for kept in _all:
        kept.forget()
