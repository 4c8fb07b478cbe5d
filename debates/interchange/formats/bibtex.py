"""BibTeX: sources written as entries, and entries read whatever dialect they are of."""

import logging
import re
from collections.abc import Iterable, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from debates.evidence.models import Source
from debates.evidence.rules import SourceType, date_from_text
from debates.interchange.formats import bibtex_names, bibtex_values
from debates.interchange.formats.csl import label_of
from debates.interchange.formats.latex import encode
from debates.interchange.rules import MOST_ITEMS, Item

# What is wrong with a file is told to whoever sent it, not to our log.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

WRITTEN = {
    SourceType.ARTICLE_JOURNAL: "article",
    SourceType.ARTICLE_NEWSPAPER: "article",
    SourceType.ARTICLE: "article",
    SourceType.BOOK: "book",
    SourceType.CHAPTER: "incollection",
    SourceType.REPORT: "techreport",
}
READ = {
    **dict.fromkeys(("article", "suppperiodical"), SourceType.ARTICLE_JOURNAL),
    **dict.fromkeys(("book", "booklet", "mvbook", "collection", "mvcollection", "proceedings"), SourceType.BOOK),
    **dict.fromkeys(("inbook", "incollection", "bookinbook", "inproceedings", "conference"), SourceType.CHAPTER),
    **dict.fromkeys(("inreference", "suppbook"), SourceType.CHAPTER),
    **dict.fromkeys(("techreport", "report"), SourceType.REPORT),
    **dict.fromkeys(("online", "electronic", "www"), SourceType.WEBPAGE),
    "dataset": SourceType.DATASET,
    "jurisdiction": SourceType.LEGAL_CASE,
    **dict.fromkeys(("legislation", "legal"), SourceType.LEGISLATION),
}
ARTICLES = ("article",)
KIND = "csl_type"  # our own field, for the kinds that BibTeX has no word for

# Our column: the fields that may say it, the best first.
SAID_BY = {
    "title": ("title",),
    "container": ("journal", "journaltitle", "booktitle"),
    "publisher": ("publisher", "institution", "school", "organization"),
    "volume": ("volume",),
    "pages": ("pages",),
    "url": ("url",),
    "doi": ("doi",),
    "archive_url": ("archiveurl",),
}
VERBATIM = ("url", "doi", "archive_url")
# What is about the file and not about the source.
SILENT = re.compile(r"^(?:timestamp|owner|groups|file|date-(?:added|modified)|bdsk-.*|__markedentry|note)$")
MOST_BLOCKS = 5 * MOST_ITEMS  # with abbreviations and remarks

_block = re.compile(r"@\w*[ \t]*[{(]")


def write(sources: Iterable[Source], *, about: str) -> str:
    """The sources as BibTeX entries in UTF-8, after a remark that says what they are and what is missing."""
    head = [
        f"% {about.replace('@', ' at ')}",
        "% Written in UTF-8. Kinds that BibTeX has no word for stand in csl_type; a retraction stands in note.",
        "% BibTeX cannot say whether an address was reached, nor which claims lean on a source.",
    ]
    return "\n".join([*head, "", *(_entry(one) for one in sources)])


def _entry(source: Source) -> str:
    kind = WRITTEN.get(SourceType(source.csl_type), "misc")
    in_journal = kind in ARTICLES
    fields = {
        "author": " and ".join(bibtex_names.write(author) for author in source.authors),
        "title": f"{{{encode(source.title)}}}",  # a second brace keeps its capitals
        ("journal" if in_journal else "booktitle"): encode(source.container),
        ("institution" if kind == "techreport" else "publisher"): encode(source.publisher),
        "volume": encode(source.volume),
        ("number" if in_journal else "issue"): encode(source.issue),
        ("eid" if in_journal else "number"): encode(source.number),
        "pages": encode(source.pages),
        **{name: str(part) for name, part in zip(("year", "month", "day"), source.issued, strict=False)},
        "doi": bibtex_values.as_written(source.doi or ""),
        "url": bibtex_values.as_written(source.url),
        "archiveurl": bibtex_values.as_written(source.archive_url),
        KIND: "" if READ.get(kind) == source.csl_type else source.csl_type,
        "note": encode(f"Retracted: {source.reason}") if source.retracted_at else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{label_of(source)},", *lines, "}", ""])


