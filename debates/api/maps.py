"""The whole visible map of a controversy, which costs next to nothing while it is unchanged."""

from functools import update_wrapper
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request

from core.conditional import unless_known
from debates.api.asking import Door
from debates.api.outs import OutSerializer
from debates.api.schema import says
from debates.evidence.rules import Form, Genre
from debates.maps.models.gate import NOBODY
from debates.maps.rules import ClaimKind, ControversyState, Kind, Rights, Side, State
from debates.maps.services.entering import not_found
from debates.reading.whole import find_map, map_bytes

MEAN = "0 to 4; null without ratings, and on a map where others' ratings are hidden until you have rated."

KNOWN = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The ETag of the map that you hold."
)
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 304], description="Stands for this map, as you may read it."
)


class MapRowOut(OutSerializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    rating_count = serializers.IntegerField()
    rating_mean = serializers.FloatField(allow_null=True, help_text=MEAN)
    strength = serializers.FloatField(allow_null=True, help_text="0 to 1; null for what takes no part.")
    state = serializers.ChoiceField(
        choices=State.choices,
        required=False,
        help_text="Only where it is not published and you may read it all the same.",
    )


class MapClaimOut(MapRowOut):
    claim_kind = serializers.ChoiceField(choices=ClaimKind.choices)
    thesis_position = serializers.IntegerField(allow_null=True)


class MapRelationOut(MapRowOut):
    child = serializers.IntegerField()
    parent = serializers.IntegerField()  # type: ignore[assignment]
    side = serializers.ChoiceField(choices=[Side.PRO, Side.CON])
    premises = serializers.ListField(child=serializers.IntegerField())


class MapEvidenceOut(MapRowOut):
    claim = serializers.IntegerField()
    source = serializers.IntegerField()  # type: ignore[assignment]
    side = serializers.ChoiceField(choices=Side.choices)
    form = serializers.ChoiceField(choices=Form.choices)
    genre = serializers.ChoiceField(choices=Genre.choices)
    locator = serializers.CharField()
    retracted = serializers.BooleanField(help_text="Its source was retracted.")


class MapHeadOut(OutSerializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    question = serializers.CharField()
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=ControversyState.choices)


class StubOut(OutSerializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    state = serializers.ChoiceField(choices=State.choices)


class MapOut(OutSerializer):
    controversy = MapHeadOut()
    seq = serializers.IntegerField(help_text="Ask for changes since this number.")
    claims = MapClaimOut(many=True)
    relations = MapRelationOut(many=True)
    evidence = MapEvidenceOut(many=True)
    stubs = StubOut(many=True, help_text="Places of texts that you may not read, as far as something hangs on them.")


class WholeMap(Door):
    @classmethod
    def as_view(cls, **options: Any) -> Any:
        """A visitor who has the map already is answered before anything else is set up."""
        asked: Any = super().as_view(**options)

        def first(request: HttpRequest, slug: str) -> HttpResponse:
            if "HTTP_IF_NONE_MATCH" in request.META and is_visitor(request):
                return answer(request, slug, NOBODY)
            response: HttpResponse = asked(request, slug=slug)
            return response

        return update_wrapper(first, asked)

    @says(
        "maps-read",
        "Read the whole map",
        tag="Controversies",
        answers={200: MapOut, 304: OpenApiResponse(description="Unchanged for you.")},
        headers=[KNOWN, ETAG],
        more="Send the ETag of the last answer as If-None-Match: while nothing changed for you, the answer is 304.",
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        return answer(request, slug, self.rights)


def is_visitor(request: HttpRequest) -> bool:
    """Whether nobody can be meant: a plain read without a token and without a session."""
    return request.method == "GET" and "HTTP_AUTHORIZATION" not in request.META and not request.COOKIES


def answer(request: HttpRequest, slug: str, rights: Rights) -> HttpResponse:
    """The map, or 304 for whoever has just this one. Raises Refusal `not_found`."""
    opened = find_map(slug=slug, rights=rights)
    if opened is None:
        raise not_found()
    response = unless_known(
        request,
        tag=opened.tag(rights),
        cache="private, no-cache",
        make=lambda: HttpResponse(map_bytes(controversy=opened, rights=rights), content_type="application/json"),
    )
    response["Vary"] = "Authorization, Cookie, Accept"
    return response
