"""Lines of a map's record in words, each text through the gate."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from debates.history.models import Entry
from debates.history.queries import hidden_wordings
from debates.history.rules import ABOUT_THE_MAP, REWORDED, TOLD, Piece, diff
from debates.maps.models import Contribution, Controversy
from debates.maps.rules import Kind, Rights
from debates.reading.book import Book
from debates.reading.cards import Aim
from debates.reading.versions import teller_for

ROW = (
    *("id", "kind", "text", "state", "side", "author_id", "thesis_position", "child_id", "claim__canonical_id"),
    *("parent__author_id", "claim__author_id", "reply_to__author_id"),
    *("target_id", "target__kind", "target__child_id", "target__claim_id", "target__author_id"),
)


@dataclass(slots=True)
class Item:
    """What a line is about, in the words that stand now, and the claim at which it stands (`on`: its words).

    A step is shown by the claim that takes it (`claim`); `warrant` are the step's own words. `mine`: the viewer wrote
    it; `about_mine`: it hangs on something that the viewer wrote.
    """

    id: int
    claim: int
    kind: str
    text: str
    url: str
    side: str = ""
    on: str = ""
    aim: Aim = "claim"
    warrant: str = ""
    is_thesis: bool = False
    is_stub: bool = False
    mine: bool = False
    about_mine: bool = False


@dataclass(slots=True)
class Line:
    """One line: who did what to what, when. `item` is None for what happened to the map itself."""

    seq: int
    at: datetime
    verb: str
    actor: str
    reason: str
    item: Item | None = None
    version: int = 1
    pieces: list[Piece] = field(default_factory=list)
    history_url: str = ""


def told_on(*, controversy: Controversy, rights: Rights) -> Q:
    """The lines of a map that this viewer is told: those about rows whose text they may read, and those about the map
    itself; and no verb that is not known here."""
    seen = Contribution.objects.visible_to(rights).filter(controversy=controversy, pk=OuterRef("contribution"))
    # Asked line by line: where this reads EXISTS, the database would read the whole map first to tell for one page.
    told = Q(contribution=Subquery(seen.values("pk")[:1]), verb__in=TOLD)
    return told | Q(contribution__isnull=True, verb__in=ABOUT_THE_MAP)


def lines_of(book: Book, entries: Sequence[Entry], *, with_steps: bool = False) -> list[Line]:
    """These entries of the map in words, newest first, texts through the gate. Three statements.

    A step that came with its claim has no line of its own unless asked for (`with_steps`), nor has one whose claim
    this viewer may not read.
    """
    ids = {entry.contribution for entry in entries if entry.contribution}
    seen = Contribution.objects.visible_to(book.rights).filter(pk__in=ids)
    rows = {row["id"]: row for row in seen.values(*ROW)}
    places = {pk: _place(book, row) for pk, row in rows.items()}
    book.read({*rows, *(claim for claim, _side, _aim in places.values()), *(_shown(row) for row in rows.values())})
    teller = teller_for(controversy=book.controversy, rights=book.rights)
    reworded = {entry.contribution or 0 for entry in entries if entry.verb in REWORDED}
    hidden = set() if teller.moderates or not reworded else hidden_wordings(contribution_ids=reworded)
    came_with_claim = set() if with_steps else _came_with_claim(entries, rows)
    lines = []
    for entry in entries:
        row = rows.get(entry.contribution or 0)
        if entry.seq in came_with_claim or (row and _shown(row) not in book.texts):
            continue
        if entry.contribution and row is None:
            lines.append(_stub_line(book, entry))
            continue
        line = Line(
            entry.seq or 0,
            entry.at,
            entry.verb,
            actor=teller.actor(entry),
            reason=teller.reason(entry, row["author_id"] if row else None),
            version=entry.version,
        )
        if row:
            line.item = _item(book, row, places[row["id"]])
            line.pieces = _pieces(entry, hidden)
            line.history_url = reverse("history", kwargs={"slug": book.controversy.slug, "pk": row["id"]})
        lines.append(line)
    return lines


def _came_with_claim(entries: Sequence[Entry], rows: dict[int, dict[str, Any]]) -> set[int | None]:
    """Numbers of the lines that tell of the step by which the claim of the line before was added: a reply is one act
    of one person, and no thesis."""
    claims = {
        (entry.seq, entry.contribution, entry.actor_id)
        for entry in entries
        if entry.verb == "claim.added" and rows.get(entry.contribution or 0, {}).get("thesis_position") is None
    }
    steps = [entry for entry in entries if entry.verb == "relation.added"]
    return {one.seq for one in steps if ((one.seq or 0) - 1, one.after.get("child"), one.actor_id) in claims}


def _shown(row: dict[str, Any]) -> int:
    """The row whose words stand for it: a step is shown by its claim."""
    return int(row["child_id"] if row["kind"] == Kind.RELATION else row["id"])


def _place(book: Book, row: dict[str, Any]) -> tuple[int, str, Aim]:
    """The claim at which a row stands (0: none), with which side, and whether it is aimed at it, a step or evidence."""
    kind = row["kind"]
    if kind == Kind.EVIDENCE:
        return row["claim__canonical_id"] or 0, row["side"], "claim"
    if kind == Kind.COMMENT:
        on: dict[str, tuple[int, str, Aim]] = {
            Kind.RELATION: (row["target__child_id"] or 0, "", "step"),
            Kind.EVIDENCE: (row["target__claim_id"] or 0, "", "evidence"),
        }
        return on.get(row["target__kind"], (row["target_id"], "", "claim"))
    relation = row["id"] if kind == Kind.RELATION else next(iter(book.homes(row["id"])), 0)
    ends = book.ends(relation)
    if ends is None:
        return 0, row["side"] or "", "claim"
    claim, aim = book.above(relation)
    return claim, ends.side, aim


def _item(book: Book, row: dict[str, Any], place: tuple[int, str, Aim]) -> Item:
    claim, side, aim = place
    me = book.rights.user_id
    above = ("parent__author_id", "claim__author_id", "target__author_id", "reply_to__author_id")
    return Item(
        id=row["id"],
        claim=_shown(row),
        kind=row["kind"],
        text=book.texts.get(_shown(row), ""),
        url=reverse("at", kwargs={"pk": row["id"]}),
        side=side,
        on=book.texts.get(claim, ""),
        aim=aim,
        warrant=row["text"] if row["kind"] == Kind.RELATION else "",
        is_thesis=row["thesis_position"] is not None,
        mine=me is not None and row["author_id"] == me,
        about_mine=me is not None and me in [row[name] for name in above],
    )


def _stub_line(book: Book, entry: Entry) -> Line:
    stub = entry.contribution or 0
    item = Item(id=stub, claim=stub, kind=Kind.CLAIM, text="", url=book.mention(stub).url, is_stub=True)
    return Line(entry.seq or 0, entry.at, entry.verb, actor="", reason="", item=item)


def _pieces(entry: Entry, hidden: set[tuple[int, int]]) -> list[Piece]:
    """The way from the wording before to this one, unless either may not be shown or is kept no more."""
    pk = entry.contribution or 0
    if entry.verb not in REWORDED or {(pk, entry.version), (pk, entry.version - 1)} & hidden:
        return []
    before, after = entry.before.get("text"), entry.after.get("text")
    return diff(before, after) if before and after else []
