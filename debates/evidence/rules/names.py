"""Names and dates of sources as people type and read them; kept as CSL names and CSL date parts."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

NAME_PARTS = ("family", "given", "suffix", "dropping-particle", "non-dropping-particle", "literal")

Name = Mapping[str, str]

_date = re.compile(r"^(-?\d{1,4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?$", re.ASCII)


def family_name(name: Name) -> str:
    """The name under which a person or a body is filed: "de la Cruz", "World Bank"."""
    particle = name.get("non-dropping-particle", "")
    family = name.get("family") or name.get("literal") or name.get("given") or ""
    return f"{particle} {family}" if particle else family


def names_as_text(authors: Sequence[Name]) -> str:
    """One name a line: "Family, Given", or the whole name of a body."""
    return "\n".join(_line(name) for name in authors)


def _line(name: Name) -> str:
    parts = [family_name(name), name.get("suffix", ""), name.get("given", "") if name.get("family") else ""]
    return ", ".join(part for part in parts if part)


def names_from_text(text: str, *, known: Sequence[Name] = ()) -> list[dict[str, str]]:
    """CSL names from one name a line; a line that says what a known name said stays that name."""
    before = {_line(name): dict(name) for name in known}
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [before.get(line) or _name(line) for line in lines if line]


def _name(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split(",")]
    if len(parts) == 1:
        return {"literal": line}
    name = {"family": parts[0], "given": parts[-1]}
    return name | {"suffix": ", ".join(parts[1:-1])} if len(parts) > 2 else name


def date_as_text(issued: Sequence[int]) -> str:
    """ "2015", "2015-04" or "2015-04-30"; nothing without a date."""
    return "-".join([str(issued[0]), *(f"{part:02d}" for part in issued[1:])]) if issued else ""


def date_from_text(text: str) -> list[int] | None:
    """Date parts of a date as `date_as_text` writes it; [] of nothing, None of what is no date."""
    if not text.strip():
        return []
    found = _date.match(text.strip())
    parts = [int(part) for part in found.groups() if part is not None] if found else []
    return parts if is_date(parts) else None


def is_date(parts: Any) -> bool:
    """Whether these are the parts of a date: a year (never 0), or with a month, or with a day of that month."""
    if not isinstance(parts, list) or not 1 <= len(parts) <= 3 or any(type(part) is not int for part in parts):
        return False
    year, month, day = [*parts, 1, 1][:3] if len(parts) < 3 else parts
    if not (-9999 <= year <= 9999 and year):
        return False
    try:
        # The days of a month repeat every 400 years; before the year 1 there is no other calendar to ask.
        date((year % 400) or 400, month, day)
    except ValueError:
        return False
    return True
