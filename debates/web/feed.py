"""The Atom feed of a public controversy: the same for everybody, whoever asks."""

from calendar import timegm

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from core.conditional import unless_known
from debates.history.queries import newest_entry
from debates.maps import queries
from debates.maps.models import Controversy
from debates.reading.feed import load_feed, may_be_fed
from debates.reading.lines import Line
from debates.templatetags.history import told
from debates.templatetags.reading import glance
from debates.web.finding import controversy_or_404


@require_safe
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What is new on one map, as far as everybody may read it; "not modified" until the map's number moves."""
    controversy = controversy_or_404(slug, rights=queries.NOBODY)
    if not may_be_fed(controversy):
        raise Http404
    newest = newest_entry(controversy_id=controversy.pk)
    etag = quote_etag(f"{controversy.pk}-{controversy.seq}")
    modified = timegm((newest.at if newest else controversy.created_at).utctimetuple())

    def make() -> HttpResponse:
        return HttpResponse(_atom(request, controversy), content_type="application/atom+xml; charset=utf-8")

    return unless_known(request, tag=etag, cache="no-cache", make=make, modified=modified)


def _atom(request: HttpRequest, controversy: Controversy) -> str:
    """The feed in the language of its map."""
    at = {"slug": controversy.slug}
    with override(controversy.language):
        made = Atom1Feed(
            title=controversy.title,
            subtitle=controversy.question,
            description=controversy.summary,
            link=request.build_absolute_uri(reverse("changes", kwargs=at)),
            feed_url=request.build_absolute_uri(reverse("feed", kwargs=at)),
            language=controversy.language,
            author_name="Dissoi",  # for lines that name nobody: a feed must have an author
        )
        for line in load_feed(controversy=controversy):
            _add(made, request, controversy, line)
        return str(made.writeString("utf-8"))


def _add(made: Atom1Feed, request: HttpRequest, controversy: Controversy, line: Line) -> None:
    if line.item is None:
        return
    text = line.item.text or line.item.warrant
    made.add_item(
        title=_("%(what)s: %(text)s") % {"what": told(line), "text": glance(text, 100)},
        link=request.build_absolute_uri(line.item.url),
        description=escape(text),  # a reader takes it for HTML
        unique_id=f"tag:{request.get_host().partition(':')[0]},{controversy.created_at:%Y-%m-%d}:{controversy.pk}/{line.seq}",
        author_name=line.actor or None,
        pubdate=line.at,
        updateddate=line.at,
    )
