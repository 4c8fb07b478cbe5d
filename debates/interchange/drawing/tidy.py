"""A tidy tree for cards of one width and any height: the same rule as `static/js/map/tidy.js`, to the last decimal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

FARTHER = 1.6  # cousins keep more room between them than siblings


@dataclass(slots=True, eq=False)
class _Branch(Generic[T]):
    """A node with the upper and lower outline of all that hangs on it, column by column."""

    node: T
    height: float
    kids: "list[_Branch[T]]"
    shift: float = 0.0
    tops: list[float] = field(default_factory=list)
    bottoms: list[float] = field(default_factory=list)


def tidy(
    root: T, *, kids: Callable[[T], Sequence[T]], height: Callable[[T], float], gap: float
) -> list[tuple[T, int, float]]:
    """(node, column, y of its middle) for each node below this root and itself, whose y is 0; parents first.

    A parent stands half-way between its first child and its last. Each branch is laid as near to those above it as
    their outlines let it.
    """
    branches = _opened(root, kids, height)
    for branch in reversed(branches):
        _settle(branch, gap)
    placed: list[tuple[T, int, float]] = []
    waiting = [(branches[0], 0, 0.0)]
    while waiting:
        branch, column, y = waiting.pop()
        placed.append((branch.node, column, y))
        waiting.extend((kid, column + 1, y + kid.shift) for kid in reversed(branch.kids))
    return placed


def _opened(root: T, kids: Callable[[T], Sequence[T]], height: Callable[[T], float]) -> list[_Branch[T]]:
    """All branches, each before those that hang on it; without recursion: a map may be deeper than Python's stack."""
    found = [_Branch(root, height(root), [])]
    for branch in found:  # grows while it is walked
        branch.kids = [_Branch(kid, height(kid), []) for kid in kids(branch.node)]
        found.extend(branch.kids)
    return found


def _settle(branch: _Branch[T], gap: float) -> None:
    """Lay the children of one node below one another, and draw the outline round all of it."""
    tops, bottoms = branch.tops, branch.bottoms
    for kid in branch.kids:
        shared = zip(bottoms, kid.tops, strict=False)
        kid.shift = max((b - t + gap * (FARTHER if i else 1) for i, (b, t) in enumerate(shared)), default=0.0)
        bottoms[: len(kid.bottoms)] = [bottom + kid.shift for bottom in kid.bottoms]
        tops.extend(top + kid.shift for top in kid.tops[len(tops) :])
    middle = (branch.kids[0].shift + branch.kids[-1].shift) / 2 if branch.kids else 0.0
    for kid in branch.kids:
        kid.shift -= middle
    branch.tops = [-branch.height / 2, *(top - middle for top in tops)]
    branch.bottoms = [branch.height / 2, *(bottom - middle for bottom in bottoms)]
