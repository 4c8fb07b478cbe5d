"""What a link to a map shows of it elsewhere: the question, one thesis, and the best of both sides."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from debates.interchange.drawing import svg
from debates.interchange.drawing.marks import logo, mark
from debates.interchange.drawing.measure import BOLD, SERIF, covers, width, wrap
from debates.interchange.drawing.palette import LIGHT, Palette
from debates.interchange.drawing.plan import Placed
from debates.interchange.drawing.sheet import Picture, document
from debates.interchange.drawing.words import Caption, Words

WIDTH, HEIGHT = 1200.0, 630.0
EDGE = 56.0
FOLD = WIDTH / 2
GUTTER = 18.0  # on either side of the fold
ARM = 430.0  # the longer arm of the beam
CARDS = 2  # on each side
CARD_HEIGHT = 78.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A thesis with the best that bears on it: arms of the beam 0 to 100, all counts, the first cards of each side."""

    thesis: Placed
    pro_arm: int
    con_arm: int
    pros: Sequence[Placed]
    cons: Sequence[Placed]


def draw_preview(weighed: Weighed | None, *, caption: Caption, words: Words, palette: Palette = LIGHT) -> Picture:
    """The preview; of a map without a thesis its question alone."""
    body = [*_head(caption, palette, most=2 if weighed else 6)]
    told = [caption.title, caption.question]
    if weighed:
        body += _thesis(weighed, words, palette)
        body += _beam(weighed, palette)
        body += _side("pro", weighed.pros, weighed.thesis.pros, words.for_it, palette)
        body += _side("con", weighed.cons, weighed.thesis.cons, words.against_it, palette)
        told += [one.text for one in (weighed.thesis, *weighed.pros, *weighed.cons)]
    return Picture(document(caption, palette, WIDTH, HEIGHT, body), WIDTH, HEIGHT, not covers("".join(told)))


def _head(caption: Caption, palette: Palette, *, most: int) -> Iterator[str]:
    name = width("Dissoi", SERIF, 30)
    yield svg.text(EDGE, 70, caption.title, face=BOLD, size=22, fill=palette.ink_2)
    yield logo(WIDTH - EDGE - name - 46, 43, 36, palette)
    yield svg.text(WIDTH - EDGE, 71, "Dissoi", face=SERIF, size=30, fill=palette.ink, anchor="end")
    for n, line in enumerate(wrap(caption.question, SERIF, 37, WIDTH - 2 * EDGE, most=most)):
        yield svg.text(EDGE, 128 + n * 45, line, face=SERIF, size=37, fill=palette.ink)


def _thesis(weighed: Weighed, words: Words, palette: Palette) -> Iterator[str]:
    """The thesis on the deck, with its strength."""
    top, high, thesis = 202.0, 116.0, weighed.thesis
    yield svg.rect(EDGE, top, WIDTH - 2 * EDGE, high, radius=12, fill=palette.deck)
    figure = "" if thesis.strength is None else str(thesis.strength)
    room = WIDTH - 2 * EDGE - 60 - (210 if figure else 0)
    lines = wrap(words.not_shown if thesis.is_stub else thesis.text, SERIF, 26, room, most=3)
    first = top + high / 2 - (len(lines) - 1) * 16 + 8
    for n, line in enumerate(lines):
        yield svg.text(EDGE + 28, first + n * 32, line, face=SERIF, size=26, fill=palette.on_deck)
    if figure:
        right = partial(svg.text, WIDTH - EDGE - 28, anchor="end", fill=palette.on_deck, face=BOLD)
        yield right(top + high / 2 + 4, figure, size=38)
        yield right(top + high / 2 + 32, thesis.standing, size=16)


def _beam(weighed: Weighed, palette: Palette) -> Iterator[str]:
    """The weight of both sides, drawn to one scale."""
    y = 338.0
    pro, con = weighed.pro_arm / 100 * ARM, weighed.con_arm / 100 * ARM
    yield svg.rect(FOLD - pro, y, pro, 14, fill=palette.pro)
    yield svg.rect(FOLD, y, con, 14, fill=palette.con)
    yield svg.path(
        f"M{svg.number(FOLD)} {svg.number(y - 8)}V{svg.number(HEIGHT - 34)}", stroke=palette.ink, stroke_width=2
    )


def _side(
    side: str, cards: Sequence[Placed], count: int, told: Callable[[int], str], palette: Palette
) -> Iterator[str]:
    """How many there are, and the first of them."""
    if not count:
        return
    is_pro = side == "pro"
    left, wide = (EDGE if is_pro else FOLD + GUTTER), FOLD - EDGE - GUTTER
    yield mark(side, left + 10, 391, palette)
    yield svg.text(left + 28, 398, told(count), face=BOLD, size=20, fill=palette.of(side))
    for n, card in enumerate([card for card in cards if not card.is_stub][:CARDS]):
        top = 414 + n * (CARD_HEIGHT + 12)
        yield svg.rect(left, top, wide, CARD_HEIGHT, radius=9, fill=palette.surface, stroke=palette.line)
        dashes = "10 5" if not is_pro else None
        top_line = f"M{svg.number(left + 6)} {svg.number(top + 1)}h{svg.number(wide - 12)}"
        yield svg.path(top_line, stroke=palette.of(side), stroke_width=4, stroke_dasharray=dashes)
        lines = wrap(card.text, SERIF, 21, wide - 36, most=2)
        first = top + CARD_HEIGHT / 2 - (len(lines) - 1) * 13 + 8
        for m, line in enumerate(lines):
            yield svg.text(left + 18, first + m * 26, line, face=SERIF, size=21, fill=palette.ink)
