"""A real server on the tests' database, and readers who listen to its streams over plain sockets."""

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import uvicorn
from django.conf import settings

from core.models import User
from core.serving import Server, listen
from tests.conftest import signed_in


@dataclass(frozen=True)
class Told:
    """One event."""

    name: str
    id: int | None
    data: dict[str, int]


class Stream:
    """A reader with a stream of their own. Everything that came is in `raw`, the events of it in `events`."""

    def __init__(self, port: int, path: str, *, cookie: str = "", **headers: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        wanted = {"Host": f"127.0.0.1:{port}"} | ({"Cookie": cookie} if cookie else {})
        wanted |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in wanted.items())
        self.socket.sendall(f"GET {path} HTTP/1.0\r\n{lines}\r\n".encode())
        self.raw = b""
        self.over = False

    @property
    def body(self) -> bytes:
        """What came after the headers."""
        return self.raw.partition(b"\r\n\r\n")[2]

    @property
    def status(self) -> int:
        """The status, as soon as it came."""
        self.reads_until(lambda: b"\r\n\r\n" in self.raw)
        return int(self.raw.split(b" ", 2)[1])

    @property
    def header(self) -> dict[str, str]:
        """The headers by name in small letters."""
        self.reads_until(lambda: b"\r\n\r\n" in self.raw)
        lines = self.raw.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
        return {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}

    @property
    def events(self) -> list[Told]:
        """What was told so far."""
        blocks = self.body.decode().split("\n\n")[:-1]
        return [_told(block) for block in blocks if "data:" in block]

    def reads(self) -> None:
        """Take what has come, without waiting."""
        while not self.over and select.select([self.socket], [], [], 0)[0]:
            piece = self.socket.recv(65536)
            self.over = not piece
            self.raw += piece

    def reads_until(self, true: Callable[[], bool], seconds: float = 20) -> float:
        """Wait for something; the seconds that it took."""
        begun = time.monotonic()
        while not true():
            left = begun + seconds - time.monotonic()
            assert left > 0, f"waited in vain; so far: {self.raw!r}"
            select.select([self.socket], [], [], min(left, 0.02 if self.over else 0.1))
            self.reads()
        return time.monotonic() - begun

    def hears(self, *, seconds: float = 20, **numbers: int) -> float:
        """Wait until an event told at least these numbers."""
        return self.reads_until(
            lambda: any(all(told.data[name] >= n for name, n in numbers.items()) for told in self.events), seconds
        )

    def ends(self, seconds: float = 20) -> float:
        """Wait until the server ended it."""
        return self.reads_until(lambda: self.over, seconds)

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _told(block: str) -> Told:
    fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
    return Told(fields.get("event", "message"), int(fields["id"]), json.loads(fields["data"]))


class Site:
    """The address of a running server, and how people reach it."""

    def __init__(self, port: int) -> None:
        self.port = port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def listens(self, slug: str, person: User | None = None, *, query: str = "", **more: Any) -> Stream:
        """Open a stream as this person, or as a visitor."""
        cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(person)}" if person else ""
        return Stream(self.port, f"/live/{slug}/{query}", **({"cookie": cookie} | more))


def session_of(person: User) -> str:
    """The key of a new session of this person."""
    return str(signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value)


@contextmanager
def serving() -> Iterator[Site]:
    """A server in a thread of its own, ended by the rules of the house: streams first."""
    listener = listen(0)
    config = uvicorn.Config("core.asgi:application", access_log=False, lifespan="off", log_config=None)
    config.load()
    server = Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="served", daemon=True)
    thread.start()
    try:
        yield Site(int(listener.getsockname()[1]))
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
        assert not thread.is_alive(), "the server does not end"
