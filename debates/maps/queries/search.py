"""What people look for by words: in one map or across them, and the claims that read much like one being typed."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank
from django.db import connection
from django.db.models import (
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Length

from debates.maps.models import Claim, Contribution, Controversy, Relation
from debates.maps.models.contribution import PLAIN
from debates.maps.models.gate import Viewer
from debates.maps.rules import Kind, Rights, State

MOST_WORDS = 12
MOST_FOUND = 1000
LONGEST_WORD = 60
FEWEST_LETTERS = 2  # of a word that is still being typed
MOST_ENDINGS = 7  # letters that a stem may lack of its word
ALIKE_READ = 60  # claims that are compared with the one being typed

CONFIGURATIONS = {"en": "english", "es": "spanish"}
OTHER = "simple"
LONG_TEXTS_COUNT_LESS = 1  # a flag of ts_rank

_marks = re.compile("[\u0300-\u036f]")
_spaces = str.maketrans(dict.fromkeys("-/<>&@+_", " "))
_words = re.compile(r"\w+(?:\.\w+)*")  # 0.7 and example.org are one word to the database too


def plain(text: str) -> str:
    """A text as the search column reads it: accents taken off, joining signs as spaces."""
    return _marks.sub("", unicodedata.normalize("NFKD", text)).translate(_spaces)


def words_in(typed: str) -> list[str]:
    """The words to look for, each once, in their order; there may be none."""
    return list(dict.fromkeys(_words.findall(plain(typed).lower())))


def search_query(words: Sequence[str]) -> SearchQuery | CombinedSearchQuery:
    """All these words, in any language that rows may have; the last may be the beginning of one."""
    *whole, last = words
    return _in_every_language(" & ".join([*map(_quoted, whole), _quoted(last, begun=len(last) >= FEWEST_LETTERS)]))


def _quoted(word: str, *, begun: bool = False) -> str:
    """A word for a raw query; one that only begins so ends in `:*`, and so does one that is cut."""
    return f"'{word[:LONGEST_WORD]}'{':*' if begun or len(word) > LONGEST_WORD else ''}"


def _in_every_language(raw: str) -> SearchQuery | CombinedSearchQuery:
    english, *others = [SearchQuery(raw, search_type="raw", config=name) for name in (*CONFIGURATIONS.values(), OTHER)]
    query: SearchQuery | CombinedSearchQuery = english
    for other in others:
        query |= other
    return query


def found_by(rows: Any, words: Sequence[str]) -> Any:
    """Those of these rows that hold the words."""
    return rows.filter(search=search_query(words))


def found_while_typing(rows: Any, words: Sequence[str]) -> Any | None:
    """As `found_by`, for a last word that is longer already than its stem ("extraditi"): by every shorter beginning
    that a stem could be, and then by the word itself. None where the last word is too short for that.
    """
    *whole, last = words
    if not 5 < len(last) <= LONGEST_WORD:
        return None
    stems = " | ".join(_quoted(last[:cut]) for cut in range(max(4, len(last) - MOST_ENDINGS), len(last)))
    query: Any = SearchQuery(stems, search_type="raw", config=OTHER)
    if whole:
        query = _in_every_language(" & ".join(_quoted(word) for word in whole)) & query
    begins = Func(F("text"), template=PLAIN, output_field=TextField())
    return rows.alias(plain=begins).filter(search=query, plain__iregex=rf"\m{re.escape(last)}")


def find_claims(*, controversy: Controversy, viewer: Viewer, words: str, limit: int = 20) -> list[Claim]:
    """Published claims of one map that hold all these words, the shortest first. A second statement where the
    first finds nothing."""
    looked_for = words_in(words)[:MOST_WORDS]
    if not looked_for:
        return []
    claims = Claim.objects.visible_to(viewer).filter(
        controversy=controversy, state=State.PUBLISHED, merged_into__isnull=True
    )
    for rows in (found_by(claims, looked_for), found_while_typing(claims, looked_for)):
        if rows is not None and (found := list(rows.order_by(Length("text"), "pk")[:limit])):
            return found
    return []


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


class Candidate(NamedTuple):
    """A row that fits, before it is read."""

    id: int
    kind: str
    author_id: int | None
    rank: float


def candidates(
    *,
    rights: Rights,
    asked: Asked,
    words: Sequence[str],
    controversy: Controversy | None = None,
    among: Collection[int] | None = None,
) -> list[Candidate]:
    """What fits, the nearest first, of equals the newest: the newest `MOST_FOUND` and one more as a sign of more.

    In one map everything that the viewer may read there; across maps only what lists may name; of this only the ids
    `among`, where they are given (what is unseen, the caller knows). One statement; a second where the first finds
    nothing.
    """
    rows = _fitting(_readable(rights, controversy), asked, rights)
    rows = rows if among is None else rows.filter(pk__in=among)
    if not words:
        return _read(rows, None)
    found = _read(found_by(rows, words), search_query(words))
    begun = None if found else found_while_typing(rows, words)
    return found if begun is None else _read(begun, None)


def _readable(rights: Rights, controversy: Controversy | None) -> QuerySet[Contribution]:
    table = Contribution.objects
    rows: QuerySet[Contribution] = table.listed_for(rights) if controversy is None else table.visible_to(rights)
    rows = rows.filter(controversy=controversy) if controversy else rows
    return rows.filter(merged_into__isnull=True).exclude(text="")


def _fitting(rows: QuerySet[Contribution], asked: Asked, rights: Rights) -> QuerySet[Contribution]:
    places = {"kind": asked.kind, "controversy__slug": asked.controversy, "controversy__subject__slug": asked.subject}
    rows = rows.filter(**{name: value for name, value in places.items() if value})
    if asked.author:
        rows = rows.filter(author__username__iexact=asked.author)
    if asked.side:
        rows = rows.filter(_is_on(asked.side, rights))
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


def _read(rows: QuerySet[Contribution], query: Any) -> list[Candidate]:
    rank: Any = Value(0.0, output_field=FloatField())
    if query is not None:
        rank = SearchRank(F("search"), query, normalization=Value(LONG_TEXTS_COUNT_LESS))
    newest = rows.annotate(rank=rank).order_by("-pk")[: MOST_FOUND + 1]
    found = [Candidate._make(row) for row in newest.values_list("pk", "kind", "author_id", "rank")]
    return sorted(found, key=lambda one: (-one.rank, -one.id))


class Alike(NamedTuple):
    """A claim that shares words with a text, and its own stems."""

    id: int
    text: str
    stems: list[str]


# How rare a stem is, the database knows from its own statistics of the column; of a new table it knows nothing.
STEMS = """
SELECT stem FROM unnest(tsvector_to_array(to_tsvector(%s::regconfig, %s))) AS stem
LEFT JOIN (
    SELECT unnest(most_common_elems::text::text[]) AS word, unnest(most_common_elem_freqs) AS share
    FROM pg_stats WHERE schemaname = current_schema AND tablename = 'debates_contribution' AND attname = 'search'
) common ON word = stem
ORDER BY coalesce(share, 0), stem
"""


def stems_of(*, text: str, language: str) -> list[str]:
    """The stems of a text in a language, the rarest first, without words that every text has. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [CONFIGURATIONS.get(language, OTHER), " ".join(words_in(text))])
        return [stem for (stem,) in cursor.fetchall()]


