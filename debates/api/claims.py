"""Claims: those of a map, one by its number, a new thesis, and replies."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from debates.api.asking import Door
from debates.api.ins import InSerializer, ListIn, Text, text_of
from debates.api.outs import ClaimOut, paged, told
from debates.api.rows import listed, made
from debates.api.schema import says
from debates.maps import services as maps
from debates.maps.queries.rows import rows_of_map
from debates.maps.rules import ClaimKind, Kind, Side
from debates.reading.items import item_of

TAG = "Claims"


class ClaimIn(InSerializer):
    text = text_of(Kind.CLAIM, help_text="One point in one sentence.")
    claim_kind = serializers.ChoiceField(choices=ClaimKind.choices, required=False)


class NewIn(ClaimIn):
    different = Text(required=False, help_text="Why it is not the same as one that stands already.")


class ReplyIn(NewIn):
    side = serializers.ChoiceField(choices=[Side.PRO, Side.CON])
    warrant = text_of(Kind.RELATION, required=False, help_text="Why it bears on that, if it needs saying.")


class Claims(Door):
    @says("claims-list", "List the claims of a map", tag=TAG, asks=ListIn, answers=paged(ClaimOut, "Claim"))
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002 - a method of an address takes the request
        rows = rows_of_map(controversy=self.controversy(slug), kind=Kind.CLAIM, viewer=self.rights)
        return listed(self, rows, self.asked(ListIn))

    @says("claims-add", "Add a thesis", tag=TAG, takes=NewIn, answers=ClaimOut, status=201)
    def post(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        found = self.controversy(slug)
        return made(self, lambda by: maps.add_claim(controversy=found, by=by, **self.sent(NewIn)))


class Claim(Door):
    @says("claims-read", "Read a claim", tag=TAG, answers=ClaimOut)
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        return Response(told(item_of(row=self.row(pk, Kind.CLAIM), rights=self.rights)))


class Replies(Door):
    @says(
        "replies-add",
        "Reply with a new claim, for or against",
        tag=TAG,
        takes=ReplyIn,
        answers=ClaimOut,
        status=201,
        more="To a claim, to a relation (con: it does not follow; pro: it does) or to a piece of evidence.",
    )
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target: Any = self.row(pk)
        return made(self, lambda by: maps.add_reply(to=target, by=by, **self.sent(ReplyIn)))
