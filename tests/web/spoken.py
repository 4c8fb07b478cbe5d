"""What a page says, and which of it came neither from the catalogue nor from people: that would be left in English.

Everything that is translated, and every text of people, is put between two marks; what stands outside them on a page
was written into a template or into code.
"""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from debates.templatetags import dissoi

OPEN, CLOSE = "⟦", "⟧"
PARTS = re.compile(r"(<[^>]*>|%\(\w+\)[sd]|%%|%[sd])")  # what stays outside the marks: tags, and blanks that are filled
SIGNS = re.compile(f"([{OPEN}{CLOSE}])")
WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"\S*[@/]\S*|\S+\.(?:json|html|org)\b")
SILENT = {"script", "style", "code", "pre", "svg", "textarea"}
INLINE = {"a", "b", "i", "em", "strong", "span", "small", "mark", "ins", "del", "time", "abbr", "sup", "sub", "br"}
EMPTY = {"br", "hr", "img", "input", "link", "meta", "path", "circle", "rect"}
HEARD = {"aria-label", "title", "alt", "placeholder", "label"}
# Names; languages that name themselves; small words of Django's formats for dates, and of citations everywhere.
NAMES = {
    "Dissoi",
    "Español",
    "English",
    "DF",
    "QuAD",
    "DOI",
    "CSL",
    "BibTeX",
    "JSON",
    "UTC",
    "kB",
    "URL",
    "de",
    "las",
    "et",
    "al",
}


def marked(text: str) -> str:
    """The text between marks, without its blanks and tags."""
    return "".join(
        part if PARTS.fullmatch(part) or not WORD.search(part) else f"{OPEN}{part}{CLOSE}" for part in PARTS.split(text)
    )


def mark_translations(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whatever the catalogue has translated bears the marks; what was drawn before is not used."""
    monkeypatch.setattr(dissoi, "_drawn", dissoi._drawn.__wrapped__)

    def marking(name: str) -> Callable[..., str]:
        real: Callable[..., str] = getattr(trans_real, name)

        def speak(*said: Any) -> str:
            text = real(*said)
            return marked(text) if _is_known(name, said) else text

        return speak

    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(translation._trans, name, marking(name))  # type: ignore[attr-defined]


def _is_known(name: str, said: tuple[Any, ...]) -> bool:
    catalogue = getattr(trans_real.catalog(), "_catalog", {})  # none where no language is spoken
    context = f"{said[0]}\x04" if name in ("pgettext", "npgettext") else ""
    message = context + str(said[1] if context else said[0])
    key = (message, 0) if name in ("ngettext", "npgettext") else message
    return catalogue.get(key) is not None


class Page(HTMLParser):
    """Collects what a page says outside the marks."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.quiet: list[str] = []  # elements whose text is not read out as Spanish, and all inside them
        self.depth = 0
        self.left = ""
        self.heard = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        named = {name: value or "" for name, value in attrs}
        if tag not in EMPTY and (self.quiet or _is_silent(tag, named)):
            self.quiet.append(tag)
        for name, value in named.items():
            if name in HEARD or _is_said(tag, name, value, named):
                self.left += f" {outside(value)} "
                self.heard += value

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)
        if self.quiet and tag not in EMPTY:
            self.quiet.pop()

    def handle_data(self, data: str) -> None:
        if self.quiet:
            return
        self.heard += data
        for part in SIGNS.split(data):
            if part in (OPEN, CLOSE):
                self.depth = max(0, self.depth + (1 if part == OPEN else -1))
            elif not self.depth:
                self.left += part

    def _break(self, tag: str) -> None:
        """A block ends what was cut off before its closing mark."""
        if tag not in INLINE:
            self.depth = 0
            self.left += " "


def _is_silent(tag: str, named: dict[str, str]) -> bool:
    """Whether what stands in this element is code, a drawing, another language, or the letter of a name."""
    return tag in SILENT or named.get("lang", "es") != "es" or "disc" in named.get("class", "").split()


def _is_said(tag: str, name: str, value: str, named: dict[str, str]) -> bool:
    if tag == "meta":
        return name == "content" and named.get("name") == "description"
    if tag == "input":
        return name == "value" and named.get("type") in ("submit", "button")
    return name.startswith("data-") and " " in value and not value.startswith(("{", "["))


def outside(text: str) -> str:
    """What of one attribute stands outside the marks."""
    return re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}?", " ", text)


def unspoken(html: str, *, names: set[str]) -> Iterator[str]:
    """The words on this page that are neither translated, nor anybody's text, nor names."""
    known = NAMES | names
    left = ADDRESS.sub(" ", Page(html).left)
    yield from (word for word in WORD.findall(left) if word not in known)
