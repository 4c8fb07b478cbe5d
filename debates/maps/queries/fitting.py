"""What fits a search, in one map or across them: one page of ids, and how many there are of what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from debates.maps.models import Contribution, Controversy, Relation
from debates.maps.models.ready import ROW, ready_sql
from debates.maps.queries.search import (
    CONFIGURATIONS,
    LONG_TEXTS_COUNT_LESS,
    MOST_FOUND,
    OTHER,
    Begun,
    Raw,
    begun_of,
    found_while_typing,
    holding,
    raw_query,
)
from debates.maps.rules import Kind, Rights, State


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: words as they were typed, and what the hits must be. Empty: whatever.

    `author` is a name; `controversy` and `subject` are slugs, for a search across; `unseen`: written since one's
    last visit to the map; `cited`: claims with evidence.
    """

    words: str = ""
    kind: str = ""
    author: str = ""
    side: str = ""
    unseen: bool = False
    cited: bool = False
    controversy: str = ""
    subject: str = ""

    @property
    def is_empty(self) -> bool:
        return replace(self, words=self.words.strip()) == Asked()


class Fitting(NamedTuple):
    """What fits, before it is read: the ids of one page, and how many there are of each kind, of one's own, of news."""

    ids: list[int]
    kinds: dict[str, int]
    mine: int
    unseen: int


def fitting(
    *,
    rights: Rights,
    asked: Asked,
    words: Sequence[str],
    controversy: Controversy | None = None,
    kind: str = "",
    language: str = "",
    news: Collection[int] = (),
    start: int = 0,
    limit: int = MOST_FOUND,
) -> Fitting:
    """What fits, the nearest first, of equals the newest: of the newest `MOST_FOUND`, and one more as a sign of more.

    What is written in the reader's `language` comes before the rest, where words were looked for. In one map
    everything that the viewer may read there; across maps only what lists may name. All is counted, and of the `kind`,
    where one is given, is the page; `news` are the ids that are new to the viewer. One statement; a second where the
    first finds nothing.
    """
    form = _Form(_marked(asked), of_map=controversy is not None)
    said = {mark: getattr(asked, name) for name, mark in MARKS.items()} | {NEWS: sorted(news)}
    page = _Page(kind, start, max(0, min(limit, MOST_FOUND - start)))
    read = partial(_read, rights=rights, map_id=controversy.pk if controversy else 0, page=page)
    if not words:
        return read(form, said)
    raw = raw_query(words)
    found = read(
        replace(form, by="words"),
        said | dict(zip(RAW, raw, strict=True)),
        order=NEAREST,
        by=[language, *raw * len(RANKED_BY)],
    )
    begun = None if found.kinds else begun_of(words)
    if begun is None:
        return found
    by = "words and stems" if begun.whole else "stems"
    return read(
        replace(form, by=by), said | dict(zip(BEGUN, begun, strict=True)), order=NEWEST_OF_ONES_OWN, by=[language]
    )


# Where what was asked stands in a finished statement; no value in it begins so.
MARKS = {name: f"?{name}" for name in ("kind", "author", "side", "controversy", "subject")}
NEWS = "?news"
RAW = Raw("?every", "?before", "?last")
BEGUN = Begun("?whole", "?stems", "?pattern")


def _marked(asked: Asked) -> Asked:
    narrows = {name: mark for name, mark in MARKS.items() if getattr(asked, name)}
    return Asked(cited=asked.cited, unseen=asked.unseen, **narrows)


@dataclass(frozen=True, slots=True)
class _Form:
    """By what a search narrows, with marks for words and values: whatever has the same form is one statement."""

    asked: Asked
    of_map: bool
    by: str = ""  # "words", or "stems" or "words and stems" while the last word is typed

    def __call__(self, rights: Rights) -> "QuerySet[Any, Any]":
        rows = _fitting(_readable(rights, of_map=self.of_map), self.asked, rights)
        if self.by == "words":
            rows = rows.filter(search=holding(RAW))
        elif self.by:
            rows = found_while_typing(rows, BEGUN._replace(whole="") if self.by == "stems" else BEGUN)
        return rows.order_by("-pk").values_list("id", "kind", "author_id", "language", "search")


