"""A map as a picture: SVG and PNG for a slide, and what a link to it shows elsewhere."""

from csp.constants import NONE
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.conditional import unless_known
from core.errors import Refusal
from core.text import whole_number
from debates.interchange.drawing.palette import THEMES
from debates.maps.models.gate import NOBODY
from debates.maps.rules import Rights
from debates.reading.feed import may_be_fed
from debates.reading.pictures import MOST_LEVELS, Wanted, picture, tag_of
from debates.reading.whole import Opened
from debates.web.finding import opened_or_404, rights_for

SEALED = {"default-src": [NONE], "frame-ancestors": [NONE]}  # a drawing loads nothing and runs nothing
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@require_safe
def drawn(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The map, or a branch of it (`?claim=`), down to so many levels (`?levels=`), light or dark (`?theme=`)."""
    rights = rights_for(request)
    opened = opened_or_404(slug, rights=rights)
    asked = {"claim": _number(request, "claim"), "levels": _levels(request), "theme": theme_of(request)}
    return _answer(request, opened, rights, Wanted(form, **asked))  # type: ignore[arg-type]


@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What a link to a public map shows elsewhere: the same for everybody, whoever asks."""
    opened = opened_or_404(slug, rights=NOBODY)
    if not may_be_fed(opened):
        raise Http404
    return _answer(request, opened, NOBODY, Wanted("png", is_preview=True))


def theme_of(request: HttpRequest) -> str:
    """Raises Refusal `unknown_choice`."""
    theme = request.GET.get("theme", "light")
    if theme not in THEMES:
        raise Refusal("unknown_choice", _("theme is light or dark."), field="theme")
    return theme


def _answer(request: HttpRequest, opened: Opened, rights: Rights, wanted: Wanted) -> HttpResponse:
    """The picture, or "not modified"; shared stores may keep what visitors are shown."""
    address = request.get_host() + reverse("map", kwargs={"slug": opened.slug})
    tag = tag_of(opened, rights=rights, wanted=wanted, address=address)

    def make() -> HttpResponse:
        made = picture(opened, rights=rights, wanted=wanted, address=address)
        if made is None:
            raise Http404
        response = HttpResponse(made, content_type=TYPES[wanted.form])
        response._csp_config = SEALED  # type: ignore[attr-defined]
        response["Content-Disposition"] = f'inline; filename="{opened.slug}.{wanted.form}"'
        return response

    cache = "public, no-cache" if rights.user_id is None else "private, no-cache"
    return unless_known(request, tag=tag, cache=cache, make=make)


def _number(request: HttpRequest, name: str) -> int | None:
    """Raises Refusal `malformed`."""
    value = request.GET.get(name)
    if value is None:
        return None
    number = whole_number(value)
    if number is None:
        raise Refusal("malformed", _("%(name)s is a whole number.") % {"name": name}, field=name)
    return number


def _levels(request: HttpRequest) -> int | None:
    """Raises Refusal `malformed`."""
    levels = _number(request, "levels")
    if levels is not None and not 1 <= levels <= MOST_LEVELS:
        raise Refusal("malformed", _("levels is a number from 1 to %(most)d.") % {"most": MOST_LEVELS}, field="levels")
    return levels
