"""Idle listeners on one process of its own: what they weigh, that none has a thread, how soon all are told."""

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

from django.db import connection

from debates.maps import services as maps
from tests.bench.made import Made

LISTENERS = 1000
MOST_MEGABYTES = 40
MOST_SECONDS = 1.0
NAME = f"{LISTENERS:,} idle listeners on one process"
WARM = 20  # listeners who come and go first, so that what is loaded once is loaded


@dataclass(frozen=True, slots=True)
class Figures:
    """Megabytes above idle, threads more than before, and the seconds after which each listener was told."""

    megabytes: float
    threads: int
    told: list[float]


def rows(made: Made, *, rounds: int) -> Iterator[tuple[str, str, str, bool]]:
    """(row, what came out, limit, whether it is within) for a thousand listeners."""
    found = measure(made, rounds=rounds)
    slowest = quantiles(found.told, n=100)[98]
    yield (
        f"{NAME}: memory above idle",
        f"{found.megabytes:.1f} MB",
        f"< {MOST_MEGABYTES} MB",
        found.megabytes < MOST_MEGABYTES,
    )
    yield f"{NAME}: threads more than before", str(found.threads), "0", found.threads <= 0
    told = f"p50 {median(found.told) * 1000:.0f} ms, p99 {slowest * 1000:.0f} ms, last {max(found.told) * 1000:.0f} ms"
    yield f"{NAME}: a change told to all", told, f"last < {MOST_SECONDS:g} s", max(found.told) < MOST_SECONDS


def measure(made: Made, *, rounds: int) -> Figures:
    """Serve, listen, and change the map a few times."""
    with serving() as (process, port), ExitStack() as opened:
        crowd = [opened.enter_context(listening(port, made.controversy.slug)) for _ in range(WARM)]
        heard(crowd, b"data: ")
        for one in crowd:
            one.close()
        time.sleep(1)
        before = memory(process), threads(process)
        crowd = [opened.enter_context(listening(port, made.controversy.slug)) for _ in range(LISTENERS)]
        heard(crowd, b"data: ")
        time.sleep(1)
        after = memory(process), threads(process)
        told = [seconds for number in range(rounds) for seconds in change(made, crowd, number)]
    return Figures(after[0] - before[0], after[1] - before[1], told)


def change(made: Made, crowd: list[socket.socket], number: int) -> list[float]:
    """Reply to a claim far down; seconds from its commit until each listener had the new number."""
    text = f"A reply that a thousand hear of, number {number}."
    maps.add_reply(to=made.claim(made.deep), side="con", by=made.people[0], text=text)
    begun = time.perf_counter()
    made.controversy.refresh_from_db()
    return [at - begun for at in heard(crowd, b"id: %d\n" % made.controversy.seq)]


def heard(crowd: list[socket.socket], wanted: bytes) -> list[float]:
    """When each of them had read these bytes."""
    came = {one.fileno(): bytearray() for one in crowd}
    by_number = {one.fileno(): one for one in crowd}
    waiting = selectors.DefaultSelector()
    for number in came:
        waiting.register(number, selectors.EVENT_READ)
    times: list[float] = []
    while len(times) < len(crowd):
        for key, _ready in waiting.select(30):
            read = by_number[key.fd].recv(4096)
            came[key.fd] += read
            if wanted in came[key.fd]:
                times.append(time.perf_counter())
                waiting.unregister(key.fd)
            elif not read:
                raise ConnectionError(f"a stream ended early: {bytes(came[key.fd][:200])!r}")
    waiting.close()
    return times


@contextmanager
def listening(port: int, slug: str) -> Iterator[socket.socket]:
    """One listener."""
    one = socket.create_connection(("127.0.0.1", port), timeout=30)
    try:
        one.sendall(f"GET /live/{slug}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        yield one
    finally:
        one.close()


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """A process that serves the bench's database: (its number, its port)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    dropped = ("DJANGO_SETTINGS_MODULE", "DISSOI_POSTGRES_HOME")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    environment |= {"DATABASE_URL": address(), "SECRET_KEY": "only-for-the-bench", "ALLOWED_HOSTS": "127.0.0.1"}
    quiet = ("--no-access-log", "--log-level", "error", "--timeout-graceful-shutdown", "1")
    served = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "core.asgi:application", "--port", str(port), *quiet],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.1)
        yield served.pid, port
    finally:
        served.terminate()
        served.wait(30)


def address() -> str:
    """The database that the bench uses, as DATABASE_URL."""
    known = connection.settings_dict
    who = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    where = f"host={quote(known['HOST'], safe='/')}&port={known['PORT'] or 5432}"
    return f"postgresql://{who}@/{quote(known['NAME'])}?{where}"


def memory(process: int) -> float:
    """Megabytes that a process holds in memory."""
    return float(status(process)["VmRSS"].split()[0]) / 1024


def threads(process: int) -> int:
    """Threads of a process."""
    return int(status(process)["Threads"])


def status(process: int) -> dict[str, str]:
    """What the system says of a process."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return {name: value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
