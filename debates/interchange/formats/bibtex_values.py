"""Values of BibTeX fields: braces, quotes, abbreviations and joins, held to a length."""

import re

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from debates.interchange.formats.latex import decode, encode

LONGEST = 20_000  # of one value; abbreviations made of abbreviations stop growing here
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_escaped = re.compile(r"\\([_%&#$~])(?:\{\})?")
_worded = re.compile(r"\\[A-Za-z]|[{}]")
_url = re.compile(r"^\\url\s*\{(.*)\}$", re.DOTALL)


class Strings:
    """The abbreviations of a file (@string), and values with those put in."""

    def __init__(self) -> None:
        self.known: dict[str, str | None] = {name: name for name in MONTHS}

    def define(self, name: str, raw: str) -> None:
        """Keep an abbreviation; one that grows too long, or is made of one that is not known, is none."""
        try:
            self.known[name.lower()] = self.value(raw, field=name)
        except Refusal:
            self.known[name.lower()] = None

    def value(self, raw: str, *, field: str) -> str:
        """The value of a field without its outer braces or quotes. Raises Refusal `invalid` or `too_long`."""
        said = ""
        for piece in _pieces(raw):
            said += self._piece(piece, field)
            if len(said) > LONGEST:
                raise Refusal("too_long", _("“%(field)s” is too long to be read.") % {"field": field[:40]})
        return said

    def _piece(self, piece: str, field: str) -> str:
        if piece[:1] in ("{", '"'):
            return piece[1:-1]
        if not piece or piece.lstrip("-").isdecimal():
            return piece
        found = self.known.get(piece.lower())
        if found is None:
            raise Refusal(
                "invalid",
                _("“%(field)s” uses the abbreviation “%(name)s”, which is not defined. Put its words in braces.")
                % {"field": field[:40], "name": piece[:40]},
            )
        return found


def _pieces(raw: str) -> list[str]:
    """What stands between the signs # outside braces and quotes."""
    pieces, start, depth, quoted = [], 0, 0, False
    for place, sign in enumerate(raw):
        if sign in "{}" and raw[place - 1 : place] != "\\":
            depth += 1 if sign == "{" else -1
        elif sign == '"' and depth == 0:
            quoted = not quoted
        elif sign == "#" and depth == 0 and not quoted:
            pieces.append(raw[start:place].strip())
            start = place + 1
    return [*pieces, raw[start:].strip()]


def as_text(value: str) -> str:
    """The words of a value, on one line."""
    return " ".join(decode(value).split())


def as_address(value: str) -> str:
    """An address or a DOI: taken as it stands, but for what some tools escape in it."""
    found = _url.match(value.strip())
    plain = found[1] if found else value.strip()
    return decode(plain) if _worded.search(plain) else _escaped.sub(r"\1", plain)


def as_written(address: str) -> str:
    """An address as it stands in a file: as it is, unless a brace or a backslash would break the entry."""
    return encode(address) if re.search(r"[\\{}]", address) else address


def month(words: str) -> str:
    """The number of a month that is told by number or by name."""
    name = words.strip().lower()
    return str(MONTHS.index(name[:3]) + 1) if name[:3] in MONTHS else name
