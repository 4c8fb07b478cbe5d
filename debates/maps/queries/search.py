"""What people look for by words: in one map or across them, and the claims that read much like one being typed."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank
from django.db import connection
from django.db.models import (
    F,
    Func,
    TextField,
    Value,
)
from django.db.models.functions import Length

from debates.maps.models import Claim, Controversy
from debates.maps.models.contribution import PLAIN
from debates.maps.models.gate import Viewer
from debates.maps.rules import State

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


class Raw(NamedTuple):
    """Words as raw queries: all of them, those before the last, and the last as the beginning of a word."""

    every: str
    whole: str
    begun: str


def raw_query(words: Sequence[str]) -> Raw:
    """These words, for `holding`."""
    *whole, last = words
    begun = _quoted(last, begun=len(last) >= FEWEST_LETTERS)
    return Raw(" & ".join(map(_quoted, words)), " & ".join(map(_quoted, whole)), begun)


def _quoted(word: str, *, begun: bool = False) -> str:
    """A word for a raw query; one that only begins so ends in `:*`, and so does one that is cut."""
    return f"'{word[:LONGEST_WORD]}'{':*' if begun or len(word) > LONGEST_WORD else ''}"


def in_every_language(raw: str) -> SearchQuery | CombinedSearchQuery:
    """A raw query, in any language that rows may have."""
    english, *others = [SearchQuery(raw, search_type="raw", config=name) for name in (*CONFIGURATIONS.values(), OTHER)]
    query: SearchQuery | CombinedSearchQuery = english
    for other in others:
        query |= other
    return query


def holding(raw: Raw) -> SearchQuery | CombinedSearchQuery:
    """All these words, in any language that rows may have; the last may be the beginning of one.

    A beginning is taken as it is typed: its stem begins far more words ("nin", of "niño", begins "nine").
    """
    begun = SearchQuery(raw.begun, search_type="raw", config=OTHER)
    english, *others = [
        SearchQuery(raw.every, search_type="raw", config=name)
        | (SearchQuery(raw.whole, search_type="raw", config=name) & begun)
        for name in (*CONFIGURATIONS.values(), OTHER)
    ]
    query: SearchQuery | CombinedSearchQuery = english
    for other in others:
        query |= other
    return query


class Begun(NamedTuple):
    """A last word that is longer already than its stem ("extraditi"), as it is looked for: the words before it, every
    shorter beginning that a stem could be, and the word itself as a pattern."""

    whole: str
    stems: str
    pattern: str


def begun_of(words: Sequence[str]) -> Begun | None:
    """None where the last word is too short for that."""
    *whole, last = words
    if not 5 < len(last) <= LONGEST_WORD:
        return None
    stems = " | ".join(_quoted(last[:cut]) for cut in range(max(4, len(last) - MOST_ENDINGS), len(last)))
    return Begun(" & ".join(map(_quoted, whole)), stems, rf"\m{re.escape(last)}")


def found_while_typing(rows: Any, begun: Begun) -> Any:
    """Those of these rows that hold the words, the last of them as it is typed so far."""
    query: Any = SearchQuery(begun.stems, search_type="raw", config=OTHER)
    if begun.whole:
        query = in_every_language(begun.whole) & query
    begins = Func(F("text"), template=PLAIN, output_field=TextField())
    return rows.alias(plain=begins).filter(search=query, plain__iregex=begun.pattern)


def find_claims(*, controversy: Controversy, viewer: Viewer, words: str, limit: int = 20) -> list[Claim]:
    """Published claims of one map that hold all these words, the shortest first. A second statement where the
    first finds nothing."""
    looked_for = words_in(words)[:MOST_WORDS]
    if not looked_for:
        return []
    claims = Claim.objects.visible_to(viewer).filter(
        controversy=controversy, state=State.PUBLISHED, merged_into__isnull=True
    )
    found = _shortest(claims.filter(search=holding(raw_query(looked_for))), limit)
    begun = None if found else begun_of(looked_for)
    return found if begun is None else _shortest(found_while_typing(claims, begun), limit)


def _shortest(claims: Any, limit: int) -> list[Claim]:
    return list(claims.order_by(Length("text"), "pk")[:limit])


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
