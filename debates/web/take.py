"""What one may take along of a debate: pictures, a frame for another site, sources, the feed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from debates.maps.rules import Role
from debates.reading.feed import may_be_fed
from debates.web.finding import controversy_or_404, rights_for
from debates.web.framing import frame_sources


@require_safe
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """The page that offers all of it."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    frames = {}
    if frame_sources(controversy):
        for name in ("embed", "embed-map"):
            url = request.build_absolute_uri(reverse(name, kwargs={"slug": slug}))
            code = {"url": url, "title": controversy.title}
            frames[name.replace("-", "_")] = render_to_string("take/frame_code.html", code).strip()
    context = {
        "controversy": controversy,
        "frames": frames,
        "fed": may_be_fed(controversy),
        "may_curate": rights.has(Role.CURATOR, subject_id=controversy.subject_id, controversy_id=controversy.pk),
    }
    return render(request, "take/take.html", context)
