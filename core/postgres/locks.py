"""File locks: one start or stop at a time, and who still uses the server; the killed let go by themselves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # not a POSIX system; the server says so when it is asked to start
    fcntl = None  # type: ignore[assignment]


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait for the turn of this process, and keep it for the block."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Use:
    """A share in the server: whoever lets go last may stop it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def begin(self) -> None:
        """Be counted as one who uses the server. Twice is once."""
        if self._handle is None:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    def end(self) -> bool:
        """Be counted no more; True when nobody else is left."""
        if self._handle is None:
            return False
        last = False
        with suppress(BlockingIOError):
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            last = True
        os.close(self._handle)
        self._handle = None
        return last
