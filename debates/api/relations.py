"""Relations: how one claim bears on another, and the premises that it needs besides."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Refusal
from debates.api.asking import Door
from debates.api.claims import ClaimIn
from debates.api.ins import IdField, InSerializer, ListIn, text_of
from debates.api.outs import ClaimOut, RelationOut, paged, told
from debates.api.rows import listed, made
from debates.api.schema import says
from debates.maps import services as maps
from debates.maps.queries.rows import rows_for, rows_of_map
from debates.maps.rules import Kind, Side
from debates.reading.items import item_of

TAG = "Relations"


class RelationsIn(ListIn):
    parent = IdField(required=False, help_text="Only those that bear on this.")  # type: ignore[assignment]
    child = IdField(required=False, help_text="Only those by which this claim bears on something.")


class RelationIn(InSerializer):
    child = IdField(help_text="A claim that stands already.")
    parent = IdField(help_text="What it bears on: a claim, a relation or evidence of the same map.")  # type: ignore[assignment]
    side = serializers.ChoiceField(choices=[Side.PRO, Side.CON])
    warrant = text_of(Kind.RELATION, required=False, help_text="Why it bears on that, if it needs saying.")
    premises = serializers.ListField(
        child=IdField(), required=False, max_length=10, help_text="Further claims; all bear only together."
    )


class Relations(Door):
    @says(
        "relations-list",
        "List the relations of a map",
        tag=TAG,
        asks=RelationsIn,
        answers=paged(RelationOut, "Relation"),
    )
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002 - a method of an address takes the request
        rows = rows_of_map(controversy=self.controversy(slug), kind=Kind.RELATION, viewer=self.rights)
        asked = self.asked(RelationsIn)
        for end in ("parent", "child"):
            if wanted := asked.pop(end, None):
                rows = rows.filter(**{f"{end}_now": wanted})
        return listed(self, rows, asked)

    @says(
        "relations-add",
        "Let a standing claim bear on another",
        tag=TAG,
        takes=RelationIn,
        answers=RelationOut,
        status=201,
        more="A contributor's is published; another member's waits for a contributor (`state` is pending). Refused "
        "with `would_cycle` where a claim would come to bear on itself.",
    )
    def post(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        self.controversy(slug)
        return made(self, self._relate)

    def _relate(self, by: Any) -> Any:
        sent = self.sent(RelationIn)
        ends = {name: self._end(sent.pop(name), name) for name in ("child", "parent")}
        premises = [self._end(pk, "premises") for pk in sent.pop("premises", ())]
        return maps.relate(by=by, premises=premises, **ends, **sent)

    def _end(self, pk: int, field: str) -> Any:
        found = rows_for(viewer=self.rights).filter(pk=pk, controversy__slug=self.kwargs["slug"]).first()
        if found is None:
            raise Refusal("invalid", _("There is no such row on this map, or it is not open to you."), field=field)
        return found


class Relation(Door):
    @says("relations-read", "Read a relation", tag=TAG, answers=RelationOut)
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        return Response(told(item_of(row=self.row(pk, Kind.RELATION), rights=self.rights)))


class Premises(Door):
    @says(
        "premises-add",
        "Add a premise that a relation needs",
        tag=TAG,
        takes=ClaimIn,
        answers=ClaimOut,
        status=201,
        more="A new claim; from now on it and the child bear only together, as strong as the weakest.",
    )
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        relation = self.row(pk, Kind.RELATION)
        return made(self, lambda by: maps.add_premise(relation=relation, by=by, **self.sent(ClaimIn)))
