"""The library of sources, of the site or of one controversy, and one source with every claim that leans on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.core.paginator import Page, Paginator

from debates.evidence import queries
from debates.evidence.models import Evidence, Source
from debates.evidence.queries import Leans, Wanted
from debates.evidence.rules import SourceType
from debates.evidence.rules.fields import COLUMNS
from debates.history.models import Entry
from debates.insight.strength import CONTEXT, Cited, credibility_base
from debates.insight.whatif import strengths_if
from debates.maps.models import Claim, Controversy
from debates.maps.rules import Rights
from debates.reading.cards import Figure, Link, claim_url, figure_of
from debates.reading.shape import Shape, load_shapes

A_PAGE = 50
WIDEST = 144.0  # of a lean bar
A_CLAIM = 12.0  # the width of one claim in it, where there is room


@dataclass(slots=True)
class SourceRow:
    """A source in a list, with the claims that lean on it and the width of one claim in its bar."""

    source: Source
    leans: Leans
    unit: float

    @property
    def pro_width(self) -> float:
        return round(self.leans.pros * self.unit, 1)

    @property
    def con_width(self) -> float:
        return round(self.leans.cons * self.unit, 1)

    @property
    def dashes(self) -> str:
        """One dash for each claim against which it speaks."""
        return f"{self.unit * 0.72:.2f} {self.unit * 0.28:.2f}"

    @property
    def context_width(self) -> float:
        return round(self.leans.contexts * self.unit, 1)

    @property
    def con_start(self) -> float:
        return self.pro_width + (2 if self.leans.pros else 0)

    @property
    def context_start(self) -> float:
        return self.con_start + self.con_width + (2 if self.leans.cons else 0)


@dataclass(slots=True)
class LibraryPage:
    """One page of a library; `shelves` counts the sources by kind and state, under "" all that the words leave."""

    controversy: Controversy | None
    wanted: Wanted
    rows: list[SourceRow]
    page: "Page[Source]"
    shelves: dict[str, int]

    @property
    def all(self) -> int:
        """How many there are of every kind and state."""
        return self.shelves.get("", 0)

    @property
    def is_narrowed(self) -> bool:
        """Whether more was asked than the order."""
        return replace(self.wanted, order="", language="") != Wanted(order="")

    @property
    def kinds(self) -> list[tuple[str, str, int]]:
        """(kind, its name, how many) of every kind that there is."""
        return [(kind, str(kind.label), self.shelves[kind]) for kind in SourceType if self.shelves.get(kind)]


def load_library(
    *, rights: Rights, wanted: Wanted, page: str | int = 1, controversy: Controversy | None = None
) -> LibraryPage:
    """Four statements, whatever the size; a page that is not there is the nearest that is."""
    wanted = wanted if controversy is None or wanted.state != "unused" else replace(wanted, state="")
    found = queries.library(viewer=rights, wanted=wanted, controversy=controversy)
    shown = Paginator(found, A_PAGE).get_page(page)
    ids = [one.pk for one in shown]
    leans = queries.leans_on(ids=ids, viewer=rights, controversy=controversy, language=wanted.language)
    widest = max((one.pros + one.cons + one.contexts for one in leans.values()), default=0)
    unit = min(A_CLAIM, WIDEST / widest) if widest else A_CLAIM
    return LibraryPage(
        controversy=controversy,
        wanted=wanted,
        rows=[SourceRow(one, leans.get(one.pk, Leans()), unit) for one in shown],
        page=shown,
        shelves=queries.shelves(viewer=rights, wanted=wanted, controversy=controversy),
    )


@dataclass(slots=True)
class Fall:
    """A claim's strength as it would be while a source stands, and once it fell: 0 to 100."""

    stands: int
    falls: int

    @property
    def moves(self) -> bool:
        return self.stands != self.falls


@dataclass(slots=True)
class Leaning:
    """One piece of evidence from a source, with its claim and what becomes of that claim.

    `alone` is the claim with and without this evidence (None for context, and for a retracted source, all of whose
    evidence fell at once); `whole` is the claim with and without everything from the source.
    """

    evidence: Evidence
    claim: Link
    figure: Figure | None
    alone: Fall | None
    whole: Fall | None


@dataclass(slots=True)
class LeaningGroup:
    """A controversy with what leans on the source there; the theses that move with it; how many claims do."""

    controversy: Controversy
    leanings: list[Leaning]
    theses: list[tuple[Link, Fall]]
    moved: int


@dataclass(slots=True)
class Event:
    """What happened to the source itself; `who` is nobody where it was a guest, `fields` the names of what changed."""

    what: str
    who: str
    at: datetime
    reason: str
    fields: list[str]


