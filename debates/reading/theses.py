"""Several answers to one question, side by side: each with its weight and the strongest reason on either side."""

from dataclasses import dataclass

from debates.maps.rules import Side
from debates.reading.book import Book
from debates.reading.cards import Card
from debates.reading.focus import Beam, beam_of, thesis_ids


@dataclass(slots=True)
class ThesisRow:
    """A thesis, the weight of both sides of it, and the strongest card of each."""

    claim: Card
    beam: Beam
    pro: Card | None
    con: Card | None


def theses_of(book: Book) -> list[ThesisRow]:
    """The theses of a map that has several, in their order; nothing for one that has not. One statement."""
    theses = thesis_ids(book)
    if len(theses) < 2:
        return []
    firsts = {thesis: _firsts(book, thesis) for thesis in theses}
    ids = set(theses)
    for by_side in firsts.values():
        for relation, child in by_side.values():
            ids |= book.place_ids(child, relation)
    book.read(ids)
    return [_row(book, thesis, firsts[thesis]) for thesis in theses]


def _firsts(book: Book, thesis: int) -> dict[str, tuple[int, int]]:
    """{side: (relation, child)} of the strongest reason on each side."""
    found: dict[str, tuple[int, int]] = {}
    for relation, child, side in book.relations_to(thesis):
        found.setdefault(side, (relation, child))
    return found


def _row(book: Book, thesis: int, firsts: dict[str, tuple[int, int]]) -> ThesisRow:
    cards = {side: book.full_card(child, via=relation) for side, (relation, child) in firsts.items()}
    return ThesisRow(book.card(thesis), beam_of(book, thesis), cards.get(Side.PRO), cards.get(Side.CON))
