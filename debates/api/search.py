"""Search, across maps and in one, and the claims that read much like one that is being written."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.paging import MOST, cursor_of, number_of
from debates.api.asking import Door
from debates.api.ins import InSerializer, ListIn
from debates.api.outs import OutSerializer, paged
from debates.api.schema import says
from debates.maps.rules import Kind, Side, State
from debates.reading.hints import hints
from debates.reading.search import MOST_FOUND, PAGE, Asked, search

TAG = "Search"
LONGEST_QUERY = 10_000


class SearchIn(ListIn):
    q = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=LONGEST_QUERY,
        help_text="Words; the last may be begun.",
    )
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    author = serializers.CharField(required=False, max_length=40)
    side = serializers.ChoiceField(choices=Side.choices, required=False)
    unseen = serializers.BooleanField(required=False, default=False, help_text="Written since your last visit.")
    cited = serializers.BooleanField(required=False, default=False, help_text="Claims with evidence.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=PAGE)


class AcrossIn(SearchIn):
    controversy = serializers.SlugField(required=False)
    subject = serializers.SlugField(required=False)


class MarkOut(OutSerializer):
    text = serializers.CharField()
    is_hit = serializers.BooleanField()


class PlaceOut(OutSerializer):
    id = serializers.IntegerField()
    text = serializers.CharField(help_text="Empty where you may not read it.")
    aim = serializers.ChoiceField(choices=["claim", "step", "evidence"])


class HitOut(OutSerializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    text = serializers.CharField()
    pieces = MarkOut(many=True, help_text="The text with the hits marked; long ones are cut.")
    state = serializers.ChoiceField(choices=State.choices)
    language = serializers.CharField()
    controversy = serializers.CharField(source="controversy.slug")
    author = serializers.CharField(help_text="Empty for someone who left.")
    created_at = serializers.DateTimeField()
    is_mine = serializers.BooleanField()
    is_new = serializers.BooleanField(help_text="Written since your last visit.")
    is_thesis = serializers.BooleanField()
    side = serializers.CharField()
    retracted = serializers.BooleanField(help_text="Evidence whose source was retracted.")
    place = PlaceOut(allow_null=True, help_text="The claim it bears on or is about.")


class FoundOut(paged(HitOut, "Found")):  # type: ignore[misc]
    total = serializers.IntegerField(help_text=f"At most {MOST_FOUND}.")
    is_more = serializers.BooleanField(help_text="There are more, of which only the newest were looked at.")
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="How many of each kind; {} if is_more.")
    words = serializers.ListField(child=serializers.CharField(), help_text="What was looked for.")


class HintsIn(InSerializer):
    text = serializers.CharField(allow_blank=True, max_length=2000, help_text="What is typed so far.")


class HintOut(OutSerializer):
    id = serializers.IntegerField()
    text = serializers.CharField()
    likeness = serializers.FloatField(help_text="The share of words that both have, 0 to 1.")


class HintsOut(OutSerializer):
    results = HintOut(many=True)


class SearchDoor(Door):
    """An address that searches."""

    def found(self, asked: dict[str, Any], **where: Any) -> Response:
        """One page of hits; the cursor says how many were told before. Raises Refusal `bad_cursor`."""
        cursor, limit = asked.pop("cursor", ""), asked.pop("limit")
        start = min(number_of(cursor), MOST_FOUND) if cursor else 0
        wanted = Asked(words=asked.pop("q"), **asked)
        found = search(
            rights=self.rights, asked=wanted, start=start, limit=limit, language=get_language() or "", **where
        )
        told = {
            "results": found.hits,
            "next": cursor_of(found.next) if found.next else None,
            "total": found.total,
            "is_more": found.is_more,
            "counts": found.counts,
            "words": found.words,
        }
        return Response(FoundOut(told).data)


class Across(SearchDoor):
    @says("search", "Search across controversies", tag=TAG, asks=AcrossIn, answers=FoundOut)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - a method of an address takes the request
        return self.found(self.asked(AcrossIn))


class Within(SearchDoor):
    @says("search-within", "Search in one controversy", tag=TAG, asks=SearchIn, answers=FoundOut)
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        return self.found(self.asked(SearchIn), controversy=self.controversy(slug))


class Hints(Door):
    @says(
        "hints-list",
        "List claims that read much like one being written",
        tag=TAG,
        asks=HintsIn,
        answers=HintsOut,
        more="Rate one of them instead, or say why yours is different when you add it.",
    )
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        found = self.controversy(slug)
        told = hints(controversy=found, rights=self.rights, text=self.asked(HintsIn)["text"])
        return Response(HintsOut({"results": told}).data)
