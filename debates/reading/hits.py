"""Rows that were found, read through the gate: their words marked, and where each of them stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchConfig, SearchHeadline
from django.db.models import Case, F, Func, QuerySet, TextField, Value, When
from django.urls import reverse

from core.statements import fetch
from debates.maps.models import Contribution, Controversy
from debates.maps.models.contribution import PLAIN
from debates.maps.models.ready import ROW, ready_rows, ready_sql
from debates.maps.queries.fitting import RAW
from debates.maps.queries.search import CONFIGURATIONS, OTHER, holding, raw_query
from debates.maps.rules import Kind, Rights
from debates.reading.cards import Aim, Figure, claim_url, figure_of
from debates.reading.marks import START, STOP, Piece, cut, mark
from debates.reading.shape import Shape, kept_shapes


@dataclass(frozen=True, slots=True)
class Place:
    """A claim at which something stands, and at what of it it is aimed; no text where that may not be read."""

    id: int
    text: str
    controversy: Controversy
    aim: Aim = "claim"
    is_thesis: bool = False

    @property
    def url(self) -> str:
        """The claim's own page."""
        return claim_url(self.controversy, self.id, self.text)


@dataclass(slots=True)
class Hit:
    """One thing found, with the claim it bears on or is about (`place`; None for a thesis and a loose claim).

    `pieces` is its text, long ones cut; `child` is the claim that a step brings in. `figure` and `evidence` (how many
    pieces) are told where the map is at hand. `author` is empty for somebody who left.
    """

    id: int
    kind: str
    text: str
    pieces: list[Piece]
    state: str
    language: str
    controversy: Controversy
    author: str
    created_at: datetime
    is_mine: bool
    is_new: bool
    is_thesis: bool = False
    side: str = ""
    place: Place | None = None
    child: Place | None = None
    figure: Figure | None = None
    evidence: int = 0
    form: str = ""
    source: str = ""
    retracted: bool = False
    intent: str = ""

    @property
    def url(self) -> str:
        """Where it stands; empty where that page may not be read."""
        if self.kind == Kind.CLAIM:
            return claim_url(self.controversy, self.id, self.text)
        return reverse("at", kwargs={"pk": self.id}) if self.place and self.place.text else ""


class Row(NamedTuple):
    """What is read of a hit itself."""

    id: int
    kind: str
    text: str
    state: str
    language: str
    side: str | None
    created_at: datetime
    thesis_position: int | None
    form: str | None
    intent: str | None
    author_id: int | None
    child_id: int | None
    parent_id: int | None
    claim_id: int | None
    target_id: int | None
    author: str | None
    source: str | None
    retracted_at: datetime | None
    headline: str
    map_id: int
    slug: str
    title: str
    map_language: str
    access: str

    @property
    def ends(self) -> list[int]:
        """What it hangs on."""
        return [end for end in (self.child_id, self.parent_id, self.claim_id, self.target_id) if end is not None]


class Home(NamedTuple):
    """The step by which a claim stands where it stands."""

    parent: int
    side: str


class End(NamedTuple):
    """What something hangs on, and the canonical claim of that; no text where the viewer may not read it."""

    kind: str
    claim: int
    text: str
    is_thesis: bool


AIMS: dict[str, Aim] = {Kind.CLAIM: "claim", Kind.RELATION: "step", Kind.EVIDENCE: "evidence"}
OWN = ("pk", "kind", "text", "state", "language", "side", "created_at", "thesis_position", "form", "intent")
HANGS_ON = ("child_id", "parent_id", "claim_id", "target_id")
OF_MAP = ("id", "slug", "title", "language", "access")  # in the order of its columns


def read_hits(*, ids: Sequence[int], words: Sequence[str], rights: Rights, news: Collection[int]) -> list[Hit]:
    """The rows in this order: at most three statements."""
    if not ids:
        return []
    said = dict(zip(RAW, raw_query(words), strict=True)) if words else None
    rows = [Row._make(row) for row in ready_rows(_marked if words else _bare, rights=rights, row=[*ids], said=said)]
    rows.sort(key=lambda row: ids.index(row.id))
    of_maps = {row.map_id: row[-len(OF_MAP) :] for row in rows}
    maps = {pk: Controversy.from_db("default", OF_MAP, of_map) for pk, of_map in of_maps.items()}
    homes, ends = _places(rows, rights)
    reader = _Reader(rights, news, maps, homes, ends, _shapes(rows, maps, rights))
    return [reader.hit(row) for row in rows]


def _seen(rights: Rights) -> QuerySet[Contribution]:
    seen: QuerySet[Contribution] = Contribution.objects.visible_to(rights)
    return seen


def _bare(rights: Rights) -> QuerySet[Contribution, Any]:
    return _rows(rights, Value("", output_field=TextField()))


def _marked(rights: Rights) -> QuerySet[Contribution, Any]:
    by_language = [When(language=code, then=Value(name)) for code, name in CONFIGURATIONS.items()]
    headline = SearchHeadline(
        Func(F("text"), template=PLAIN, output_field=TextField()),
        Func(holding(RAW), template="(SELECT %(expressions)s)"),  # once, and not for each row
        config=SearchConfig(Case(*by_language, default=Value(OTHER))),
        start_sel=START,
        stop_sel=STOP,
        highlight_all=True,
    )
    return _rows(rights, headline)


