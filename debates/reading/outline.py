"""The whole map as a numbered list: the accessible, the printed and the complete form."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Literal

from django.utils.safestring import SafeString, mark_safe

from debates.maps.rules import Kind
from debates.reading.book import Book
from debates.reading.cards import Card, Link
from debates.reading.focus import thesis_ids

OPEN = mark_safe("<ul>")
Role = Literal["thesis", "loose", "reply", "step", "premise", "again", "evidence_doubt"]


@dataclass(slots=True)
class Line:
    """One line. `head` and `tail` are the list tags before and after it, so that a flat loop draws a nested list
    inside one `<ul>`.

    role: "thesis"; "loose" (answers nothing and bears on nothing that is shown); "reply" (bears on the line it is
    nested in); "step" (doubts or backs the step of that line); "premise" (joined with the line before it);
    "again" (stands elsewhere: `home` leads there); "evidence_doubt" (about a piece of evidence of that line).
    `weakest`: strength of the weakest where this line and the premises after it bear only together.
    """

    number: str
    depth: int
    role: Role
    card: Card
    home: Link | None = None
    home_number: str = ""
    weakest: int | None = None
    head: SafeString = field(default_factory=SafeString)
    tail: SafeString = field(default_factory=SafeString)


@dataclass(slots=True)
class Outline:
    lines: list[Line] = field(default_factory=list)
    claim_count: int = 0
    evidence_count: int = 0


def outline_of(book: Book) -> Outline:
    """Every claim once, in its home place; its further places point there. One statement beside the book's."""
    theses = thesis_ids(book)
    book.read({*book.shape.claims, *book.shape.relations, *book.extras})
    walk = _Walk(book)
    for number, thesis in enumerate(theses, start=1):
        walk.down(thesis, via=None, number=str(number), role="thesis")
    for number, claim in enumerate(_loose(book, walk.numbers), start=len(theses) + 1):
        walk.down(claim, via=None, number=str(number), role="loose")
    for line in walk.lines:
        if line.role == "again":
            line.home_number = walk.numbers.get(line.card.id, "")
    _nest(walk.lines)
    return Outline(walk.lines, len(book.shape.claims), len(book.shape.evidence))


def _loose(book: Book, placed: Container[int]) -> list[int]:
    """Claims that no way from a thesis leads to (their step was hidden or withdrawn), the tops of branches first."""
    own = [pk for pk, extra in book.extras.items() if extra.kind == Kind.CLAIM and not extra.is_stub]
    left = [claim for claim in (*book.shape.claims, *own) if claim not in placed]
    return sorted(left, key=lambda claim: (bool(book.homes(claim)), claim))


class _Walk:
    """Depth first from the theses, without recursion: a map may be deeper than Python's stack."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.lines: list[Line] = []
        self.numbers: dict[int, str] = {}

    def down(self, claim: int, *, via: int | None, number: str, role: Role) -> None:
        if role == "loose" and claim in self.numbers:
            return  # it hangs on another loose one
        waiting: list[tuple[int, int | None, str, Role]] = [(claim, via, number, role)]
        while waiting:
            claim, via, number, role = waiting.pop()
            if claim in self.numbers:
                self._again(claim, via, number)
                continue
            self.numbers[claim] = number
            card = self.book.card(claim, via=via)
            line = Line(number, number.count("."), role, card)
            self.lines.append(line)
            card.premises = self._premises(via, number)
            line.weakest = card.weakest if card.premises else None
            waiting.extend(reversed(self._below(claim, via, number)))

    def _again(self, claim: int, via: int | None, number: str) -> None:
        card = self.book.card(claim, via=via)
        self.lines.append(Line(number, number.count("."), "again", card, home=self.book.mention(claim)))

    def _premises(self, via: int | None, number: str) -> list[Card]:
        cards = []
        for claim in self.book.shape.relations[via].premises if via in self.book.shape.relations else ():
            if claim in self.book.texts:
                card = self.book.card(claim)
                role: Role = "again" if claim in self.numbers else "premise"
                self.numbers.setdefault(claim, number)
                home = self.book.mention(claim) if role == "again" else None
                self.lines.append(Line(number, number.count("."), role, card, home=home))
                cards.append(card)
        return cards

    def _below(self, claim: int, via: int | None, number: str) -> list[tuple[int, int | None, str, Role]]:
        """What is nested in this line: doubts of its step, its replies, those of its premises, doubts of evidence."""
        book = self.book
        found: list[tuple[int, int, Role]] = []
        if via:
            found += [(child, relation, "step") for relation, child, _ in book.relations_to(via)]
        found += [(child, relation, "reply") for relation, child, _ in book.relations_to(claim)]
        if via in book.shape.relations:
            for premise in book.shape.relations[via].premises:
                if self.numbers.get(premise) == number:
                    found += [(child, relation, "reply") for relation, child, _ in book.relations_to(premise)]
        for evidence in book.shape.cited.get(claim, []):
            found += [(child, relation, "evidence_doubt") for relation, child, _ in book.relations_to(evidence)]
        return [
            (child, relation, f"{number}.{place}", role) for place, (child, relation, role) in enumerate(found, start=1)
        ]


def _nest(lines: list[Line]) -> None:
    """Write down which tags open and close around each line, from the depths of its neighbours."""
    depth = 0
    for index, line in enumerate(lines):
        if line.depth > depth:
            line.head = OPEN
        depth = line.depth
        after = lines[index + 1].depth if index + 1 < len(lines) else 0
        if after <= depth:
            line.tail = mark_safe("</li>" + "</ul></li>" * (depth - after))  # noqa: S308 - constants
