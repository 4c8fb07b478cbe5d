"""The description of the API as it is served: made once in each process."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from core.api_json import dumps
from debates.api.asking import Door


@cache
def description() -> dict[str, Any]:
    """The whole of it, as OpenAPI 3.1, in English."""
    with translation.override("en"):
        generator: Any = SchemaGenerator
        found: dict[str, Any] = generator().get_schema(request=None, public=True)
    return found


class Schema(Door):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:  # noqa: ARG002 - a method of an address takes the request
        return HttpResponse(dumps(description()), content_type="application/json")
