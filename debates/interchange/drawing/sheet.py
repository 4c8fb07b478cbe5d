"""The whole picture of a map: what it asks, the map, and what its signs mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from debates.interchange.drawing import svg
from debates.interchange.drawing.cards import Card, card_of, draw_card
from debates.interchange.drawing.edges import draw_edges
from debates.interchange.drawing.layout import Box, lay_out
from debates.interchange.drawing.legend import legend
from debates.interchange.drawing.marks import logo
from debates.interchange.drawing.measure import BOLD, SANS, SERIF, covers, width, wrap
from debates.interchange.drawing.palette import Palette
from debates.interchange.drawing.plan import Plan
from debates.interchange.drawing.words import Caption, Words

MARGIN = 48.0
NARROWEST = 1180.0  # of the room within the margins: the question and the legend need it
QUESTION, QUESTION_LINE = 30.0, 37.0
FOOT = 74.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished drawing and its size in units; `needs_others`: our fonts do not hold all of its characters."""

    svg: str
    width: float
    height: float
    needs_others: bool


def draw_map(drawn: Plan, *, caption: Caption, words: Words, palette: Palette) -> Picture:
    """The picture of a plan, whose tiles are measured and laid out here."""
    tiles = drawn.tiles()
    cards = [card_of(tile, words) for tile in tiles]
    box = lay_out(drawn.roots)
    room = max(NARROWEST, box.width)
    head = _head(caption, palette, room)
    wide, high = room + 2 * MARGIN, head.height + box.height + FOOT + 2 * MARGIN
    move = (MARGIN + room / 2 - (box.left + box.right) / 2, MARGIN + head.height - box.top)
    body = [
        head.drawn,
        svg.group(_map(cards, palette), transform=f"translate({svg.number(move[0])} {svg.number(move[1])})"),
        _foot(drawn, caption, words, palette, Box(MARGIN, high - MARGIN - FOOT, wide - MARGIN, high - MARGIN)),
    ]
    told = [caption.title, caption.question, caption.branch, *(tile.place.text for tile in tiles)]
    return Picture(document(caption, palette, wide, high, body), wide, high, not covers("".join(told)))


def _map(cards: Sequence[Card], palette: Palette) -> Iterator[str]:
    """Edges below the cards that they join."""
    for card in cards:
        yield from draw_edges(card.tile, palette)
    for card in cards:
        yield draw_card(card, palette)


class _Part(NamedTuple):
    drawn: str
    height: float


def _head(caption: Caption, palette: Palette, room: float) -> _Part:
    """Whose map it is, and what it asks."""
    lines = wrap(caption.question, SERIF, QUESTION, room * 0.9, most=4)
    y = MARGIN + 13
    parts = [svg.text(MARGIN, y, caption.title, face=BOLD, size=15, fill=palette.ink_2)]
    if caption.branch:
        x = MARGIN + width(caption.title, BOLD, 15) + 14
        parts.append(svg.text(x, y, caption.branch, face=SANS, size=15, fill=palette.ink_3))
    for n, line in enumerate(lines):
        base = y + 40 + n * QUESTION_LINE
        parts.append(svg.text(MARGIN, base, line, face=SERIF, size=QUESTION, fill=palette.ink))
    return _Part("".join(parts), 13 + 40 + len(lines) * QUESTION_LINE + 6)


def _foot(drawn: Plan, caption: Caption, words: Words, palette: Palette, room: Box) -> str:
    """The legend on the left; on the right what is not drawn, where the map is found and how old this is."""
    y = room.bottom - 8
    said = [caption.state, caption.address]
    if drawn.left_out:
        said.insert(0, words.not_drawn(drawn.left_out))
    parts = [svg.path(f"M{svg.number(room.left)} {svg.number(y - 42)}H{svg.number(room.right)}", stroke=palette.line)]
    parts.append(legend(room.left, y - 5, words, palette))
    parts.append(logo(room.right - 22, y - 21, 22, palette))
    right = partial(svg.text, room.right - 34, size=13, anchor="end")
    parts.append(right(y - 14, " · ".join(said[:-1]), face=SANS, fill=palette.ink_3))
    parts.append(right(y + 4, said[-1], face=BOLD, fill=palette.ink_2))
    return "".join(parts)


def document(caption: Caption, palette: Palette, wide: float, high: float, body: Sequence[str]) -> str:
    """One SVG file that needs nothing beside itself."""
    attributes: dict[str, svg.Value | None] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "width": wide,
        "height": high,
        "viewBox": f"0 0 {svg.number(wide)} {svg.number(high)}",
        "role": "img",
        "xml:lang": caption.language,
        "text-rendering": "optimizeLegibility",
    }
    inner = [
        svg.element("title", {}, svg.safe(caption.question)),
        svg.element("desc", {}, svg.safe(f"{caption.title}. {caption.address}. {caption.state}")),
        svg.rect(0, 0, wide, high, fill=palette.ground),
        *body,
    ]
    return svg.element("svg", attributes, "".join(inner)) + "\n"
