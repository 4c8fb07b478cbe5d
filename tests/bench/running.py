"""Runs the rows at every size and prints what came out."""

import gc
import math
import platform
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import django
from django.db import connection

from tests.bench import frames, mapping, reading, streams, strength, writing
from tests.bench.made import Made, make
from tests.bench.peers.planting import plant
from tests.bench.rows import Row
from tests.bench.timing import Timed, in_turn

HEAD = "| row | claims | ours, ms | floor, ms | ours / floor | limit | peers / ours |\n|---|--:|--:|--:|--:|--:|---|"


def run(plan: Mapping[str, Any], *, only: str = "") -> int:
    """All rows at all sizes; the answer is how many are beyond their limit."""
    say(f"{machine()}\n\n{HEAD}")
    writing.make_floor()
    found: dict[str, dict[int, Timed]] = defaultdict(dict)
    beyond = 0
    for size in plan["sizes"]:
        made = make(size)
        plant(made)
        gc.freeze()  # each round collects first, which would walk through all that a large map left standing
        for row in all_rows(made):
            if only and only not in row.name:
                continue
            acts = {"ours": row.ours, **({"floor": row.floor} if row.floor else {}), **row.peers}
            times = in_turn(acts, rounds=plan["rounds"], seconds=plan["seconds"])
            found[row.name][size] = times["ours"]
            beyond += not within(row, times)
            say(line(row, size, times))
        if not only:
            beyond += writers(made, plan)
        if size == plan["sizes"][0] and _wants(streams.NAME, plan, only):
            beyond += apart(made, streams.rows(made, rounds=plan["rounds"]))
        if size <= frames.LARGEST and _wants(frames.NAME, plan, only):
            beyond += apart(made, frames.rows(made))
    slopes(found)
    return beyond


def _wants(name: str, plan: Mapping[str, Any], only: str) -> bool:
    """A process of its own takes its time: a quick run leaves those rows out unless they are asked for."""
    return only in name and bool(only or plan["apart"])


def all_rows(made: Made) -> list[Row]:
    """Reading first: what is written changes the map."""
    return [*reading.rows(made), *strength.rows(made), *mapping.rows(made), *writing.rows(made)]


def within(row: Row, times: Mapping[str, Timed]) -> bool:
    """Whether ours keeps to the row's limit."""
    if row.milliseconds is not None:
        return times["ours"].most <= row.milliseconds
    return row.limit is None or times["ours"].median / times["floor"].median <= row.limit


def line(row: Row, size: int, times: Mapping[str, Timed]) -> str:
    """One line of the table: medians with half the spread, ratios of medians."""
    ours, floor = times["ours"], times.get("floor")
    ratio = f"{ours.median / floor.median:.2f}" if floor else "–"
    limit = f"≤ {row.limit:g}" if row.limit else f"≤ {row.milliseconds:g} ms" if row.milliseconds else "–"
    if not within(row, times):
        limit += " **missed**"
    peers = ", ".join(f"{name} {times[name].median / ours.median:.1f} ×" for name in row.peers)
    floor_said = f"{shown(floor)} ({row.floor_is})" if floor else "–"
    return f"| {row.name} | {size:,} | {shown(ours)} | {floor_said} | {ratio} | {limit} | {peers or '–'} |"


def shown(timed: Timed) -> str:
    """Median and half the spread."""
    return f"{timed.median:.3g} ±{timed.spread:.0%}"


def writers(made: Made, plan: Mapping[str, Any]) -> int:
    """The rows of eight writers at once."""
    beyond = 0
    for name, ours, other, least, true in writing.writers_rows(made, writes=plan["writes"]):
        ratio = ours / other if other else math.inf
        missed = "" if least is None or ratio >= least else " **missed**"
        beyond += bool(missed)
        say(
            f"| {name} | {made.size:,} | {ours:.0f} a second | {other:.0f} a second | {ratio:.2f} |"
            f" ≥ {least}{missed} | {true} |"
        )
    return beyond


def apart(made: Made, rows: Iterable[tuple[str, str, str, bool]]) -> int:
    """Rows that are measured on a process of their own: (what, what came, its limit, whether it was kept)."""
    beyond = 0
    for name, came, limit, within_limit in rows:
        beyond += not within_limit
        say(f"| {name} | {made.size:,} | {came} | – | – | {limit}{'' if within_limit else ' **missed**'} | – |")
    return beyond


def slopes(found: Mapping[str, Mapping[int, Timed]]) -> None:
    """How the time grows with the map: the slope of log time over log size, 1 = in proportion."""
    say("\n| row | slope of log time over log size |\n|---|--:|")
    for name, by_size in found.items():
        if len(by_size) > 1:
            say(f"| {name} | {slope({size: timed.median for size, timed in by_size.items()}):.2f} |")


def slope(times: Mapping[int, float]) -> float:
    """Least squares through the logarithms."""
    xs, ys = [math.log(size) for size in times], [math.log(took) for took in times.values()]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def machine() -> str:
    """What this was measured on."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    return (
        f"{cores()} cores ({platform.machine()}), Python {platform.python_version()}, Django {django.__version__},"
        f" PostgreSQL {server}; load before: {load():.1f}"
    )


def cores() -> int:
    """Cores that this process may use."""
    import os

    return len(os.sched_getaffinity(0))


def load() -> float:
    """The machine's load over the last minute."""
    import os

    return os.getloadavg()[0]


def say(text: str) -> None:
    """A line at once, also into a file."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
