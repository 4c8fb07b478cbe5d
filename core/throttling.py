"""Brakes for what anybody may send: so many in a while from one address, then wait.

Counted in memory, since one process answers, and forgotten with it. An address is kept as a keyed hash for as long as
the brake looks back and no longer. Limits are wide: behind one address a whole school may sit.
"""

import hashlib
import secrets
from collections import deque
from collections.abc import Callable
from math import ceil
from threading import Lock
from time import monotonic
from weakref import WeakSet

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal

_brakes: "WeakSet[Brake]" = WeakSet()
_KEY = secrets.token_bytes(32)  # drawn at each start, so that no hash outlives the process


class Brake:
    """At most `limit` times in `seconds` for each key."""

    def __init__(self, limit: int, seconds: int, *, clock: Callable[[], float] = monotonic) -> None:
        self.limit = limit
        self.seconds = seconds
        self._clock = clock
        self._times: dict[bytes, deque[float]] = {}
        self._guard = Lock()
        self._swept = clock()
        _brakes.add(self)

    def wait(self, key: str) -> int:
        """Seconds until this key may again; 0, and counted, when it may now."""
        now = self._clock()
        with self._guard:
            self._sweep(now)
            times = self._times.setdefault(_hashed(key), deque())
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if len(times) >= self.limit:
                return max(1, ceil(times[0] + self.seconds - now))
            times.append(now)
            return 0

    def hold(self, key: str) -> None:
        """Count this key. Raises Refusal `rate_limited` with the seconds to wait."""
        if seconds := self.wait(key):
            raise Refusal(
                "rate_limited",
                _("That was sent very often from here just now. Wait a few minutes and send it again."),
                retry_after=seconds,
            )

    def give_back(self, key: str) -> None:
        """Take back the newest count of this key: it was none of what is counted."""
        with self._guard:
            if times := self._times.get(_hashed(key)):
                times.pop()

    def forget(self) -> None:
        """Begin to count anew."""
        with self._guard:
            self._times.clear()

    def _sweep(self, now: float) -> None:
        """Once a while, forget the keys whose times are over."""
        if now < self._swept + self.seconds:
            return
        self._swept = now
        over = [key for key, times in self._times.items() if not times or times[-1] <= now - self.seconds]
        for key in over:
            del self._times[key]


def forget_counts() -> None:
    """Let all brakes begin anew (tests, which are all one address)."""
    for brake in list(_brakes):
        brake.forget()


def address_of(request: HttpRequest) -> str:
    """The address that the request came from, as the server saw it (behind a proxy: as the proxy says)."""
    return str(request.META.get("REMOTE_ADDR") or "")


def _hashed(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), key=_KEY, digest_size=16).digest()
