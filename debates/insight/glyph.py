"""The face of a debate: a half circle of support, a half circle of opposition, and the fold between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import asin, cos, pi, sin
from typing import NamedTuple

SIZE = 148  # the drawing's width and height; everything below is in its units
CENTRE = SIZE / 2
HOLE = 16.0  # where the first ring begins
RIM = 73.0  # where the last ring and its gap end
RING = 19.0  # width of a ring with its gap, while there are few enough
MAX_RINGS = 4
MAX_ARCS = 160
HALF_GAP = 0.5  # on either side of every cut
FOLD_GAP = 2.0  # from the middle of the fold's line
FAINTEST = 0.22  # a claim of strength 0 can still be seen
LEAST_WEIGHT = 0.1  # and so can one of no impact
LARGEST_BRANCH = 1e9  # shared branches count under each parent: sizes could double at every level

Children = Mapping[int, Sequence[tuple[int, str, float]]]


class Span(NamedTuple):
    """A stretch of one ring: angles in radians, clockwise from three o'clock."""

    start: float
    end: float
    ring: int


@dataclass(frozen=True, slots=True)
class Arc:
    """One claim at one place: its path, the side it takes towards its parent, its opacity in [0, 1]."""

    d: str
    side: str
    opacity: float
    claim: int
    ring: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """All that a template draws: a square box of `size`, a circle at the centre, the fold, the arcs."""

    size: int
    centre: int
    radius: int
    fold: str
    arcs: tuple[Arc, ...]


class _Place(NamedTuple):
    """Where a claim is drawn; ordered so that a heap gives the widest first, then by ring and angle."""

    narrowness: float
    ring: int
    start: float
    end: float
    claim: int
    side: str
    path: tuple[int, ...]


def draw(root: int | None, children: Children, strength: Mapping[int, float]) -> Glyph:
    """The glyph of one thesis; without a root or without children the centre and the fold alone.

    `children` gives for each claim its children as (id, "pro" or "con", impact in [0, 1]); a claim without a
    strength counts as 0.5. Support fills the left half from the bottom up, opposition the right half from the
    top down, the greatest force first. Width = size of the branch · impact, parted within the parent's width;
    a shared claim is drawn under each of its parents. At most 160 arcs: the narrowest are left out.
    """
    places = _widest(root, children, strength) if root is not None else []
    rings = max((place.ring for place in places), default=0) + 1
    pitch = min(RING, (RIM - HOLE) / rings)
    ordered = sorted(places, key=lambda place: (place.ring, place.start, place.claim))
    arcs = tuple(_arc(place, pitch, strength) for place in ordered)
    fold = f"M{CENTRE:g} 1V{CENTRE - 15:g}M{CENTRE:g} {CENTRE + 15:g}V{SIZE - 1}"
    return Glyph(size=SIZE, centre=SIZE // 2, radius=11, fold=fold, arcs=arcs)


def _widest(root: int, children: Children, strength: Mapping[int, float]) -> list[_Place]:
    """The arcs to draw. No child is wider than its parent, so taking the widest first never orphans one."""
    sizes = _sizes(root, children)
    kin = children.get(root, ())
    heap: list[_Place] = []
    for side, span in (("pro", Span(pi / 2, 3 * pi / 2, 0)), ("con", Span(-pi / 2, pi / 2, 0))):
        for place in _part(span, [k for k in kin if k[1] == side], (root,), sizes, strength):
            heappush(heap, place)
    taken: list[_Place] = []
    while heap and len(taken) < MAX_ARCS:
        place = heappop(heap)
        taken.append(place)
        if place.ring + 1 < MAX_RINGS:
            span = Span(place.start, place.end, place.ring + 1)
            for below in _part(span, children.get(place.claim, ()), place.path, sizes, strength):
                heappush(heap, below)
    return taken


def _part(
    span: Span,
    kin: Sequence[tuple[int, str, float]],
    path: tuple[int, ...],
    sizes: Mapping[int, float],
    strength: Mapping[int, float],
) -> Iterator[_Place]:
    """Part a span among children, the greatest force first; a claim stands but once on a path."""
    once = {child: (child, side, weight) for child, side, weight in reversed(kin) if child not in path}
    ordered = sorted(once.values(), key=lambda k: (-k[2] * strength.get(k[0], 0.5), k[0]))
    widths = [sizes[child] * max(weight, LEAST_WEIGHT) for child, _, weight in ordered]
    total, before = sum(widths), 0.0
    start = span.start
    for (child, side, _), width in zip(ordered, widths, strict=True):
        before += width
        last = child == ordered[-1][0]  # ends where its parent ends, to the last bit
        end = span.end if last else span.start + (span.end - span.start) * before / total
        yield _Place(start - end, span.ring, start, end, child, side, (*path, child))
        start = end


def _sizes(root: int, children: Children) -> dict[int, float]:
    """For each claim the number of claims in its branch, itself included; shared ones count on each path."""
    sizes: dict[int, float] = {}
    open_: set[int] = set()
    stack = [root]
    while stack:
        claim = stack[-1]
        below = [child for child, _, _ in children.get(claim, ())]
        fresh = [c for c in below if c not in sizes and c not in open_] if claim not in open_ else []
        open_.add(claim)
        if fresh:
            stack.extend(fresh)
            continue
        stack.pop()
        sizes[claim] = min(LARGEST_BRANCH, 1 + sum(sizes.get(child, 0.0) for child in below))
    return sizes


def _arc(place: _Place, pitch: float, strength: Mapping[int, float]) -> Arc:
    """A ring's piece: along the inner edge clockwise, out, back along the outer edge, home."""
    inner = HOLE + pitch * place.ring
    outer = inner + pitch - 2 * HALF_GAP
    (a, b), (d, c) = _corners(place, inner), _corners(place, outer)
    r, big = _short(inner), _short(outer)
    path = f"M{_pair(*a)}a{r} {r} 0 0 1{_step(a, b)}l{_step(b, c).lstrip()}a{big} {big} 0 0 0{_step(c, d)}z"
    opacity = round(FAINTEST + (1 - FAINTEST) * strength.get(place.claim, 0.5), 2)
    return Arc(path, place.side, opacity, place.claim, place.ring, place.start, place.end)


def _corners(place: _Place, radius: float) -> list[tuple[float, float]]:
    """Both ends at one radius, moved in so that gaps are as wide outside as inside, and rounded."""
    most = 0.3 * (place.end - place.start)  # a thin arc keeps a part of itself
    return [
        (round(CENTRE + radius * cos(angle), 1), round(CENTRE + radius * sin(angle), 1))
        for angle in (
            place.start + min(most, asin(_gap(place.start) / radius)),
            place.end - min(most, asin(_gap(place.end) / radius)),
        )
    ]


def _gap(angle: float) -> float:
    return FOLD_GAP if angle in (-pi / 2, pi / 2, 3 * pi / 2) else HALF_GAP


def _short(number: float) -> str:
    """One decimal at most, no zero that says nothing: 0.5 is .5 and 35.0 is 35."""
    text = f"{number:.1f}".removesuffix(".0")
    text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return "0" if text in ("-0", "") else text


def _pair(x: float, y: float) -> str:
    first, second = _short(x), _short(y)
    return first + second if second.startswith("-") else f"{first} {second}"


def _step(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A relative step, with a space before it unless its sign parts it from what stands before."""
    text = _pair(end[0] - start[0], end[1] - start[1])
    return text if text.startswith("-") else f" {text}"
