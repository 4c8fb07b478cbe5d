"""Cards: how high one is, and how it is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from debates.interchange.drawing import svg
from debates.interchange.drawing.marks import MARK, mark
from debates.interchange.drawing.measure import BOLD, SANS, SERIF, Face, width, wrap
from debates.interchange.drawing.palette import Palette
from debates.interchange.drawing.plan import Tile
from debates.interchange.drawing.words import Words

WIDTH = 264.0
ROOT_WIDTH = 300.0
PAD = 15.0
RADIUS = 9.0
SLACK = 0.93  # of the room: a font that stands in for ours may be wider
NARROW = 0.97  # of the room for figures, which are set in a sans of much the same width everywhere
MOST_LINES = 16
SMALL = 12.5
SMALL_LINE = 19.0
GAP = 9.0  # between two figures
QUOTE = SERIF  # the sign for evidence
DASHES = "7 3.5"
SET_APART = {"again", "step", "evidence_doubt"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A word or number in the line below a claim."""

    words: str
    face: Face = SANS
    side: str | None = None
    gap: float = GAP
    held: bool = False  # it stays on one line with what stands before it


@dataclass(slots=True)
class Card:
    """A tile with its text in lines and its figures in rows."""

    tile: Tile
    lines: list[str]
    size: float
    line_height: float
    rows: list[list[Figure]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def height(self) -> float:
        text = len(self.lines) * self.line_height
        return 13 + text + (len(self.rows) + len(self.notes)) * SMALL_LINE + 15


def card_of(tile: Tile, words: Words) -> Card:
    """The card of a tile, whose width and height are set by it."""
    place = tile.place
    tile.width = ROOT_WIDTH if tile.is_root else WIDTH
    size, line_height = (18.0, 23.0) if tile.is_root else (15.5, 20.0)
    room = (tile.width - 2 * PAD) * SLACK
    text = words.not_shown if place.is_stub else place.text
    card = Card(tile, wrap(text, SERIF, size, room, most=MOST_LINES), size, line_height)
    begin = MARK * 2 + 8 if tile.side else 0.0
    card.rows = _in_rows(list(_figures(tile, words)), begin, (tile.width - 2 * PAD) * NARROW) or (
        [[]] if tile.side else []
    )
    card.notes = [line for note in _notes(tile, words) for line in wrap(note, SANS, SMALL, room, most=2)]
    tile.height = card.height
    return card


def _figures(tile: Tile, words: Words) -> Iterator[Figure]:
    place = tile.place
    if place.strength is not None:
        if tile.is_root and place.standing:
            yield Figure(place.standing[:1].upper() + place.standing[1:], BOLD)
        yield Figure(words.strength)
        yield Figure(str(place.strength), BOLD, gap=4.0, held=True)
    if place.pros:
        yield Figure(words.for_it(place.pros), BOLD, "pro")
    if place.cons:
        yield Figure(words.against_it(place.cons), BOLD, "con")
    if place.evidence and not place.is_stub:
        yield Figure("“", QUOTE, held=True)
        yield Figure(str(place.evidence), gap=3.0, held=True)


def _in_rows(figures: list[Figure], begin: float, room: float) -> list[list[Figure]]:
    """The figures in rows no wider than the room."""
    rows: list[list[Figure]] = []
    used = begin
    for first in (n for n, figure in enumerate(figures) if not figure.held or not n):
        last = next((n for n in range(first + 1, len(figures)) if not figures[n].held), len(figures))
        part = figures[first:last]
        wide = sum(width(figure.words, figure.face, SMALL) + figure.gap for figure in part)
        if rows and used + wide <= room:
            rows[-1] += part
            used += wide
        else:
            rows.append(part)
            used = (0.0 if len(rows) > 1 else begin) + wide - part[0].gap
    return rows


def _notes(tile: Tile, words: Words) -> Iterator[str]:
    """What must be said of a place in words."""
    place = tile.place
    said = {"again": words.also_here, "evidence_doubt": words.doubts_source, "loose": words.loose}
    if tile.here == "step" and not tile.is_root:
        yield words.doubts_step if tile.side == "con" else words.backs_step
    if place.role in said and (not tile.is_root or place.role == "loose"):
        yield said[place.role]
    if place.retracted and not place.is_stub:
        yield words.source_retracted
    if place.state != "published" and not place.is_stub:
        yield words.not_counted
    if tile.more:
        yield words.more_below(tile.more)


def draw_card(card: Card, palette: Palette) -> str:
    """The card at its tile."""
    tile, place = card.tile, card.tile.place
    left, top = tile.x - tile.width / 2, tile.y - tile.height / 2
    is_deck = tile.is_root and not place.is_stub and place.role != "loose"
    ink, quiet = (palette.on_deck, palette.on_deck) if is_deck else (palette.ink, palette.ink_2)
    if place.is_stub:
        ink = palette.ink_3
    parts = [_plate(card, palette, left, top, is_deck=is_deck)]
    y = top + 13 + card.size * 0.86
    line = partial(svg.text, face=SERIF, size=card.size, fill=ink)
    parts += [line(left + PAD, y + n * card.line_height, words) for n, words in enumerate(card.lines)]
    y = top + 13 + len(card.lines) * card.line_height + 6 + SMALL
    begin = 0.0
    if tile.side:
        parts.append(mark(tile.side, left + PAD + MARK, y - 4.4, palette))
        begin = MARK * 2 + 8
    for row in card.rows:
        if row:
            parts.append(_row(row, left + PAD + begin, y, quiet, palette, is_deck=is_deck))
        y, begin = y + SMALL_LINE, 0.0
    small = partial(svg.text, face=SANS, size=SMALL, fill=quiet)
    parts += [small(left + PAD, y + n * SMALL_LINE, note) for n, note in enumerate(card.notes)]
    return "".join(parts)


def _row(row: list[Figure], x: float, y: float, ink: str, palette: Palette, *, is_deck: bool) -> str:
    """One line of figures that flows, whatever font it is drawn in."""
    spans = [
        svg.element(
            "tspan",
            {
                "dx": figure.gap if n else None,
                **({} if figure.face == SANS else svg.font(figure.face, 16 if figure.face == QUOTE else SMALL)),
                "fill": palette.of(figure.side) if figure.side and not is_deck else None,
            },
            svg.safe(figure.words),
        )
        for n, figure in enumerate(row)
    ]
    return svg.element("text", {"x": x, "y": y, **svg.font(SANS, SMALL), "fill": ink}, "".join(spans))


def _plate(card: Card, palette: Palette, left: float, top: float, *, is_deck: bool) -> str:
    """What the card is written on: dashed where it counts elsewhere or not, its top in the colour of its side."""
    tile, place = card.tile, card.tile.place
    if is_deck:
        return svg.rect(
            left, top, tile.width, tile.height, radius=RADIUS, fill=palette.deck, stroke=palette.line, stroke_width=1
        )
    is_apart = not tile.is_root and {place.role, place.here} & SET_APART
    is_dashed = place.is_stub or place.state != "published" or is_apart
    is_aside = place.is_stub or place.role == "again"
    parts = [
        svg.rect(
            left,
            top,
            tile.width,
            tile.height,
            radius=RADIUS,
            fill=palette.ground if is_aside else palette.surface,
            stroke=_border(tile, palette) if is_dashed else palette.line,
            stroke_width=1.2,
            stroke_dasharray="4 3" if is_dashed else None,
        )
    ]
    if tile.side:
        parts.append(_top(left, top, tile.width, tile.side, palette))
    if place.role == "again":
        x, y = left + tile.width, top + tile.height
        parts.append(svg.path(f"M{svg.number(x - 16)} {svg.number(y)}v-16h16z", fill=palette.control))
    return "".join(parts)


def _border(tile: Tile, palette: Palette) -> str:
    return palette.of(tile.side) if tile.here == "step" and tile.place.role != "again" else palette.control


def _top(left: float, top: float, wide: float, side: str, palette: Palette) -> str:
    """The upper edge, solid for support and dashed for opposition."""
    bend = svg.number(RADIUS - 2)
    start, across = svg.number(left + 1.5), svg.number(wide - 3 - 2 * (RADIUS - 2))
    d = f"M{start} {svg.number(top + RADIUS - 1)}q0 -{bend} {bend} -{bend}h{across}q{bend} 0 {bend} {bend}"
    dashes = DASHES if side == "con" else None
    return svg.path(d, stroke=palette.of(side), stroke_width=3.5, stroke_dasharray=dashes)
