"""The listeners of one process: they are woken when a number moves, and sent away when their right ends.

All of it lives in one event loop. The database is asked by a few threads, never by the loop; a notice makes things
quick, and one statement a second makes them true (a notice may be lost with its connection, and ratings send none).
"""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from django.conf import settings
from django.db import Error, connection

from core.errors import Refusal
from core.live import door
from core.live.ear import listen
from core.live.given import Numbers, given
from core.live.lines import line
from core.live.readers import readers

T = TypeVar("T")

LOOK_EVERY = 1.0  # seconds between two looks at the numbers
CHECK_EVERY = 2.0  # at the rights of all listeners
COUNT_EVERY = 3.0  # at how many read
SAY_AGAIN = 3  # countings after which the same counts are told again, so that nobody takes us for gone

log = logging.getLogger(__name__)


class Topic:
    """One thing that somebody listens to, and the line that tells of it now."""

    __slots__ = ("here", "id", "line", "listeners", "numbers")

    def __init__(self, topic: int, numbers: Numbers) -> None:
        self.id = topic
        self.numbers = numbers
        self.here = 0
        self.listeners: set[Listener] = set()
        self.line = b""

    def tell(self) -> None:
        """Make the line anew and wake all."""
        self.line = line(self.numbers, self.here)
        for listener in self.listeners:
            listener.wake.set()


class Listener:
    """One open stream."""

    __slots__ = ("claim", "lost", "over", "topic", "wake")

    def __init__(self, claim: door.Claim, topic: Topic) -> None:
        self.claim = claim
        self.topic = topic
        self.wake = asyncio.Event()
        self.over = False
        self.lost = False  # ended because a right ended: what stands on the page is to be read anew

    def end(self, *, lost: bool = False) -> None:
        """Let the stream end, in good order and soon."""
        self.lost |= lost and not self.over
        self.over = True
        self.wake.set()


class Hub:
    """The topics of one event loop, and what keeps them true. It starts with the first listener."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.away = False  # whether the database answers nobody just now
        self.counts: Counter[str] = Counter()  # streams by holder
        self._topics: dict[int, Topic] = {}
        self._threads = ThreadPoolExecutor(settings.LIVE_THREADS, thread_name_prefix="live")
        self._tasks: list[asyncio.Task[None]] = []
        self._told: dict[int, int] = {}
        self._since_told = 0

    async def ask(self, question: Callable[..., T], *values: Any) -> T:
        """The answer of a function that asks the database, from a thread."""
        return await self.loop.run_in_executor(self._threads, _answered, question, values)

    @contextmanager
    def place(self, holder: str, most: int, refusal: Refusal) -> Iterator[None]:
        """One of the places that this holder has, for the time of the block. Raises the refusal when all are taken."""
        if self.counts[holder] >= most:
            raise refusal
        self.counts[holder] += 1
        try:
            yield
        finally:
            self.counts[holder] -= 1
            if not self.counts[holder]:
                del self.counts[holder]

    def join(self, claim: door.Claim, numbers: Numbers) -> Listener:
        """A new listener, whose topic knows at least these numbers."""
        self._start()
        topic = self._topics.get(claim.topic)
        if topic is None:
            topic = self._topics[claim.topic] = Topic(claim.topic, numbers)
        readers.came(topic.id)
        topic.here = topic.here or readers.here(topic.id)
        listener = Listener(claim, topic)
        topic.listeners.add(listener)
        if not topic.line or _newer(numbers, topic.numbers):
            topic.numbers = _latest(numbers, topic.numbers)
            topic.tell()
        return listener

    def leave(self, listener: Listener) -> None:
        """A stream has ended."""
        readers.went(listener.topic.id)
        listener.topic.listeners.discard(listener)
        if not listener.topic.listeners:
            self._topics.pop(listener.topic.id, None)

    def close(self) -> None:
        """End all streams and all that was started; the process is about to end."""
        for topic in self._topics.values():
            for listener in topic.listeners:
                listener.end()
        for task in self._tasks:
            task.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _start(self) -> None:
        if self._tasks:
            return
        channel = given().channel
        hearing = listen((channel, f"{channel}_here"), heard=self._hear, up=self._is_up, down=self._is_down)
        again = (self._again(LOOK_EVERY, self._look), self._again(CHECK_EVERY, self._check))
        self._tasks = [self.loop.create_task(one) for one in (hearing, *again, self._again(COUNT_EVERY, self._count))]

    async def _again(self, seconds: float, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do this work for ever; what fails with the database is done the next time."""
        while True:
            await asyncio.sleep(seconds)
            if self._topics or self._told:
                try:
                    await work()
                except Error:
                    pass
                except Exception:
                    log.exception("listeners could not be looked after; trying again")

    def _is_up(self) -> None:
        self.away = False

    def _is_down(self) -> None:
        self.away = True

    def _hear(self, channel: str, notice: str) -> None:
        if channel != given().channel:
            readers.heard(notice)
            return
        said = json.loads(notice)
        topic = self._topics.get(said["controversy"])
        if topic is not None:
            self._move(topic, Numbers(said["seq"], topic.numbers.ratings))

    def _move(self, topic: Topic, numbers: Numbers) -> None:
        """Tell numbers that are newer; a look that began before a notice came may bring older ones."""
        if _newer(numbers, topic.numbers):
            topic.numbers = _latest(numbers, topic.numbers)
            topic.tell()

    async def _look(self) -> None:
        found = await self.ask(given().numbers, [*self._topics])
        self.away = False
        for topic, numbers in found.items():
            if topic in self._topics:
                self._move(self._topics[topic], numbers)

    async def _check(self) -> None:
        claims = {listener.claim for topic in self._topics.values() for listener in topic.listeners}
        still = await self.ask(door.still_open, claims)
        for topic in self._topics.values():
            for listener in topic.listeners:
                if listener.claim in claims and listener.claim not in still:
                    listener.end(lost=True)

    async def _count(self) -> None:
        """Tell the other processes how many read here, and the listeners how many there are in all."""
        for topic in self._topics.values():
            if topic.here != (here := readers.here(topic.id)):
                topic.here = here
                topic.tell()
        own = readers.own()
        self._since_told += 1
        if own != self._told or self._since_told >= SAY_AGAIN:
            await self.ask(_notify, f"{given().channel}_here", [*readers.notices(own)])
            self._told, self._since_told = own, 0


def _newer(numbers: Numbers, known: Numbers) -> bool:
    return numbers.seq > known.seq or numbers.ratings > known.ratings


def _latest(numbers: Numbers, known: Numbers) -> Numbers:
    return Numbers(max(numbers.seq, known.seq), max(numbers.ratings, known.ratings))


def _answered(question: Callable[..., T], values: tuple[Any, ...]) -> T:
    """In a thread: whatever becomes of it, the connection goes back."""
    try:
        return question(*values)
    finally:
        connection.close()


def _notify(channel: str, notices: list[str]) -> None:
    with connection.cursor() as cursor:
        for notice in notices:
            cursor.execute("SELECT pg_notify(%s, %s)", [channel, notice])
