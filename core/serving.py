"""Serves the site from this process, and watches over the embedded database while it does."""

import contextlib
import errno
import logging
import resource
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn
from django.conf import settings
from django.db import DatabaseError, connection

from core import postgres
from core.accounts.leaving import retire
from core.live import stream

HOST = "127.0.0.1"
FILES_BESIDE = 512  # that a process has open beside its streams
GRACE = 3  # seconds for requests under way when the server is told to stop
WATCH_EVERY = 0.5  # seconds
KEEP_HOUSE_EVERY = 3600  # seconds

log = logging.getLogger(__name__)


class PortTaken(Exception):
    """Somebody else listens there."""


def listen(port: int) -> socket.socket:
    """Take the port at once, so that two starts cannot both believe they have it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(port) from error
        raise
    return listener


def serve(listener: socket.socket) -> None:
    """Answer requests until a signal asks to stop; the signal then goes on to whoever handled it before."""
    config = uvicorn.Config(
        "core.asgi:application",
        access_log=False,
        lifespan="off",
        log_config=None,
        proxy_headers=not settings.DEMO,  # nobody stands before a demonstration, so nobody's word counts
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    config.load()
    allow_many_files()
    Server(config).run(sockets=[listener])


class Server(uvicorn.Server):
    """One that ends the event streams before it waits for what is under way: they would last for ever."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """What uvicorn does when it is told to stop."""
        stream.close()
        await super().shutdown(sockets)


def allow_many_files() -> None:
    """Every open stream holds a file: take as many as this account may have, where less are usual."""
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = settings.LIVE_STREAMS + FILES_BESIDE
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    if usual != resource.RLIM_INFINITY and usual < wanted:
        with contextlib.suppress(ValueError, OSError):  # some systems allow less than they say
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


@contextlib.contextmanager
def watched_database() -> Iterator[None]:
    """Start the embedded server again whenever it dies during the block."""
    with _beside(_watch, name="database-watch"):
        yield


@contextlib.contextmanager
def housekeeping() -> Iterator[None]:
    """Do the daily housekeeping now and then every hour during the block."""
    with _beside(_keep_house, name="housekeeping", patience=GRACE):
        yield


@contextlib.contextmanager
def _beside(work: Callable[[threading.Event], None], *, name: str, patience: float | None = None) -> Iterator[None]:
    """A thread that works during the block; told to end after it, and waited for (`patience` seconds at most)."""
    done = threading.Event()
    thread = threading.Thread(target=work, args=(done,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(patience)


def _keep_house(done: threading.Event) -> None:
    while not done.is_set():
        try:
            retire()
        except DatabaseError:
            log.exception("the housekeeping could not be done; trying again in an hour")
        finally:
            connection.close()
        done.wait(KEEP_HOUSE_EVERY)


def _watch(done: threading.Event) -> None:
    while not done.wait(WATCH_EVERY):
        try:
            if postgres.has_died():
                log.warning("the database server ended unexpectedly; starting it again")
                postgres.ensure_running()
        except (postgres.ServerFailed, OSError):
            log.exception("the database server could not be started again; trying on")
            done.wait(5)
