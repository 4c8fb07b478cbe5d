"""Reading the library of sources."""

from django.db.models import QuerySet

from debates.evidence.models import Evidence, Source
from debates.maps.models.gate import Viewer


def sources() -> QuerySet[Source]:
    """The library; a source is never secret, what leans on it may be."""
    return Source.objects.all()


def find_source(*, doi: str | None, url: str, among: QuerySet[Source] | None = None) -> Source | None:
    """The source that stands already under this DOI or, failing that, this address."""
    library = sources() if among is None else among
    if doi:
        found = library.filter(doi=doi).first()
        if found:
            return found
    return library.filter(url=url).first() if url else None


def search_sources(*, words: str, limit: int = 12) -> list[Source]:
    """Sources whose title holds these words, for choosing one."""
    found = Source.objects.all()
    for word in words.split()[:8]:
        found = found.filter(title__icontains=word)
    return list(found[:limit])


def leaning_on(*, source: Source, viewer: Viewer) -> QuerySet[Evidence]:
    """Evidence from this source that the viewer may read, with its claim and controversy."""
    seen: QuerySet[Evidence] = Evidence.objects.visible_to(viewer).filter(source=source)
    return seen.select_related("claim", "controversy__subject").order_by("controversy_id", "pk")
