"""How many read a thing now, over all processes: numbers without a name.

One for each open stream, which a page has while it can be seen: two windows side by side count as two. A page that has
to ask again and again counts for some seconds after each asking, under a number that it drew for itself. Each process
tells the others its own counts; one that has been silent is forgotten.
"""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from threading import Lock
from time import monotonic

POLLER_STAYS = 12  # seconds after an asking; pages ask every five
MOST_POLLERS = 2000  # of one thing: the number is drawn by the page, so whoever likes could draw many
SILENT = 25  # seconds after which another process is forgotten
AT_ONCE = 300  # things in one notice: the database takes 8,000 bytes


class Readers:
    """The counts of this process, and what others said of theirs. Safe in threads."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self.process = secrets.token_hex(6)
        self._clock = clock
        self._guard = Lock()
        self._streams: Counter[int] = Counter()
        self._pollers: dict[int, dict[str, float]] = {}
        self._others: dict[tuple[str, int], tuple[float, dict[int, int]]] = {}

    def came(self, topic: int) -> None:
        """A stream was opened."""
        with self._guard:
            self._streams[topic] += 1

    def went(self, topic: int) -> None:
        """A stream was closed."""
        with self._guard:
            self._streams[topic] -= 1
            if not self._streams[topic]:
                del self._streams[topic]

    def asked(self, topic: int, page: str) -> None:
        """A page that has no stream asked for the numbers."""
        with self._guard:
            pages = self._pollers.setdefault(topic, {})
            if page in pages or len(pages) < MOST_POLLERS:
                pages[page] = self._clock()

    def here(self, topic: int) -> int:
        """How many read this now."""
        with self._guard:
            own = self._streams[topic] + self._asking(topic)
            since = self._clock() - SILENT
            return own + sum(counts.get(topic, 0) for at, counts in self._others.values() if at > since)

    def own(self) -> dict[int, int]:
        """The counts of this process; what is over is dropped on the way."""
        with self._guard:
            topics = {*self._streams, *self._pollers}
            counts = {topic: self._streams[topic] + self._asking(topic) for topic in topics}
            since = self._clock() - SILENT
            self._others = {key: told for key, told in self._others.items() if told[0] > since}
        return {topic: count for topic, count in counts.items() if count}

    def notices(self, counts: dict[int, int]) -> Iterator[str]:
        """These counts as other processes are told them; nothing is a notice too."""
        told = sorted(counts.items())
        for part, first in enumerate(range(0, max(1, len(told)), AT_ONCE)):
            yield json.dumps({"process": self.process, "part": part, "counts": dict(told[first : first + AT_ONCE])})

    def heard(self, notice: str) -> None:
        """What a process says of its own."""
        said = json.loads(notice)
        if said["process"] != self.process:
            counts = {int(topic): int(count) for topic, count in said["counts"].items()}
            with self._guard:
                self._others[said["process"], said["part"]] = (self._clock(), counts)

    def _asking(self, topic: int) -> int:
        """Pages that asked not long ago. Called with the guard held."""
        since = self._clock() - POLLER_STAYS
        pages = {page: at for page, at in self._pollers.get(topic, {}).items() if at > since}
        if pages:
            self._pollers[topic] = pages
        else:
            self._pollers.pop(topic, None)
        return len(pages)


readers = Readers()
