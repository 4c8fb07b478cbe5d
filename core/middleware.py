"""What every request passes: its language, a limit to its size, and a page for every "no" a view let through."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers

from core.errors import Refusal
from core.errors_views import LOST, refused, too_large
from core.languages import FOR_FRAMES, FOR_PROGRAMMES, language_for, without_language

Next = Callable[[HttpRequest], HttpResponse]

SLACK = 64 * 1024  # Django measures fields, the header measures the body with what is wrapped round them


class Strangers:
    """What other sites show in a frame is read as nobody: whatever cookies came along are gone before anyone looks."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if without_language(request.path_info).startswith(FOR_FRAMES):
            request.META.pop("HTTP_COOKIE", None)
            request.COOKIES = {}
        return self.get_response(request)


class Languages:
    """Everything behind it speaks the language of the address or of the account."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_for(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.path_info.startswith(FOR_PROGRAMMES):
            patch_vary_headers(response, ("Accept-Language",))
        return response


class BodyLimit:
    """Refuses a body by its announced length, before a byte of it is read."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if limit is not None and announced(request) > limit + SLACK:
            return too_large(request)
        return self.get_response(request)


class Refusals:
    """A Refusal that left a view becomes its page; a bare "method not allowed" gets one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            response.content = render_to_string("405.html", LOST, request=request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refusal) else None


def announced(request: HttpRequest) -> int:
    """The length the sender announces; 0 where it announces none that is a number."""
    said = str(request.META.get("CONTENT_LENGTH") or "")
    return int(said) if said.isascii() and said.isdigit() else 0
