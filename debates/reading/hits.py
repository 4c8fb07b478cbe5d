"""Rows that were found, read through the gate: their words marked, and where each of them stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchConfig, SearchHeadline
from django.db.models import Case, F, Func, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from debates.maps.models import Contribution, Controversy
from debates.maps.models.contribution import PLAIN
from debates.maps.queries.search import CONFIGURATIONS, OTHER, search_query
from debates.maps.rules import Kind, Rights, State
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
    intent: str = ""

    @property
    def url(self) -> str:
        """Where it stands; empty where that page may not be read."""
        if self.kind == Kind.CLAIM:
            return claim_url(self.controversy, self.id, self.text)
        return reverse("at", kwargs={"pk": self.id}) if self.place and self.place.text else ""


class Home(NamedTuple):
    """The step by which a claim stands where it stands."""

    claim: int
    parent: int
    side: str
    state: str


class End(NamedTuple):
    """What a row hangs on, and the canonical claim of that."""

    id: int
    kind: str
    claim: int


AIMS: dict[str, Aim] = {Kind.CLAIM: "claim", Kind.RELATION: "step", Kind.EVIDENCE: "evidence"}
OWN = ("kind", "text", "state", "language", "side", "created_at", "thesis_position", "form", "intent", "author_id")
HANGS_ON = ("child_id", "parent_id", "claim_id", "target_id")
OF_MAP = ("slug", "title", "access", "language")


def read_hits(*, ids: Sequence[int], words: Sequence[str], rights: Rights, news: Collection[int]) -> list[Hit]:
    """The rows in this order: at most five statements."""
    if not ids:
        return []
    rows = {row.pk: row for row in _marked(_seen(rights).filter(pk__in=ids), words)}
    found = [rows[pk] for pk in ids if pk in rows]
    homes = _homes([row.pk for row in found if row.kind == Kind.CLAIM and not row.thesis_position], rights)
    ends = _ends({home.parent for home in homes.values()} | {pk for row in found for pk in _hangs_on(row)})
    claims = _claims({end.claim for end in ends.values()}, rights)
    reader = _Reader(rights, news, homes, ends, claims, _shapes(found, rights))
    return [reader.hit(row) for row in found]


def _seen(rights: Rights) -> QuerySet[Contribution]:
    seen: QuerySet[Contribution] = Contribution.objects.visible_to(rights)
    return seen


def _marked(rows: QuerySet[Contribution], words: Sequence[str]) -> QuerySet[Any]:
    of_map = [f"controversy__{name}" for name in OF_MAP]
    rows = rows.select_related("controversy").only(*OWN, *HANGS_ON, *of_map)
    rows = rows.annotate(author_name=F("author__username"), source_title=F("source__title"))
    if not words:
        return rows.annotate(headline=Value(""))
    by_language = [When(language=code, then=Value(name)) for code, name in CONFIGURATIONS.items()]
    headline = SearchHeadline(
        Func(F("text"), template=PLAIN, output_field=TextField()),
        search_query(words),
        config=SearchConfig(Case(*by_language, default=Value(OTHER))),
        start_sel=START,
        stop_sel=STOP,
        highlight_all=True,
    )
    return rows.annotate(headline=headline)


def _hangs_on(row: Contribution) -> list[int]:
    ends = (row.child_id, row.parent_id, row.claim_id, row.target_id)
    return [end for end in ends if end is not None]


def _homes(claims: Sequence[int], rights: Rights) -> dict[int, Home]:
    """{claim: its home}: the oldest published, else the oldest that this viewer may read; a premise's is its step."""
    if not claims:
        return {}
    bearers = ("child__canonical", "premises__claim__canonical")
    carried = Q(child__canonical__in=claims) | Q(premises__claim__canonical__in=claims)
    steps = _seen(rights).filter(carried, kind=Kind.RELATION).order_by("-pk")
    read = [
        Home(claim, *home)
        for child, premise, *home in steps.values_list(*bearers, "parent_id", "side", "state")
        for claim in (premise, child)
        if claim in claims
    ]
    return {home.claim: home for home in sorted(read, key=lambda home: home.state == State.PUBLISHED)}


def _ends(ids: Collection[int]) -> dict[int, End]:
    """What rows hang on, without a word of it."""
    if not ids:
        return {}
    claim = Coalesce("canonical_id", "child__canonical_id", "claim__canonical_id")
    rows = Contribution.objects.filter(pk__in=ids).values_list("pk", "kind", claim)
    return {row[0]: End._make(row) for row in rows}


def _claims(ids: Collection[int], rights: Rights) -> dict[int, tuple[str, bool]]:
    """{claim: (text, whether it is a thesis)} of those that this viewer may read."""
    if not ids:
        return {}
    rows = _seen(rights).filter(pk__in=ids).values_list("pk", "text", "thesis_position")
    return {pk: (text, position is not None) for pk, text, position in rows}


def _shapes(found: Sequence[Contribution], rights: Rights) -> dict[int, Shape]:
    maps = {row.controversy_id: row.controversy for row in found if row.kind == Kind.CLAIM}
    return kept_shapes(controversies=list(maps.values()), rights=rights)


@dataclass(frozen=True, slots=True)
class _Reader:
    """All that turns rows into hits."""

    rights: Rights
    news: Collection[int]
    homes: dict[int, Home]
    ends: dict[int, End]
    claims: dict[int, tuple[str, bool]]
    shapes: dict[int, Shape]

    def hit(self, row: Any) -> Hit:
        home = self.homes.get(row.pk)
        hangs_on = home.parent if home else row.parent_id or row.claim_id or row.target_id
        shape = self.shapes.get(row.controversy_id)
        return Hit(
            id=row.pk,
            kind=row.kind,
            text=row.text,
            pieces=cut(mark(row.text, row.headline)),
            state=row.state,
            language=row.language,
            controversy=row.controversy,
            author=row.author_name or "",
            created_at=row.created_at,
            is_mine=row.author_id is not None and row.author_id == self.rights.user_id,
            is_new=row.pk in self.news,
            is_thesis=row.thesis_position is not None,
            side=(home.side if home else row.side) or "",
            place=self.place(hangs_on, row.controversy),
            child=self.place(row.child_id, row.controversy),
            figure=figure_of(shape, row.pk) if shape and row.kind == Kind.CLAIM else None,
            evidence=len(shape.cited.get(row.pk, ())) if shape else 0,
            form=row.form or "",
            source=row.source_title or "",
            intent=row.intent or "",
        )

    def place(self, end: int | None, controversy: Controversy) -> Place | None:
        found = self.ends.get(end or 0)
        if found is None:
            return None
        text, is_thesis = self.claims.get(found.claim, ("", False))
        return Place(found.claim if text else 0, text, controversy, AIMS[found.kind], is_thesis)
