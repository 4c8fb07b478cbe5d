"""One's own rating of one thing, and why a thing stands as it does."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from debates.api.asking import Door
from debates.api.ins import InSerializer
from debates.api.outs import STANDING, OutSerializer
from debates.api.schema import says
from debates.insight.strength import CON, CONTEXT, PRO
from debates.maps.rules import Kind
from debates.ratings import services as ratings
from debates.ratings.queries import own_ratings
from debates.ratings.rules import TOP
from debates.reading.why import why_of

TAG = "Ratings"
RATED = (Kind.CLAIM, Kind.RELATION, Kind.EVIDENCE)


class RatingIn(InSerializer):
    value = serializers.IntegerField(
        min_value=0, max_value=TOP, help_text="Of a claim: agreement; of a relation: impact; of evidence: credibility."
    )


class RatingOut(OutSerializer):
    value = serializers.IntegerField(allow_null=True, min_value=0, max_value=TOP, help_text="Null: not rated.")


class Rating(Door):
    @says("ratings-read", "Read your own rating", tag=TAG, answers=RatingOut, own=True)
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002 - a method of an address takes the request
        return self._own(self.row(pk, *RATED).pk)

    @says("ratings-set", "Rate, or rate anew", tag=TAG, takes=RatingIn, answers=RatingOut)
    def put(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target = self.row(pk, *RATED)
        return self._own(self.once(lambda by: self._rate(target, by)))

    @says("ratings-remove", "Take your rating back", tag=TAG, answers=None, status=204)
    def delete(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target = self.row(pk, *RATED)
        self.once(lambda by: self._unrate(target, by))
        return Response(status=204)

    def _own(self, target: int) -> Response:
        by = self.member()
        return Response({"value": own_ratings(rater=by, target_ids=[target]).get(target)})

    def _rate(self, target: Any, by: Any) -> int:
        ratings.rate(target=target, by=by, **self.sent(RatingIn))
        return int(target.pk)

    def _unrate(self, target: Any, by: Any) -> int:
        ratings.unrate(target=target, by=by)
        return int(target.pk)


class WhyLineOut(OutSerializer):
    child = serializers.IntegerField(help_text="The claim or piece of evidence that pulls.")
    via = serializers.IntegerField(help_text="The relation by which it pulls; evidence pulls by itself.")
    side = serializers.ChoiceField(choices=[PRO, CON, CONTEXT])
    force = serializers.FloatField(help_text="Signed, -1 to 1.")
    share = serializers.FloatField(help_text="Its part of the move from base to strength; they add up to it.")
    without = serializers.FloatField(help_text="The strength if this fell.")


class WhyOut(OutSerializer):
    id = serializers.IntegerField(source="why.node")
    base = serializers.FloatField(source="why.base", help_text="What its raters alone say, 0 to 1.")
    strength = serializers.FloatField(source="why.strength")
    energy = serializers.FloatField(source="why.energy", help_text="The forces added up.")
    standing = serializers.ChoiceField(choices=STANDING)
    low = serializers.FloatField(help_text="The base lies between low and high with four chances in five.")
    high = serializers.FloatField()
    raters = serializers.IntegerField()
    second = serializers.FloatField(help_text="The strength by the second method.")
    depends_on_method = serializers.BooleanField(help_text="The two fall on different sides of one half.")
    lines = WhyLineOut(source="why.lines", many=True)


class Why(Door):
    @says(
        "why-read",
        "Why it stands as it does",
        tag=TAG,
        answers=WhyOut,
        refused_with=[409],
        more="Base and shares add up to the strength. Refused with `wrong_state` for what takes no part.",
    )
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        row = self.row(pk, *RATED)
        return Response(WhyOut(why_of(controversy=row.controversy, node=row.pk, rights=self.rights)).data)
