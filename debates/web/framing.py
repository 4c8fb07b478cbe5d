"""Which other sites may show a page in a frame; by default none may."""

from csp.constants import NONE
from django.http import HttpResponse

from debates.maps.models import Controversy
from debates.maps.rules import Embedding


def frame_sources(controversy: Controversy) -> list[str]:
    """Who may frame this controversy, as `frame-ancestors` names them; nothing where nobody may."""
    sites = {Embedding.ANYWHERE: ["*"], Embedding.SITES: [site for site in controversy.embed_sites if site]}
    return sites.get(Embedding(controversy.embedding), [])


def framed(answer: HttpResponse, controversy: Controversy) -> HttpResponse:
    """The answer with the frame policy of its controversy in place of the site's."""
    sources = frame_sources(controversy)
    answer._csp_replace = {"frame-ancestors": sources or [NONE]}  # type: ignore[attr-defined]
    answer.xframe_options_exempt = bool(sources)
    return answer
