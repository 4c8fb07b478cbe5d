"""Which language a page speaks: the address says it (`/es/…`), else the account, else English.

A visitor's browser is not asked: an address reads the same for all who have no account, so that it can be kept and
handed on. Programmes have no pages; for them the request's Accept-Language comes first.
"""

from django.conf import settings
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_script_prefix
from django.urls.resolvers import LocalePrefixPattern
from django.utils import translation

OTHERS = tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
FOR_PROGRAMMES = "/api/"
FOR_FRAMES = "/embed/"
OUTSIDE = (FOR_PROGRAMMES, "/admin/")
WITHOUT_WORDS = ("/healthz", "/readyz")  # they answer without the database, so nobody's account is asked


class LanguagePrefix(LocalePrefixPattern):
    """The language before an address. Found whatever is spoken just now: the address decides, not the reverse."""

    def __init__(self) -> None:
        super().__init__(prefix_default_language=False)

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, str]]:
        """What is left of the path behind the language; the path itself where it names none."""
        named = named_in(path)
        return (path.removeprefix(f"{named}/") if named else path), (), {}


def in_every_language(*patterns: URLPattern | URLResolver) -> list[URLResolver]:
    """These pages: in English at their address, in other languages behind `/<language>/`."""
    return [URLResolver(LanguagePrefix(), list(patterns))]


def named_in(path: str) -> str:
    """The language that an address names, or an empty text: English is the one that has no prefix."""
    first, slash, _rest = path.lstrip("/").partition("/")
    return first if slash and first in OTHERS else ""


def without_language(path: str) -> str:
    """An address as it is in English."""
    return path.removeprefix(f"/{named_in(path)}") if named_in(path) else path


def language_for(request: HttpRequest) -> str:
    """The language in which to answer."""
    path = request.path_info
    if path in WITHOUT_WORDS:
        return settings.LANGUAGE_CODE
    if path.startswith(FOR_PROGRAMMES) and request.headers.get("Accept-Language"):
        return translation.get_language_from_request(request)
    return named_in(path) or getattr(request.user, "language", "") or settings.LANGUAGE_CODE


def addresses_of(path: str) -> dict[str, str]:
    """{language: the page at this path in it}; empty for what stands outside the languages."""
    if path.startswith(OUTSIDE):
        return {}
    bare = without_language(path)
    root = get_script_prefix().rstrip("/")
    return {settings.LANGUAGE_CODE: root + bare} | {code: f"{root}/{code}{bare}" for code in OTHERS}
