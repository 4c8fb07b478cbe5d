"""Evidence: what a source says for or against a claim."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Refusal
from debates.api.asking import Door
from debates.api.ins import IdField, InSerializer, ListIn, text_of
from debates.api.outs import EvidenceOut, paged, told
from debates.api.rows import listed, made
from debates.api.schema import says
from debates.api.sources import SourceIn
from debates.evidence import queries as library
from debates.evidence import services as evidence
from debates.evidence.rules import Form, Genre
from debates.maps.queries.rows import rows_for, rows_of_map
from debates.maps.rules import Kind, Side
from debates.reading.items import item_of

TAG = "Evidence"


class EvidenceIn(InSerializer):
    text = text_of(Kind.EVIDENCE, help_text="What the source says.")
    side = serializers.ChoiceField(choices=Side.choices)
    form = serializers.ChoiceField(choices=Form.choices, required=False)
    genre = serializers.ChoiceField(choices=Genre.choices, required=False)
    locator = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Where in the source; a quotation needs it."
    )
    source = IdField(required=False, help_text="A source of the library.")  # type: ignore[assignment]
    new_source = SourceIn(
        required=False, help_text="A source to add; refused with source_known where it stands already."
    )


class EvidenceOfMap(Door):
    @says("evidence-list", "List the evidence of a map", tag=TAG, asks=ListIn, answers=paged(EvidenceOut, "Evidence"))
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002 - a method of an address takes the request
        rows = rows_of_map(controversy=self.controversy(slug), kind=Kind.EVIDENCE, viewer=self.rights)
        return listed(self, rows, self.asked(ListIn))


class EvidenceOfClaim(Door):
    @says(
        "evidence-of-claim",
        "List the evidence of a claim",
        tag=TAG,
        asks=ListIn,
        answers=paged(EvidenceOut, "Evidence"),
    )
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        claim = self.row(pk, Kind.CLAIM)
        rows = rows_for(viewer=self.rights).filter(kind=Kind.EVIDENCE, claim_now=claim.canonical_id)
        return listed(self, rows, self.asked(ListIn))

    @says(
        "evidence-add",
        "Cite a source for or against a claim",
        tag=TAG,
        takes=EvidenceIn,
        answers=EvidenceOut,
        status=201,
        more="Name a `source` of the library, or describe a `new_source`.",
    )
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        claim: Any = self.row(pk, Kind.CLAIM)
        return made(self, lambda by: self._cite(claim, by))

    def _cite(self, claim: Any, by: Any) -> Any:
        sent = self.sent(EvidenceIn)
        chosen = sent.pop("source", None)
        source = library.sources().filter(pk=chosen).first() if chosen else None
        if chosen and source is None:
            raise Refusal("invalid", _("That source is not in the library."), field="source")
        return evidence.cite(claim=claim, by=by, source=source, **sent)


class Evidence(Door):
    @says("evidence-read", "Read a piece of evidence", tag=TAG, answers=EvidenceOut)
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        return Response(told(item_of(row=self.row(pk, Kind.EVIDENCE), rights=self.rights)))