@dataclass(slots=True)
class SourcePage:
    source: Source
    groups: list[LeaningGroup]
    count: int
    pros: int
    cons: int
    claims: int
    events: list[Event]


def load_source(*, source: Source, rights: Rights, language: str = "") -> SourcePage:
    """A source with every claim that leans on it, as far as this viewer may read them.

    With a language, of each controversy the edition in that language, if it has one.
    """
    rows = list(
        queries.counted_uses(viewer=rights, language=language)
        .filter(source=source)
        .select_related("claim", "controversy__subject")
        .order_by("controversy_id", "pk")
    )
    by_map = {controversy: list(group) for controversy, group in groupby(rows, key=lambda row: row.controversy)}
    shapes = load_shapes(controversies=list(by_map), rights=rights)
    wanted = {_claim_id(row) for row in rows}.union(*(shape.theses for shape in shapes.values()))
    texts = dict(Claim.objects.visible_to(rights).filter(pk__in=wanted).values_list("pk", "text"))
    groups = [_group(one, group, shapes[one.pk], texts) for one, group in by_map.items()]
    sides = [row.side for row in rows]
    return SourcePage(
        source=source,
        groups=groups,
        count=len(rows),
        pros=sides.count("pro"),
        cons=sides.count("con"),
        claims=len({_claim_id(row) for row in rows}),
        events=[_event(entry) for entry in queries.entries_about(source=source)],
    )


def _event(entry: Entry) -> Event:
    """A guest is known by an alias of one class session, which is no business of the library's."""
    shown = entry.actor if entry.actor and not entry.hide_actor and not entry.actor.is_guest else None
    names = (Source._meta.get_field(name) for name in COLUMNS if name in entry.before)
    return Event(
        what=entry.verb.removeprefix("source."),
        who=shown.username if shown else "",
        at=entry.at,
        reason="" if entry.hide_reason else entry.reason,
        fields=[str(getattr(name, "verbose_name", "")) for name in names],
    )


def _claim_id(row: Evidence) -> int:
    """The canonical claim under which a piece of evidence stands."""
    return (row.claim and row.claim.canonical_id) or 0


def _group(controversy: Controversy, rows: list[Evidence], shape: Shape, texts: Mapping[int, str]) -> LeaningGroup:
    scales = _Scales(shape, [row.pk for row in rows])

    def link(claim: int) -> Link:
        text = texts.get(claim, "")
        return Link(claim, text, claim_url(controversy, claim, text))

    leanings = [
        Leaning(
            evidence=row,
            claim=link(_claim_id(row)),
            figure=figure_of(shape, row.pk),
            alone=scales.alone(row.pk, _claim_id(row)),
            whole=scales.whole(_claim_id(row)),
        )
        for row in rows
    ]
    theses = [(link(pk), fall) for pk in shape.theses if (fall := scales.whole(pk)) and fall.moves]
    return LeaningGroup(controversy, leanings, theses, scales.moved())


class _Scales:
    """The claims of one map weighed with a source and without it."""

    def __init__(self, shape: Shape, evidence: Iterable[int]) -> None:
        self.shape = shape
        self.own = [pk for pk in evidence if pk in shape.evidence]
        self.retracted = any(shape.evidence[pk].retracted for pk in self.own)
        told = self._standing if self.retracted else self._fallen
        self.other = strengths_if(shape.graph, shape.solved, {pk: told(pk) for pk in self.own})

    def _standing(self, pk: int) -> Cited:
        node = self.shape.evidence[pk]
        return Cited(node.claim, node.side, credibility_base(node.total, node.rated))

    def _fallen(self, pk: int) -> Cited:
        return Cited(self.shape.evidence[pk].claim, CONTEXT, 0.0)

    def alone(self, pk: int, claim: int) -> Fall | None:
        """What this one piece of evidence does to its claim now."""
        if self.retracted or pk not in self.own or self.shape.evidence[pk].side == CONTEXT:
            return None
        graph, solved = self.shape.graph, self.shape.solved
        without = strengths_if(graph, solved, {pk: self._fallen(pk)})
        return self._fall(claim, without)

    def whole(self, claim: int) -> Fall | None:
        """What all of the source does to this claim, or did before it was retracted."""
        return self._fall(claim, self.other)

    def moved(self) -> int:
        """How many claims move by a whole point with the source."""
        falls = (self.whole(pk) for pk in self.other if pk in self.shape.claims)
        return sum(1 for fall in falls if fall and fall.moves)

    def _fall(self, claim: int, other: Mapping[int, float]) -> Fall | None:
        now = self.shape.solved.strength.get(claim)
        if now is None:
            return None
        here, there = round(now * 100), round(other.get(claim, now) * 100)
        return Fall(there, here) if self.retracted else Fall(here, there)
