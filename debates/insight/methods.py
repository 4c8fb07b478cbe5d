"""The two ways in which the forces on a node move it from its base to its strength."""

from collections.abc import Callable, Sequence
from math import fsum, prod

Energy = Callable[[Sequence[float]], float]
Settle = Callable[[float, float], float]


def energy_of(method: str) -> Energy:
    """The function from signed forces (pro +, con -) to E; ValueError for a method that is not known."""
    return _known(method)[0]


def settle_of(method: str) -> Settle:
    """The function from base and E to strength in [0, 1]; ValueError for a method that is not known."""
    return _known(method)[1]


def quadratic_settle(base: float, energy: float) -> float:
    """Quadratic energy (Potyka 2018): h = E²/(1 + E²); b + (1 - b)h upwards, b - bh downwards."""
    square = energy * energy
    h = square / (1 + square)
    return base + (1 - base) * h if energy >= 0 else base - base * h


def dfquad_energy(forces: Sequence[float]) -> float:
    """DF-QuAD (Rago et al. 2016): E = vs - va in [-1, 1], each 1 - Π(1 - x) over its side."""
    # Sorted, so that the order of children does not show even in the last bit (fsum sees to that for qe).
    pros = prod(sorted(1 - x for x in forces if x > 0))
    cons = prod(sorted(1 + x for x in forces if x < 0))
    return cons - pros  # (1 - pros) - (1 - cons)


def dfquad_settle(base: float, energy: float) -> float:
    """DF-QuAD: b + (1 - b)E upwards, b + bE downwards."""
    return base + (1 - base) * energy if energy >= 0 else base + base * energy


_METHODS: dict[str, tuple[Energy, Settle]] = {
    "qe": (fsum, quadratic_settle),
    "dfquad": (dfquad_energy, dfquad_settle),
}


def _known(method: str) -> tuple[Energy, Settle]:
    if method not in _METHODS:
        raise ValueError(f"unknown method {method!r}: one of {', '.join(_METHODS)}")
    return _METHODS[method]
