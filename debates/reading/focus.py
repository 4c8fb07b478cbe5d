"""The focus spread: one claim, its path to the thesis, and both sides of it."""

from dataclasses import dataclass, field

from debates.maps.rules import Side
from debates.reading.book import Book
from debates.reading.cards import Aim, Card, Figure, Step

BEAM = 100  # length of one arm of the beam


@dataclass(slots=True)
class Beam:
    """The weight of both sides: forces added up, and arms of 0 to 100 against the longer of the two (or 1)."""

    pro: float
    con: float
    pro_arm: int
    con_arm: int


@dataclass(slots=True)
class ThesisTab:
    """A thesis among several."""

    id: int
    text: str
    url: str
    figure: Figure | None
    current: bool


@dataclass(slots=True)
class PathStep:
    """A claim above the focus; `side` is how the next one down bears on it, `aim` on what of it."""

    id: int
    text: str
    url: str
    side: str
    aim: Aim

    @property
    def is_step(self) -> bool:
        return self.aim == "step"


@dataclass(slots=True)
class Focus:
    """All that the Debate page shows of one claim."""

    claim: Card
    is_thesis: bool
    step: Step | None
    beam: Beam
    pros: list[Card]
    cons: list[Card]
    path: list[PathStep] = field(default_factory=list)
    theses: list[ThesisTab] = field(default_factory=list)
    claim_count: int = 0
    evidence_count: int = 0


def focus_of(book: Book, claim: int | None = None) -> Focus | None:
    """The spread of a claim, or of the first thesis; None where there is none that this viewer may see.

    One statement beside the book's, for the texts.
    """
    shape = book.shape
    theses = thesis_ids(book)
    first = next((pk for pk in theses if pk in shape.claims), next(iter(theses), None))
    focus = claim if claim is not None else first
    if focus is None or not (focus in shape.claims or book.may_place(focus)):
        return None
    replies = book.relations_to(focus)
    way = book.way_of(focus)
    ids = {focus, *theses, *way, *_nodes_of(book, way)}
    for relation, child, _side in replies:
        ids |= book.place_ids(child, relation)
    ids |= {pk for relation in book.homes(focus) for pk in book.place_ids(focus, relation)}
    book.read(ids)
    via = way[0] if way else None
    return Focus(
        claim=_focus_card(book, focus, via),
        is_thesis=focus in theses,
        step=book.step(via) if via else None,
        beam=beam_of(book, focus),
        pros=[book.full_card(child, via=relation) for relation, child, side in replies if side == Side.PRO],
        cons=[book.full_card(child, via=relation) for relation, child, side in replies if side == Side.CON],
        path=_path(book, way),
        theses=_tabs(book, theses, focus, way),
        claim_count=len(shape.claims),
        evidence_count=len(shape.evidence),
    )


def thesis_ids(book: Book) -> list[int]:
    """Theses in their order, hidden ones that still bear a branch among them; a viewer's own that do not count last."""
    extras = {pk: extra for pk, extra in book.extras.items() if extra.thesis_position and book.may_place(pk)}
    places = {pk: book.shape.claims[pk].thesis_position or 0 for pk in book.shape.theses}
    places |= {pk: extra.thesis_position or 0 for pk, extra in extras.items() if extra.is_stub}
    own = [pk for pk, extra in extras.items() if not extra.is_stub]
    return [*sorted(places, key=places.__getitem__), *own]


def _focus_card(book: Book, focus: int, via: int | None) -> Card:
    card = book.card(focus, via=via)
    card.also = book.elsewhere(focus, but=via)
    return card


def beam_of(book: Book, node: int) -> Beam:
    """The two arms; none is longer than 100, and forces below 1 are not blown up."""
    forces = book.shape.solved.forces.get(node, [])
    pro = sum(force.x for force in forces if force.side == Side.PRO)
    con = sum(force.x for force in forces if force.side == Side.CON)
    longest = max(pro, con, 1.0)
    return Beam(pro, con, round(pro / longest * BEAM), round(con / longest * BEAM))


def _nodes_of(book: Book, way: list[int]) -> set[int]:
    doubted = {book.doubted(relation) or 0 for relation in way}
    return {book.above(relation)[0] for relation in way} | doubted


def _path(book: Book, way: list[int]) -> list[PathStep]:
    """From the thesis down to just above the focus."""
    steps = []
    for relation in reversed(way):
        claim, aim = book.above(relation)
        link = book.mention(book.doubted(relation) or claim)
        ends = book.ends(relation)
        steps.append(PathStep(link.id, link.text, link.url, ends.side if ends else "", aim))
    return steps


def _tabs(book: Book, theses: list[int], focus: int, way: list[int]) -> list[ThesisTab]:
    """One tab a readable thesis, where there are several; the one above the focus is current."""
    theses = [pk for pk in theses if pk in book.texts]
    if len(theses) < 2:
        return []
    top = book.above(way[-1])[0] if way else focus
    tabs = []
    for pk in theses:
        link = book.mention(pk)
        tabs.append(ThesisTab(pk, link.text, link.url, book.figure(pk), pk == top))
    return tabs
