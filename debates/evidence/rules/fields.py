"""What a source's columns may hold, asked in one place for pages, imports and programmes."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.text import clean
from debates.evidence.rules import (
    DOI_PATTERN,
    NAME_PARTS,
    SourceType,
    address_key,
    doi_in,
    is_web_address,
    normal_address,
    normal_doi,
)
from debates.evidence.rules.names import is_date

TITLE_LIMIT = 400
ADDRESS_LIMIT = 1000
LINE_LIMIT = 200
MOST_AUTHORS = 100
LINES = {"publisher": LINE_LIMIT, "container": LINE_LIMIT, "volume": 40, "issue": 40, "pages": 40, "number": 80}
COLUMNS = ("title", "url", "archive_url", "doi", "csl_type", "authors", "issued", *LINES)


def source_fields(*, title: str, url: str = "", doi: str = "", **more: Any) -> dict[str, Any]:
    """The columns of a source, checked. `more`: csl_type, authors, issued, archive_url and the lines of `LINES`.

    `authors` are CSL names, `issued` is [year, month?, day?]. The address of a DOI names that DOI. Raises Refusal
    with the field that is wrong.
    """
    fields: dict[str, Any] = {"title": _one_line(title, field="title", limit=TITLE_LIMIT, required=True)}
    for name, limit in LINES.items():
        fields[name] = _one_line(str(more.get(name, "")), field=name, limit=limit)
    for name, address in (("url", url), ("archive_url", str(more.get("archive_url", "")))):
        fields[name] = normal_address(clean(address, field=name, limit=ADDRESS_LIMIT, required=False))
        if fields[name] and not is_web_address(fields[name]):
            raise Refusal("bad_address", _("A web address begins with http:// or https://."), field=name)
    fields["doi"] = _known_doi(doi or doi_in(fields["url"]))
    fields["address"] = address_key(fields["url"])
    fields["csl_type"] = more.get("csl_type") or SourceType.WEBPAGE
    if fields["csl_type"] not in SourceType.values:
        raise Refusal("unknown_choice", _("Choose the kind of source from the list."), field="csl_type")
    fields["authors"] = _names(more.get("authors") or [])
    fields["issued"] = _date(more.get("issued") or [])
    return fields


def _one_line(text: str, *, field: str, limit: int, required: bool = False) -> str:
    return clean(text, field=field, limit=limit, required=required).replace("\n", " ")


def _known_doi(text: str) -> str | None:
    doi = clean(normal_doi(text), field="doi", limit=LINE_LIMIT, required=False)
    if doi and not re.match(DOI_PATTERN, doi):
        raise Refusal("invalid", _("A DOI looks like 10.1000/182."), field="doi")
    return doi or None


def _names(authors: Any) -> list[dict[str, str]]:
    if not isinstance(authors, list) or len(authors) > MOST_AUTHORS:
        raise Refusal("invalid", _("At most %(n)d authors.") % {"n": MOST_AUTHORS}, field="authors")
    return [_one_name(author) for author in authors]


def _one_name(author: Any) -> dict[str, str]:
    said = author if isinstance(author, Mapping) else {}
    told = [(part, str(said[part])) for part in NAME_PARTS if said.get(part)]
    parts = {part: _one_line(text, field="authors", limit=LINE_LIMIT) for part, text in told}
    name = {part: text for part, text in parts.items() if text}
    if not name.keys() & {"family", "literal", "given"}:
        raise Refusal("invalid", _("Each author needs a family name, or the whole name of a body."), field="authors")
    return name


def _date(issued: Any) -> list[int]:
    if issued and not is_date(issued):
        raise Refusal(
            "invalid", _("A date is a year, a month or a day, as 2015, 2015-04 or 2015-04-30."), field="issued"
        )
    parts: list[int] = issued
    return parts
