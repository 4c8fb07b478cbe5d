"""What changed since one's last visit: first about what one wrote, then the map."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from debates.history.queries import entries_on
from debates.history.rules import ABOUT_SOURCES, BACK, MODERATED, NEWS, REWORDED, WRITTEN, Piece, diff
from debates.maps.models import Suggestion
from debates.maps.queries.suggestions import suggestions_for
from debates.maps.rules import Kind
from debates.reading.book import Book
from debates.reading.changes import stubs_told
from debates.reading.lines import Line, lines_of, told_on

MOST_LINES = 300
SHOWN = 5

# The sorts of what is new, in their order.
MINE: tuple[str, ...] = ("answers", "evidence", "comments", "rewordings", "decisions")
REST: tuple[str, ...] = ("theses", "claims", "joined", "cited", "talk", "reworded", "gone", "sources")

# Where a new thing belongs, by its kind: on what one wrote oneself, and elsewhere on the map.
ON_MINE: dict[str, str] = {Kind.RELATION: "answers", Kind.EVIDENCE: "evidence", Kind.COMMENT: "comments"}
ELSEWHERE: dict[str, str] = {
    Kind.CLAIM: "claims",
    Kind.RELATION: "joined",
    Kind.EVIDENCE: "cited",
    Kind.COMMENT: "talk",
}


@dataclass(slots=True)
class Group:
    """Changes of one sort: how many things, and the newest of them."""

    sort: str
    count: int
    lines: list[Line]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(slots=True)
class Proposal:
    """A suggestion for one's own wording, or one's own that was decided; `pieces` lead from what stands to it."""

    id: int
    state: str
    by: str
    reason: str
    pieces: list[Piece]
    url: str


@dataclass(slots=True)
class SincePage:
    """`since`: when the visit before this one ended (None: there was none). `seq`: what is shown reaches up to here.

    `cut`: there was more than is counted here.
    """

    since: datetime | None
    seq: int
    mine: list[Group] = field(default_factory=list)
    rest: list[Group] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    decided: list[Proposal] = field(default_factory=list)
    cut: bool = False

    @property
    def count(self) -> int:
        groups = sum(group.count for group in (*self.mine, *self.rest))
        return groups + len(self.proposals) + len(self.decided)


def load_since(*, book: Book) -> SincePage:
    """What is new on this map for its viewer, a member; five statements beside the book's, whatever has happened."""
    news = book.news
    proposals, decided = _suggestions(book)
    page = SincePage(news.since, book.controversy.seq, proposals=proposals, decided=decided)
    if news.base is None:
        return page
    later = Q(seq__gt=news.base)
    told = told_on(controversy=book.controversy, rights=book.rights)
    told &= later | Q(contribution__in=news.reached, verb__in=NEWS)
    told |= stubs_told(book) & later
    others = entries_on(controversy_id=book.controversy.pk, told=told).exclude(actor=book.rights.user_id)
    found = list(others[: MOST_LINES + 1])
    page.cut = len(found) > MOST_LINES
    sorts = _sorted_out(lines_of(book, found[:MOST_LINES], with_steps=True))
    page.mine = [_group(sort, sorts[sort]) for sort in MINE if sort in sorts]
    page.rest = [_group(sort, sorts[sort]) for sort in REST if sort in sorts]
    return page


def _group(sort: str, lines: dict[int, Line]) -> Group:
    return Group(sort, len(lines), [*lines.values()][:SHOWN])


def _sorted_out(lines: list[Line]) -> dict[str, dict[int, Line]]:
    """Each thing once in its sort, by its newest line; a claim that answers one's own is not told again below."""
    sorts: dict[str, dict[int, Line]] = {}
    for line in lines:
        sort = _sort_of(line)
        if sort is not None:
            thing = line.item.claim if line.item else line.seq
            sorts.setdefault(sort, {}).setdefault(thing, line)
    told = {thing for sort in ("answers", "theses") for thing in sorts.get(sort, ())}
    _leave_out(sorts, "claims", told)
    _leave_out(sorts, "joined", told | set(sorts.get("claims", ())))
    return sorts


def _leave_out(sorts: dict[str, dict[int, Line]], sort: str, things: set[int]) -> None:
    left = {thing: line for thing, line in sorts.get(sort, {}).items() if thing not in things}
    sorts.pop(sort, None)
    if left:
        sorts[sort] = left


def _sort_of(line: Line) -> str | None:
    item = line.item
    if line.verb in ABOUT_SOURCES:
        return "sources"
    if item is None:
        return None
    if item.mine:
        return "rewordings" if line.verb in REWORDED else "decisions" if line.verb in MODERATED else None
    if item.is_stub or line.verb.endswith((".hidden", ".withdrawn")):
        return "gone"
    if line.verb in REWORDED:
        return "reworded"
    if line.verb not in (*WRITTEN, *BACK):
        return None
    if item.about_mine:
        return ON_MINE.get(item.kind)
    return "theses" if item.is_thesis else ELSEWHERE.get(item.kind)


def _suggestions(book: Book) -> tuple[list[Proposal], list[Proposal]]:
    """What waits for the viewer's word, whenever it came, and what became of their own since; one statement."""
    me = book.rights.user_id
    asked = Q(contribution__author=me, state="open")
    if book.news.since:
        asked |= Q(author=me, decided_at__gt=book.news.since, state__in=["accepted", "rejected"])
    own = suggestions_for(controversy=book.controversy, rights=book.rights, trusted=False).filter(asked)
    made = [(one, _proposal(one)) for one in own]
    waiting = [view for one, view in made if one.state == "open"]
    return waiting, [view for one, view in made if one.state != "open"]


def _proposal(one: Suggestion) -> Proposal:
    by = one.author if one.state == "open" else one.decided_by
    pieces = diff(one.contribution.text, one.text) if one.state == "open" else [Piece("same", one.text)]
    url = one.contribution.get_absolute_url()
    return Proposal(one.pk, one.state, by.username if by else "", one.reason, pieces, url)
