"""The languages of a page, and the language of a text that is not the page's."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.languages import addresses_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Edition:
    """This page in one language: `address` in full, `here` with what the reader has open, `spoken` just now or not."""

    code: str
    name: str
    address: str
    here: str
    spoken: bool


@register.simple_tag(takes_context=True)
def editions(context: Context) -> list[Edition]:
    """This page in every language, in the order of the settings; nothing for what has only one.

    A page whose content has an edition of its own in another language names it: `editions`, {language: address}.
    A page that says no sets `lost`: it stands at no address of its own, so home is offered instead.
    """
    request = context["request"]
    own = {} if context.get("lost") else context.get("editions") or {}
    same = addresses_of("/" if context.get("lost") else request.path_info)
    query = request.META.get("QUERY_STRING", "")
    if not same or request.method not in ("GET", "HEAD"):
        same, query = addresses_of("/"), ""
    return [
        Edition(
            code=code,
            name=name,
            address=request.build_absolute_uri(own.get(code) or same[code]),
            here=own.get(code) or (f"{same[code]}?{query}" if query else same[code]),
            spoken=code == get_language(),
        )
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag
def lang(code: str) -> SafeString:
    """The attribute for a text in this language, where the page speaks another: a screen reader changes its voice."""
    return SafeString("") if not code or code == get_language() else format_html(' lang="{}"', code)
