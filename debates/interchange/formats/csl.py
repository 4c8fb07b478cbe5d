"""CSL-JSON, as citation tools exchange it."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from debates.evidence.models import Source
from debates.evidence.rules import SourceType, date_from_text
from debates.evidence.rules.names import family_name
from debates.interchange.rules import Item

PLAIN = {  # CSL variable: our column
    "title": "title",
    "publisher": "publisher",
    "container-title": "container",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "number": "number",
    "DOI": "doi",
    "URL": "url",
}
UNDERSTOOD = {*PLAIN, "id", "type", "author", "issued", "custom", "citation-key", "note"}
ARCHIVE = "archive-url"  # in `custom`, since CSL has no variable for it
# Kinds of CSL that have none of their own here.
NEAREST = {
    "article-magazine": SourceType.ARTICLE,
    "bill": SourceType.LEGISLATION,
    "entry": SourceType.CHAPTER,
    "entry-dictionary": SourceType.CHAPTER,
    "entry-encyclopedia": SourceType.CHAPTER,
    "hearing": SourceType.LEGAL_CASE,
    "paper-conference": SourceType.CHAPTER,
    "periodical": SourceType.BOOK,
    "post": SourceType.WEBPAGE,
    "post-weblog": SourceType.WEBPAGE,
    "regulation": SourceType.LEGISLATION,
    "review": SourceType.ARTICLE,
    "thesis": SourceType.DOCUMENT,
}


def label_of(source: Source) -> str:
    """The key of a source in a bibliography: name, year and number, for example "dube2015-12"."""
    names = [slugify(family_name(author)).replace("-", "") for author in source.authors[:1]]
    return f"{''.join(names)[:30] or 'source'}{source.year.replace('-', '')}-{source.pk}"


def write(sources: Iterable[Source]) -> str:
    """The sources as one CSL-JSON list."""
    return orjson.dumps([item_of(one) for one in sources], option=orjson.OPT_INDENT_2).decode() + "\n"


def item_of(source: Source) -> dict[str, Any]:
    """One source as a CSL item; what is not known is left out. A retraction is told in `note`."""
    said = {"id": label_of(source), "type": source.csl_type}
    plain = {variable: getattr(source, column) for variable, column in PLAIN.items()}
    more = {
        "author": source.authors,
        "issued": {"date-parts": [source.issued]} if source.issued else None,
        "note": f"Retracted: {source.reason}" if source.retracted_at else None,
        "custom": {ARCHIVE: source.archive_url} if source.archive_url else None,
    }
    return said | {name: value for name, value in (plain | more).items() if value}


def read(text: str) -> list[Item]:
    """The items of a CSL-JSON list (or of one item). Raises Refusal `invalid` with line and column."""
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Refusal(
            "invalid",
            _("Line %(line)d, column %(column)d: here it stops being JSON. A bracket, a comma or a quote is amiss.")
            % {"line": error.lineno, "column": error.colno},
            field="text",
        ) from error
    if isinstance(content, dict):
        content = content.get("items", [content])
    if not isinstance(content, list):
        raise Refusal("invalid", _("CSL-JSON is a list of items in square brackets."), field="text")
    return [_item(number, one) for number, one in enumerate(content, start=1)]


def _item(number: int, said: Any) -> Item:
    if not isinstance(said, Mapping):
        refusal = Refusal("invalid", _("An item of CSL-JSON stands in curly brackets."))
        return Item(number, label=str(number), refusal=refusal)
    item = Item(number, label=_text(said.get("citation-key") or said.get("id") or number))
    item.fields = {column: _text(said.get(variable)) for variable, column in PLAIN.items()}
    item.fields["csl_type"] = _kind(item, said)
    item.fields["authors"] = _names(item, said.get("author"))
    item.fields["issued"] = _date(item, said.get("issued"))
    custom = said.get("custom")
    item.fields["archive_url"] = _text(custom.get(ARCHIVE)) if isinstance(custom, Mapping) else ""
    item.left_out += sorted(str(name)[:40] for name in said.keys() - UNDERSTOOD)
    return item


def _text(value: Any) -> str:
    """A variable as one line: some tools write numbers as numbers, and some a title as a list of one."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _kind(item: Item, said: Mapping[str, Any]) -> str:
    kind = _text(said.get("type"))
    if kind in SourceType.values:
        return kind
    if kind and kind not in NEAREST:
        item.left_out.append(f"type: {kind[:40]}")
    unsaid = SourceType.WEBPAGE if said.get("URL") and not kind else SourceType.DOCUMENT
    return NEAREST.get(kind, unsaid)


def _names(item: Item, authors: Any) -> list[Any]:
    """Names as CSL has them, or a list of plain words."""
    if authors is None:
        return []
    if not isinstance(authors, list):
        item.left_out.append("author")
        return []
    return [{"literal": author} if isinstance(author, str) else author for author in authors]


def _date(item: Item, issued: Any) -> list[int]:
    """The first date of `issued`: its parts, or what it says in words, if that is a date."""
    if not issued:
        return []
    said = issued if isinstance(issued, Mapping) else {"raw": issued}
    parts = said.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        words = "-".join(_text(part) for part in parts[0] if part is not None)
        if len(parts) > 1:
            item.left_out.append("issued: end")
    else:
        words = _text(said.get("raw") or said.get("literal"))
    found = date_from_text(words)
    if found is None:
        item.left_out.append("issued")
    return found or []
