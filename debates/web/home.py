"""Home, the subject page, and the site's icon."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core.text import markdown
from debates.maps import queries
from debates.reading.editions import editions_of_subject
from debates.reading.lists import load_home, load_subject
from debates.web.finding import rights_for


@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    """Where browsers look that were told of no icon (the desk)."""
    return redirect(static("img/dissoi.svg"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Subjects and their controversies, each with its face."""
    return render(
        request, "home/home.html", {"subjects": load_home(rights=rights_for(request), language=get_language() or "")}
    )


@require_safe
def subject(request: HttpRequest, slug: str) -> HttpResponse:
    """The background article beside the controversies."""
    found = queries.subjects().filter(slug=slug).first()
    if found is None:
        raise Http404
    context = {
        "subject": found,
        "background": markdown(found.background),
        "rows": load_subject(subject=found, rights=rights_for(request)),
        "editions": editions_of_subject(subject=found),
    }
    return render(request, "subject/subject.html", context)