def _rows(rights: Rights, headline: Any) -> QuerySet[Contribution, Any]:
    of_map = [f"controversy__{name}" for name in OF_MAP]
    beside = ("author__username", "source__title", "source__retracted_at", "headline")
    rows = _seen(rights).filter(pk__any_of=ROW).annotate(headline=headline).order_by()
    return rows.values_list(*OWN, "author_id", *HANGS_ON, *beside, *of_map)


def _readable(rights: Rights) -> QuerySet[Contribution, Any]:
    return _seen(rights).values_list("id", "kind", "state", "text", "thesis_position", "child_id", "parent_id", "side")


# Of each claim its home: the oldest published step, else the oldest that this viewer may read; a premise's is its step.
# Then of whatever hits and homes hang on the claim, with its text as far as the gate lets it through.
PLACES = """
WITH seen AS NOT MATERIALIZED ({readable}),
asked AS (SELECT %s::bigint[] AS claims),
borne AS (
    SELECT c.canonical_id AS claim, s.id, s.parent_id, s.side, s.state FROM debates_contribution c
    JOIN seen s ON s.child_id = c.id AND s.kind = 'relation'
    WHERE c.canonical_id = ANY((SELECT claims FROM asked)::bigint[])
    UNION ALL
    SELECT c.canonical_id, s.id, s.parent_id, s.side, s.state FROM debates_contribution c
    JOIN debates_premise p ON p.claim_id = c.id JOIN seen s ON s.id = p.relation_id
    WHERE c.canonical_id = ANY((SELECT claims FROM asked)::bigint[])
),
hung AS (
    (
        SELECT DISTINCT ON (claim) claim AS home_of, parent_id AS id, side
        FROM borne ORDER BY claim, state <> 'published', borne.id
    )
    UNION ALL SELECT NULL, id, '' FROM unnest((SELECT %s::bigint[])) AS id
)
SELECT h.home_of, h.side, e.id, e.kind, coalesce(e.canonical_id, child.canonical_id, cited.canonical_id),
    coalesce(c.text, ''), c.thesis_position IS NOT NULL
FROM hung h JOIN debates_contribution e ON e.id = h.id
LEFT JOIN debates_contribution child ON child.id = e.child_id
LEFT JOIN debates_contribution cited ON cited.id = e.claim_id
LEFT JOIN seen c ON c.id = coalesce(e.canonical_id, child.canonical_id, cited.canonical_id)
"""


def _places(rows: Sequence[Row], rights: Rights) -> tuple[dict[int, Home], dict[int, End]]:
    """Where claims stand, and what hits and claims hang on, by id: one statement."""
    claims = [row.id for row in rows if row.kind == Kind.CLAIM and row.thesis_position is None]
    hung = {end for row in rows for end in row.ends}
    if not claims and not hung:
        return {}, {}
    readable, values = ready_sql(_readable, rights=rights)
    homes: dict[int, Home] = {}
    ends: dict[int, End] = {}
    for home_of, side, end, *what in fetch(PLACES.format(readable=readable), [*values, claims, [*hung]]):
        ends[end] = End._make(what)
        if home_of is not None:
            homes[home_of] = Home(end, side)
    return homes, ends


def _shapes(rows: Sequence[Row], maps: dict[int, Controversy], rights: Rights) -> dict[int, Shape]:
    with_claims = {row.map_id for row in rows if row.kind == Kind.CLAIM}
    return kept_shapes(controversies=[maps[pk] for pk in with_claims], rights=rights)


@dataclass(frozen=True, slots=True)
class _Reader:
    """All that turns rows into hits."""

    rights: Rights
    news: Collection[int]
    maps: dict[int, Controversy]
    homes: dict[int, Home]
    ends: dict[int, End]
    shapes: dict[int, Shape]

    def hit(self, row: Row) -> Hit:
        home = self.homes.get(row.id)
        hangs_on = home.parent if home else row.parent_id or row.claim_id or row.target_id
        shape = self.shapes.get(row.map_id)
        controversy = self.maps[row.map_id]
        return Hit(
            id=row.id,
            kind=row.kind,
            text=row.text,
            pieces=cut(mark(row.text, row.headline)),
            state=row.state,
            language=row.language,
            controversy=controversy,
            author=row.author or "",
            created_at=row.created_at,
            is_mine=row.author_id is not None and row.author_id == self.rights.user_id,
            is_new=row.id in self.news,
            is_thesis=row.thesis_position is not None,
            side=(home.side if home else row.side) or "",
            place=self.place(hangs_on, controversy),
            child=self.place(row.child_id, controversy),
            figure=figure_of(shape, row.id) if shape and row.kind == Kind.CLAIM else None,
            evidence=len(shape.cited.get(row.id, ())) if shape else 0,
            form=row.form or "",
            source=row.source or "",
            retracted=row.retracted_at is not None,
            intent=row.intent or "",
        )

    def place(self, end: int | None, controversy: Controversy) -> Place | None:
        found = self.ends.get(end or 0)
        if found is None:
            return None
        return Place(found.claim if found.text else 0, found.text, controversy, AIMS[found.kind], found.is_thesis)
