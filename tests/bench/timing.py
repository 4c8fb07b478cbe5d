"""Contestants timed in turn, so that whatever else the machine does falls on all of them alike."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds a call: the median over the rounds, the fastest and the slowest round."""

    median: float
    least: float
    most: float

    @property
    def spread(self) -> float:
        """Half the way from the fastest to the slowest round, as a part of the median."""
        return (self.most - self.least) / 2 / self.median if self.median else 0.0


def in_turn(acts: Mapping[str, Act], *, rounds: int, seconds: float) -> dict[str, Timed]:
    """Every act once a round, each round beginning with another; short acts several times, their mean counts.

    `seconds` is about what one round of one act may take.
    """
    names = list(acts)
    calls = {name: _calls(acts[name], seconds) for name in names}
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds):
        start = number % len(names)
        for name in [*names[start:], *names[:start]]:
            found[name].append(_once(acts[name], calls[name]))
    return {name: Timed(median(times), min(times), max(times)) for name, times in found.items()}


def _calls(act: Act, seconds: float) -> int:
    """How often an act fits into a round; it is warm after this."""
    act()
    took = _once(act, 1) / 1000
    return max(1, min(200, int(seconds / max(took, 1e-6))))


def _once(act: Act, calls: int) -> float:
    gc.collect()
    gc.disable()
    try:
        start = perf_counter()
        for _ in range(calls):
            act()
        return (perf_counter() - start) / calls * 1000
    finally:
        gc.enable()