def fewest_shared(count: int) -> int:
    """How many of this many stems a claim must share to count as alike: half of them, and two where there are two."""
    return max(min(count, 2), (count + 1) // 2)


def claims_alike(*, controversy: Controversy, viewer: Viewer, stems: Sequence[str], begun: str = "") -> list[Alike]:
    """Published claims of one map that may share half of these stems (the rarest first), the likeliest first.

    `begun` is a word that is still being typed. One statement.
    """
    query = SearchQuery(_two_of(stems, begun), search_type="raw", config=OTHER)
    claims = Claim.objects.visible_to(viewer).filter(
        controversy=controversy, state=State.PUBLISHED, merged_into__isnull=True, search=query
    )
    newest = Claim.objects.filter(pk__in=claims.order_by("-pk").values("pk")[:MOST_FOUND])
    array = Func(F("search"), function="tsvector_to_array", output_field=ArrayField(TextField()))
    rank = SearchRank(F("search"), query, normalization=Value(LONG_TEXTS_COUNT_LESS))
    rows = newest.annotate(stems=array, rank=rank).order_by("-rank", "pk").values_list("pk", "text", "stems")
    return [Alike._make(row) for row in rows[:ALIKE_READ]]


def _two_of(stems: Sequence[str], begun: str) -> str:
    """Two of the rarest stems: whoever shares half of all has two of more than half, so the commonest need no look."""
    enough = len(stems) - fewest_shared(len(stems)) + 2
    parts = [_quoted(stem) for stem in stems[: min(enough, MOST_WORDS)]]
    if len(stems) < 2:
        return " | ".join([*parts, *_begun(begun)])
    pairs = [f"{part} & ({' | '.join(parts[at:])})" for at, part in enumerate(parts[:-1], start=1)]
    others = [part for part, stem in zip(parts, stems, strict=False) if stem[:3] != begun[:3]]  # not with its own stem
    pairs += [f"{part} & ({' | '.join(others)})" for part in _begun(begun) if others]
    return " | ".join(pairs)


def _begun(word: str) -> list[str]:
    return [_quoted(word, begun=True)] if len(word) >= FEWEST_LETTERS else []
