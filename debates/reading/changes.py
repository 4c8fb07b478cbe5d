"""What happened on one map, line by line, as one viewer may read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q
from django.utils.timezone import localdate

from debates.history.models import Entry
from debates.history.queries import entries_on
from debates.history.rules import ABOUT_SOURCES, ABOUT_THE_MAP, GONE, MODERATED, REWORDED, TURNED, WRITTEN
from debates.maps.models import Contribution, Controversy
from debates.maps.rules import Rights
from debates.reading.book import Book
from debates.reading.lines import Line, lines_of, told_on
from debates.reading.versions import Teller, teller_for

PAGE = 50
MOST_CHANGES = 500

# The kinds of change that a reader can ask for.
SORTS: dict[str, tuple[str, ...]] = {
    "new": WRITTEN,
    "reworded": REWORDED,
    "state": (*TURNED, *ABOUT_THE_MAP, *ABOUT_SOURCES),
}


@dataclass(slots=True)
class Day:
    day: date
    lines: list[Line]


@dataclass(slots=True)
class ChangesPage:
    """A page of the record by days, newest first; `older` is the cursor of the next one (None: there is none)."""

    days: list[Day]
    older: int | None


def stubs_told(book: Book) -> Q:
    """Of what is hidden or withdrawn but keeps its place on the map, that this happened, and nothing more."""
    told = Q(pk__in=[])
    for state, verb in GONE.items():
        stubs = [pk for pk, extra in book.extras.items() if extra.is_stub and extra.state == state]
        told |= Q(contribution__in=[pk for pk in stubs if book.may_place(pk)], verb=verb)
    return told


def _by(name: str, teller: Teller) -> Q:
    """Lines that this viewer sees under this name."""
    shown = Q(actor__username=name)
    return shown if teller.moderates else shown & Q(hide_actor=False) & ~Q(verb__in=MODERATED)


def load_changes(*, book: Book, sort: str = "", by: str = "", before: int | None = None) -> ChangesPage:
    """A page of a map's record before this number: all of it, one sort (`SORTS`), or what one person did.

    Four statements beside the book's, however long the record is.
    """
    told = told_on(controversy=book.controversy, rights=book.rights)
    teller = teller_for(controversy=book.controversy, rights=book.rights)
    if by:
        told = told & _by(by, teller)
    else:
        told |= stubs_told(book)
    if sort:
        told &= Q(verb__in=SORTS[sort])
    if before is not None:
        told &= Q(seq__lt=before)
    found = list(entries_on(controversy_id=book.controversy.pk, told=told)[: PAGE + 1])
    lines = lines_of(book, found)
    if len(found) > PAGE:
        last = found[PAGE - 1].seq or 0
        return ChangesPage(_by_day(line for line in lines if line.seq >= last), last)
    return ChangesPage(_by_day(lines), None)


def _by_day(lines: Iterable[Line]) -> list[Day]:
    return [Day(day, list(group)) for day, group in groupby(lines, key=lambda line: localdate(line.at))]


@dataclass(frozen=True, slots=True)
class Change:
    """One line for a programme: ids and words of ours, no text. `contribution` is None for the map itself;
    `state` is that of now."""

    seq: int
    verb: str
    at: datetime
    contribution: int | None
    kind: str
    state: str
    version: int
    actor: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a viewer is told since a number, oldest first.

    `until` is the number to ask from next time; `more`: there is more behind it; `seq` is the map's number now.
    `ahead`: the asker was ahead of the map, so that what they hold is of another map or time: read it anew.
    """

    rows: list[Change]
    seq: int
    until: int
    more: bool
    ahead: bool


def changes_since(*, controversy: Controversy, rights: Rights, since: int, limit: int = MOST_CHANGES) -> Changes:
    """The changes of a map after a number, as far as this viewer may read what they are about; two statements.

    What may not be read leaves no row, no id and no verb; the numbers alone show that something was. Whoever holds
    a copy of the map takes its ETag as the word on what is gone: a hidden thing is told by its absence.
    """
    seq = controversy.seq
    if since > seq:
        return Changes([], seq, seq, more=False, ahead=True)
    told = told_on(controversy=controversy, rights=rights) & Q(seq__gt=max(since, 0), seq__lte=seq)
    found = list(entries_on(controversy_id=controversy.pk, told=told).order_by("seq")[: limit + 1])
    more = len(found) > limit
    rows = _as_changes(found[:limit], controversy=controversy, rights=rights)
    return Changes(rows, seq, until=rows[-1].seq if more else seq, more=more, ahead=False)


def _as_changes(entries: Sequence[Entry], *, controversy: Controversy, rights: Rights) -> list[Change]:
    teller = teller_for(controversy=controversy, rights=rights)
    ids = {entry.contribution for entry in entries if entry.contribution}
    seen = Contribution.objects.visible_to(rights).filter(pk__in=ids)
    states = dict(seen.values_list("pk", "state"))
    return [
        Change(
            seq=entry.seq or 0,
            verb=entry.verb,
            at=entry.at,
            contribution=entry.contribution,
            kind=entry.verb.split(".")[0],
            state=states.get(entry.contribution or 0, ""),
            version=entry.version,
            actor=teller.actor(entry),
        )
        for entry in entries
        if entry.contribution is None or entry.contribution in states
    ]