class _Page(NamedTuple):
    """Which of what fits is wanted: of a kind (all: ""), so many after the first so many."""

    kind: str
    start: int
    limit: int


RANKED_BY = [*CONFIGURATIONS.values(), OTHER]
QUERY = " || ".join(  # as `holding` has it
    f"to_tsquery('{name}', %s) || (to_tsquery('{name}', %s) && to_tsquery('{OTHER}', %s))" for name in RANKED_BY
)
NEWEST = "id DESC"
NEWEST_OF_ONES_OWN = f"language = %s DESC, {NEWEST}"
NEAREST = f"language = %s DESC, ts_rank(search, {QUERY}, {LONG_TEXTS_COUNT_LESS}) DESC, {NEWEST}"
FITS = """
WITH fits AS MATERIALIZED ({fits} LIMIT {most})
SELECT kind, count(*), count(*) FILTER (WHERE author_id = %s), count(*) FILTER (WHERE id = ANY(%s::bigint[])), NULL
FROM fits GROUP BY kind
UNION ALL SELECT '', 0, 0, 0, ARRAY(
    SELECT id FROM fits WHERE %s IN ('', kind) ORDER BY {order} OFFSET %s LIMIT %s
)
"""


def _read(
    form: _Form,
    said: Mapping[str, Any],
    *,
    rights: Rights,
    map_id: int,
    page: _Page,
    order: str = NEWEST,
    by: Sequence[str] = (),
) -> Fitting:
    """Planned anew each time: how it is best done depends on how common the words are. `by`: the values of `order`."""
    fits, values = ready_sql(form, rights=rights, row=map_id, said=said)
    sql = FITS.format(fits=fits, most=MOST_FOUND + 1, order=order)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, rights.user_id, said[NEWS], page.kind, *by, page.start, page.limit])
        *groups, last = cursor.fetchall()
    return Fitting(
        ids=last[-1],
        kinds={kind: count for kind, count, *_others in groups},
        mine=sum(group[2] for group in groups),
        unseen=sum(group[3] for group in groups),
    )


def _readable(rights: Rights, *, of_map: bool) -> QuerySet[Contribution]:
    table = Contribution.objects
    rows: QuerySet[Contribution] = table.visible_to(rights) if of_map else table.listed_for(rights)
    rows = rows.filter(controversy=ROW) if of_map else rows
    return rows.filter(merged_into__isnull=True).exclude(text="")


def _fitting(rows: QuerySet[Contribution], asked: Asked, rights: Rights) -> QuerySet[Contribution]:
    places = {"kind": asked.kind, "controversy__slug": asked.controversy, "controversy__subject__slug": asked.subject}
    rows = rows.filter(**{name: value for name, value in places.items() if value})
    if asked.author:
        rows = rows.filter(author__username__iexact=asked.author)
    if asked.side:
        rows = rows.filter(_is_on(asked.side, rights))
    if asked.unseen:
        rows = rows.filter(pk__any_of=NEWS)
    if asked.cited:
        rows = rows.filter(kind=Kind.CLAIM).filter(_has_evidence(rights))
    return rows


def _is_on(side: str, rights: Rights) -> Q:
    """A step or a piece of evidence of this side, or a claim that a step brings in on it."""
    steps = Relation.objects.visible_to(rights).filter(state=State.PUBLISHED, child__canonical=OuterRef("pk"))
    return Q(side=side) | Q(Exists(steps.filter(side=side)), kind=Kind.CLAIM)


def _has_evidence(rights: Rights) -> Exists:
    seen = Contribution.objects.visible_to(rights).filter(kind=Kind.EVIDENCE, state=State.PUBLISHED)
    return Exists(seen.filter(claim__canonical=OuterRef("pk")))
