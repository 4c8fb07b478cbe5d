"""What people type: cleaned on the way in, rendered on the way out."""

import re
import unicodedata

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from core.errors import Refusal
from core.languages import addresses_of

# Everything of C0 and C1 but the line feed, what turns the reading direction round unseen, and what XML forbids.
# The database holds the same line (`text_has_no_control_characters`).
FORBIDDEN = "\\u0001-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff"
FORBIDDEN_PATTERN = f"[{FORBIDDEN}]"

# What leaves no mark on a page: spaces and line ends, format signs (Cf), fillers, variation selectors, the empty
# pattern of Braille. A text of nothing else is none; the database holds the same line (`text_can_be_seen`).
UNSEEN = (
    "\\u000a\\u0020\\u00a0\\u00ad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u115f\\u1160\\u1680\\u17b4"
    "\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0"
    "\\ufff0-\\ufffb\\U000110bd\\U000110cd\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a"
    "\\U000e0000-\\U000e0fff"
)
SEEN_PATTERN = f"[^{UNSEEN}]"

_seen = re.compile(SEEN_PATTERN)
_forbidden = re.compile(f"[\\u0000\\ud800-\\udfff{FORBIDDEN}]")  # half of a pair cannot be kept either
_spaces = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "em", "strong", "a", "blockquote", "code", "br", "hr"}


def whole_number(typed: str, *, digits: int = 18) -> int | None:
    """The number that plain figures say, at most so many of them; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= digits else None


def is_seen(text: str) -> bool:
    """Whether anything of this text shows on a page."""
    return _seen.search(text) is not None


def clean(text: str, *, field: str, limit: int, required: bool = True) -> str:
    """The text as it will be kept: NFC, plain line ends, no outer or doubled spaces; nothing where none of it shows.

    Raises Refusal `text_missing`, `too_long` or `bad_characters`, each with its field.
    """
    text = _without_controls(text, field)
    text = "\n".join(_spaces.sub(" ", line).strip() for line in text.split("\n")).strip()
    if not is_seen(text):
        text = ""
    if required and not text:
        raise Refusal("text_missing", _("Write something here first."), field=field)
    return _within(text, field, limit)


def clean_article(text: str, *, field: str, limit: int) -> str:
    """A long text in Markdown, whose spaces mean something. Raises Refusal `too_long` or `bad_characters`."""
    return _within(_without_controls(text, field).strip("\n"), field, limit)


def _without_controls(text: str, field: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    found = _forbidden.search(text)
    if found:
        raise Refusal(
            "bad_characters",
            _("Character %(place)d is an invisible control character (%(code)s). Remove it or type it anew.")
            % {"place": found.start() + 1, "code": f"U+{ord(found.group()):04X}"},
            field=field,
        )
    return text


def _within(text: str, field: str, limit: int) -> str:
    if len(text) > limit:
        raise Refusal(
            "too_long",
            ngettext_lazy(
                "At most %(limit)d characters: take out %(over)d more.",
                "At most %(limit)d characters: take out %(over)d more.",
                "over",
            )
            % {"limit": limit, "over": len(text) - limit},
            field=field,
        )
    return text


def markdown(text: str) -> SafeString:
    """Markdown of the few long texts (background articles) as safe HTML; no image, no raw HTML."""
    html = nh3.clean(
        _markdown.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        attribute_filter=_in_this_language,
    )
    return mark_safe(html)  # noqa: S308 - cleaned in the lines above


def _in_this_language(_tag: str, _attribute: str, value: str) -> str:
    """An address of this site leads to the page in the language that is spoken."""
    inside = value.startswith("/") and not value.startswith("//")
    return addresses_of(value).get(get_language() or "", value) if inside else value
