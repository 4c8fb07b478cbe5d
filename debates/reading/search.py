"""What people look for, in one map or across them: a page of hits, and how many there are of what."""

from dataclasses import dataclass, field, replace
from functools import partial

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from debates.evidence.models import Source
from debates.evidence.queries import search_sources
from debates.maps.models import Controversy
from debates.maps.queries.fitting import Asked, Fitting, fitting
from debates.maps.queries.search import MOST_FOUND, MOST_WORDS, words_in
from debates.maps.rules import Kind, Rights, Side
from debates.reading.hits import Hit, read_hits
from debates.reading.news import news_everywhere, news_of

__all__ = ["MOST_FOUND", "MOST_WORDS", "PAGE", "Asked", "Found", "search"]

PAGE = 20
MOST_SOURCES = 3


@dataclass(slots=True)
class Found:
    """One page of what was found, `start` hits after the first; the next page starts at `next`.

    `total` counts at most `MOST_FOUND`; `is_more` says that there are more, of which only the newest were looked at.
    `counts` holds how many there are of each kind, of one's own ("mine") and of what is new to one ("unseen"),
    whatever kind was asked for; it is empty where there are more than could be counted. `left_out`: there were more
    than `MOST_WORDS` words. `sources` are of the library.
    """

    asked: Asked
    words: list[str]
    hits: list[Hit] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    total: int = 0
    is_more: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    start: int = 0
    next: int | None = None
    left_out: bool = False


def search(
    *,
    rights: Rights,
    asked: Asked,
    controversy: Controversy | None = None,
    start: int = 0,
    limit: int = PAGE,
    language: str = "",
    library: bool = False,
) -> Found:
    """A page of what fits, that in the reader's language before the rest, the nearest first, of equals the newest;
    without words the newest first.

    In one map whatever the viewer may read there, across maps only what lists may name. `library`: the first page of a
    search across for words alone also names sources. At most eight statements, whatever the size. Raises Refusal
    `unknown_choice`.
    """
    _refuse_unknown(asked)
    words = words_in(asked.words)
    found = Found(asked, words[:MOST_WORDS], start=start, left_out=len(words) > MOST_WORDS)
    if asked.is_empty or (asked.words.strip() and not words):
        return found
    news = _news(rights, controversy)
    fits = _fits(found, rights, controversy, news, limit, language)
    found.next = start + limit if start + limit < found.total else None
    found.hits = read_hits(ids=fits.ids, words=found.words, rights=rights, news=news)
    if library and controversy is None and not start and replace(asked, words="") == Asked():
        found.sources = search_sources(words=" ".join(found.words), limit=MOST_SOURCES)
    return found


def _refuse_unknown(asked: Asked) -> None:
    if asked.kind and asked.kind not in Kind.values:
        raise Refusal(
            "unknown_choice", _("Choose what to look for: claims, steps, evidence or comments."), field="kind"
        )
    if asked.side and asked.side not in Side.values:
        raise Refusal("unknown_choice", _("Choose a side: for or against."), field="side")


def _news(rights: Rights, controversy: Controversy | None) -> frozenset[int]:
    if controversy is None:
        return news_everywhere(rights=rights)
    return news_of(controversy=controversy, rights=rights).ids


def _fits(
    found: Found, rights: Rights, controversy: Controversy | None, news: frozenset[int], limit: int, language: str
) -> Fitting:
    """What fits; where all kinds together are more than can be counted, those of one kind are asked for alone."""
    kind, of_all = found.asked.kind, replace(found.asked, kind="")
    find = partial(
        fitting,
        rights=rights,
        words=found.words,
        controversy=controversy,
        language=language,
        news=news,
        start=found.start,
        limit=limit,
    )
    fits = find(asked=of_all, kind=kind)
    total = sum(fits.kinds.values())
    if total <= MOST_FOUND:
        found.counts = {**fits.kinds, "mine": fits.mine, "unseen": fits.unseen}
        total = fits.kinds.get(kind, 0) if kind else total
    elif kind:
        fits = find(asked=found.asked)
        total = fits.kinds.get(kind, 0)
    found.is_more = total > MOST_FOUND
    found.total = min(total, MOST_FOUND)
    return fits
