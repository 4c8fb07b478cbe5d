"""The whole map as a numbered list: the accessible, the printed and the complete form."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from debates.reading.book import Book
from debates.reading.cards import Card, Link
from debates.reading.walk import Role, Spot, walk_of

OPEN = mark_safe("<ul>")


@dataclass(slots=True)
class Line:
    """One line. `head` and `tail` are the list tags before and after it, so that a flat loop draws a nested list
    inside one `<ul>`.

    role: "thesis"; "loose" (answers nothing and bears on nothing that is shown); "reply" (bears on the line it is
    nested in); "step" (doubts or backs the step of that line); "premise" (joined with the line before it);
    "again" (stands elsewhere: `home` leads there); "evidence_doubt" (about a piece of evidence of that line).
    `weakest`: strength of the weakest where this line and the premises after it bear only together. `more`: how
    many lines below it were left out.
    """

    number: str
    depth: int
    role: Role
    card: Card
    home: Link | None = None
    home_number: str = ""
    weakest: int | None = None
    more: int = 0
    head: SafeString = field(default_factory=SafeString)
    tail: SafeString = field(default_factory=SafeString)


@dataclass(slots=True)
class Outline:
    lines: list[Line] = field(default_factory=list)
    claim_count: int = 0
    evidence_count: int = 0


def outline_of(book: Book, *, levels: int | None = None) -> Outline:
    """Every claim once, in its home place; its further places point there. One statement beside the book's.

    `levels`: how many below the theses are listed; all where it is None.
    """
    numbered = list(_numbered(walk_of(book).roots, levels))
    book.read({spot.claim for spot, _number in numbered} | {spot.relation for spot, _ in numbered if spot.relation})
    lines = [_line(book, spot, number, levels) for spot, number in numbered]
    numbers = {spot.claim: number for spot, number in numbered if spot.is_home}
    for line in lines:
        if line.role == "again":
            line.home_number = numbers.get(line.card.id, "")
    _nest(lines)
    return Outline(lines, len(book.shape.claims), len(book.shape.evidence))


def _numbered(roots: list[Spot], levels: int | None) -> list[tuple[Spot, str]]:
    """The lines and their numbers: premises carry the number of the line they follow, and what hangs on them is
    nested in that one."""
    found = []
    waiting = [(spot, str(number)) for number, spot in enumerate(roots, start=1)][::-1]
    while waiting:
        spot, number = waiting.pop()
        found.append((spot, number))
        premises, nested = _parted(spot)
        found += [(premise, number) for premise in premises]
        if levels is None or number.count(".") < levels:
            waiting += [(kid, f"{number}.{place}") for place, kid in enumerate(nested, start=1)][::-1]
    return found


def _parted(spot: Spot) -> tuple[list[Spot], list[Spot]]:
    """The premises of a line, and what is nested in it: what is about its step first, then replies to the premises
    after its own."""
    premises = [kid for kid in spot.kids if kid.here == "premise"]
    nested = [kid for kid in spot.kids if kid.here in ("step", "reply")]
    nested += [kid for premise in premises for kid in premise.kids]
    return premises, nested + [kid for kid in spot.kids if kid.here == "evidence_doubt"]


def _line(book: Book, spot: Spot, number: str, levels: int | None) -> Line:
    step = None if spot.here == "premise" else spot.relation
    line = Line(number, number.count("."), spot.role, book.card(spot.claim, via=step))
    if spot.role == "again":
        line.home = book.mention(spot.claim)
    if spot.here != "premise":
        together = [kid.claim for kid in spot.kids if kid.here == "premise"]
        line.card.premises = [book.card(one) for one in together if one in book.texts]
        line.weakest = line.card.weakest if line.card.premises else None
        if line.depth == levels:
            line.more = spot.below - len(together)
    return line


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
