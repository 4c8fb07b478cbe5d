"""What a bibliography would bring into the library, before anything is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from debates.evidence import queries as evidence
from debates.evidence.models import Source
from debates.evidence.rules.fields import COLUMNS, source_fields
from debates.evidence.rules.names import family_name
from debates.interchange.formats import bibtex, csl
from debates.interchange.rules import MOST_BYTES, MOST_ITEMS, Item

Verdict = Literal["new", "known", "again", "refused"]


@dataclass(slots=True)
class Line:
    """An entry and what becomes of it: `known` names the source that stands there already, `again` the entry before."""

    item: Item
    verdict: Verdict
    fields: dict[str, Any]
    known: Source | None = None
    again: int | None = None
    refusal: Refusal | None = None

    @property
    def title(self) -> str:
        return str(self.fields.get("title") or self.item.fields.get("title") or "")

    @property
    def wrong_field(self) -> str:
        """The name of the field that is wrong, for people."""
        field = self.refusal.field if self.refusal else None
        return str(getattr(Source._meta.get_field(field), "verbose_name", "")) if field in COLUMNS else ""

    @property
    def is_titled_otherwise(self) -> bool:
        """Whether the source that stands there is called something else: the same address, perhaps another part."""
        return self.known is not None and _flat(self.known.title) != _flat(self.title)


@dataclass(slots=True)
class Report:
    """All entries of a file in their order."""

    format: str
    lines: list[Line]

    def having(self, verdict: Verdict) -> list[Line]:
        return [line for line in self.lines if line.verdict == verdict]

    @property
    def new(self) -> int:
        return len(self.having("new"))

    @property
    def known(self) -> int:
        return len(self.having("known")) + len(self.having("again"))

    @property
    def refused(self) -> int:
        return len(self.having("refused"))

    def as_dict(self) -> dict[str, Any]:
        """The report for a programme."""
        return {
            "format": self.format,
            "new": self.new,
            "known": self.known,
            "refused": self.refused,
            "entries": [_as_dict(line) for line in self.lines],
        }


def _as_dict(line: Line) -> dict[str, Any]:
    said = {
        "entry": line.item.number,
        "line": line.item.line,
        "label": line.item.label,
        "title": line.title,
        "verdict": line.verdict,
        "source": line.known.pk if line.known else None,
        "same_as": line.again,
        "left_out": line.item.left_out,
        "refusal": line.refusal.as_dict() if line.refusal else None,
    }
    return {name: value for name, value in said.items() if value not in (None, [])}


def look_over(*, text: str) -> Report:
    """Read a bibliography (CSL-JSON or BibTeX, told by its first sign) and say what each entry would do.

    One statement, whatever the size. Raises Refusal `too_large`, `text_missing`, or `invalid` where the whole text
    cannot be read.
    """
    name, items = _read(text)
    if len(items) > MOST_ITEMS:
        raise Refusal(
            "too_large",
            _("That is %(n)d entries; at most %(most)d can be brought in at once. Send them in parts.")
            % {"n": len(items), "most": MOST_ITEMS},
            field="text",
        )
    lines = [_checked(item) for item in items]
    _tell_known(lines)
    return Report(name, lines)


def _read(text: str) -> tuple[str, list[Item]]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text.encode(errors="replace")) + text.count("\n") > MOST_BYTES:
        raise Refusal(
            "too_large",
            _("At most %(n)d kB can be brought in at once. Send it in parts.") % {"n": MOST_BYTES // 1000},
            field="text",
        )
    if not text.strip():
        raise Refusal("text_missing", _("Paste a bibliography, or choose a file."), field="text")
    is_json = text.lstrip()[0] in "[{"
    reader: Callable[[str], list[Item]] = csl.read if is_json else bibtex.read
    return ("CSL-JSON" if is_json else "BibTeX"), reader(text)


def _checked(item: Item) -> Line:
    if item.refusal:
        return Line(item, "refused", {}, refusal=item.refusal)
    try:
        return Line(item, "new", source_fields(**item.fields))
    except Refusal as refusal:
        if (refusal.code, refusal.field) == ("text_missing", "title"):
            refusal = Refusal("text_missing", _("It has no title. Give it one."), field="title")
        return Line(item, "refused", {}, refusal=refusal)


def _tell_known(lines: list[Line]) -> None:
    """Mark what stands in the library, or earlier in the file, by DOI, by address, or else by title, year and names."""
    told = [line.fields for line in lines if line.verdict == "new"]
    standing = _Shelf(
        evidence.known_sources(
            dois=[fields["doi"] for fields in told if fields["doi"]],
            addresses=[fields["address"] for fields in told if fields["address"]],
            titles=[fields["title"] for fields in told],
        )
    )
    earlier: list[tuple[int, Source]] = []
    before = _Shelf([])
    for line in lines:
        if line.verdict != "new":
            continue
        line.known = standing.holds(line.fields)
        if line.known:
            line.verdict = "known"
            continue
        twin = before.holds(line.fields)
        if twin:
            line.verdict, line.again = "again", next(number for number, source in earlier if source is twin)
            continue
        described = Source(**line.fields)
        earlier.append((line.item.number, described))
        before.put(described)


class _Shelf:
    """Sources by what tells them apart."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.by_doi: dict[str, Source] = {}
        self.by_address: dict[str, list[Source]] = {}
        self.by_words: dict[tuple[str, ...], Source] = {}
        for source in sources:
            self.put(source)

    def put(self, source: Source) -> None:
        if source.doi:
            self.by_doi.setdefault(source.doi, source)
        if source.address:
            self.by_address.setdefault(source.address, []).append(source)
        if not source.doi and not source.address:
            self.by_words.setdefault(_words(source.title, source.issued, source.authors), source)

    def holds(self, fields: dict[str, Any]) -> Source | None:
        """The source that this one is; as `find_source`, and by its words where it has neither DOI nor address."""
        if fields["doi"] in self.by_doi:
            return self.by_doi[fields["doi"]]
        at = self.by_address.get(fields["address"], [])
        found = next((one for one in at if not (fields["doi"] and one.doi)), None)
        if found or fields["doi"] or fields["address"]:
            return found
        return self.by_words.get(_words(fields["title"], fields["issued"], fields["authors"]))


def _words(title: str, issued: list[int], authors: list[dict[str, str]]) -> tuple[str, ...]:
    return (title, *map(str, issued[:1]), *(family_name(name) for name in authors))


def _flat(title: str) -> str:
    return "".join(sign for sign in title.casefold() if sign.isalnum())
