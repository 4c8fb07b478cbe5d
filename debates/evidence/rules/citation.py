"""A source in one line, as a bibliography would print it."""

from collections.abc import Sequence
from typing import Protocol

from debates.evidence.rules.names import Name, family_name

MOST_NAMES = 6
JOURNALS = ("article-journal", "article-newspaper", "article")


class Described(Protocol):
    """What a citation is made of: the columns of a source."""

    csl_type: str
    title: str
    authors: list[dict[str, str]]
    issued: list[int]
    publisher: str
    container: str
    volume: str
    issue: str
    pages: str
    number: str
    url: str
    doi: str | None


def citation(source: Described) -> str:
    """Authors (year). Title. Where it stands. Its address. What is not known is left out."""
    who = author_list(source.authors)
    year = f"({source.issued[0]})" if source.issued else ""
    title = source.title
    opening = [f"{who} {year}".strip(), title] if who else [f"{title} {year}".strip()]
    said = [*opening, _place(source), _publisher(source, who)]
    link = f"https://doi.org/{source.doi}" if source.doi else source.url
    return " ".join([*(_stopped(part) for part in said if part), *([link] if link else [])])


def author_list(authors: Sequence[Name]) -> str:
    """Names with initials: "Dube, O. & Naidu, S."; of many the first ones."""
    names = [name for name in (_short(author) for author in authors) if name]
    if len(names) > MOST_NAMES:
        return f"{', '.join(names[:MOST_NAMES])} et al."
    return " & ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _short(name: Name) -> str:
    given = name.get("given", "") if name.get("family") else ""
    initials = " ".join("-".join(f"{one[0]}." for one in word.split("-") if one) for word in given.split())
    return ", ".join(part for part in (family_name(name), initials, name.get("suffix", "")) if part)


def _place(source: Described) -> str:
    """The journal with volume, issue and pages, or the book that it is a part of."""
    volume = f"{source.volume}({source.issue})" if source.volume and source.issue else source.volume or source.issue
    number = "" if source.csl_type in JOURNALS and volume else source.number
    return ", ".join(part for part in (source.container, volume, number, source.pages) if part)


def _publisher(source: Described, who: str) -> str:
    known = who.casefold()
    return "" if source.publisher.casefold() in known else source.publisher


def _stopped(part: str) -> str:
    return part if part.endswith((".", "?", "!", "…")) else f"{part}."