def read(text: str) -> list[Item]:
    """The entries of a BibTeX file, the spoilt ones with their refusal.

    Raises Refusal `invalid` where there is none, `too_large` where there are too many to be worth reading.
    """
    if sum(1 for _found in _block.finditer(text)) > MOST_BLOCKS:
        raise Refusal("too_large", _("These are too many entries at once. Send them in parts."), field="text")
    blocks = parse_string(text, parse_stack=[]).blocks
    strings = bibtex_values.Strings()
    items: list[Item] = []
    for block in blocks:
        number = len(items) + 1
        if isinstance(block, String):
            strings.define(block.key, str(block.value))
        elif isinstance(block, Entry):
            items.append(_item(number, block, strings))
        elif isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) and isinstance(
            block.ignore_error_block, Entry
        ):
            items.append(_item(number, block.ignore_error_block, strings))
        elif isinstance(block, ParsingFailedBlock):
            items.append(_spoilt(number, block))
    if not items:
        raise Refusal(
            "invalid", _("There is no entry in it. A BibTeX entry begins with @, as in @article{key, …}."), field="text"
        )
    return items


def _spoilt(number: int, block: ParsingFailedBlock) -> Item:
    raw = str(block.raw or "")
    label = raw.split(",", 1)[0].split("\n", 1)[0][:60]
    sentence = _("This entry is not well formed: a brace, a quote or a comma is missing in it, or before it.")
    return Item(number, label=label, line=(block.start_line or 0) + 1, refusal=Refusal("invalid", sentence))


def _item(number: int, entry: Entry, strings: bibtex_values.Strings) -> Item:
    item = Item(number, label=entry.key[:80], line=(entry.start_line or 0) + 1)
    raw: dict[str, str] = {}
    for field in entry.fields:
        raw.setdefault(field.key.lower(), str(field.value))
    try:
        _fill(item, entry.entry_type.lower(), raw, strings)
    except Refusal as refusal:
        item.refusal = refusal
    return item


def _fill(item: Item, kind: str, raw: Mapping[str, str], strings: bibtex_values.Strings) -> None:
    """Take the fields that are understood; the rest is named."""
    used: set[str] = set()

    def take(*names: str) -> str:
        found = next((name for name in names if name in raw), None)
        if found is None:
            return ""
        used.add(found)
        return strings.value(raw[found], field=found)

    for column, names in SAID_BY.items():
        value = take(*names)
        item.fields[column] = bibtex_values.as_address(value) if column in VERBATIM else bibtex_values.as_text(value)
    subtitle = bibtex_values.as_text(take("subtitle"))
    if subtitle:
        item.fields["title"] += f": {subtitle}"
    item.fields["csl_type"] = _kind(item, kind, bibtex_values.as_text(take(KIND)))
    in_journal = kind in ARTICLES
    item.fields["issue"] = bibtex_values.as_text(take("number") if in_journal else take("issue"))
    item.fields["number"] = bibtex_values.as_text(take("eid") if in_journal else take("number"))
    item.fields["authors"] = bibtex_names.read(take("author"))
    item.fields["issued"] = _date(item, take("date"), [take(name) for name in ("year", "month", "day")])
    item.left_out += sorted(name[:40] for name in raw.keys() - used if not SILENT.match(name))


def _kind(item: Item, kind: str, told: str) -> str:
    if told in SourceType.values:
        return told
    if kind in READ:
        return READ[kind]
    return SourceType.WEBPAGE if item.fields["url"] and kind == "misc" else SourceType.DOCUMENT


def _date(item: Item, whole: str, parts: list[str]) -> list[int]:
    """Of `date` the day on which it begins, else year, month and day as far as they are numbers or months."""
    words = re.split(r"[/T~?%]", bibtex_values.as_text(whole), maxsplit=1)[0]
    if not words:
        year, month, day = (bibtex_values.as_text(part) for part in parts)
        words = "-".join(part for part in (year, bibtex_values.month(month), day if month else "") if part)
        whole = year
    found = date_from_text(words)
    if found is None:
        item.left_out.append("date")
    return found or date_from_text(whole) or []
