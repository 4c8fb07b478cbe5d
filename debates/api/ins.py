"""How bodies and queries are read. What may be in them is the services' to say, so that the words are the same."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.paging import DEFAULT, MOST
from debates.maps.rules import LIMITS, Kind

MAX_ID = 10**18 - 1
MAX_REVISION = 2**31 - 1
REASON_LIMIT = 300


class InSerializer(serializers.Serializer[Any]):
    """Values on their way in: parsed, and handed to a service."""


class Text(serializers.CharField):
    """A text as it was typed: its length and characters are judged by the service, in its own words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)
        self.validators = []

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """An empty text is a text; whether there must be words the service says."""
        return data if data == "" else super().run_validation(data)


def text_of(kind: Kind, **options: Any) -> Text:
    """A text of the map, described with the limit of its kind."""
    described = extend_schema_field({"type": "string", "maxLength": LIMITS[kind]})(type("Text", (Text,), {}))
    text: Text = described(**options)
    return text


class IdField(serializers.IntegerField):
    """The number of a row."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_ID, **options)


class ListIn(InSerializer):
    """Which page of a list."""

    cursor = serializers.CharField(required=False, max_length=200, help_text="`next` of the page before.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=DEFAULT)


class ReasonIn(InSerializer):
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=REASON_LIMIT, help_text="Why; its author will read it."
    )
