"""Controversies: disputed questions, each with its map."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.paging import page_of
from debates.api.asking import Door
from debates.api.ins import MAX_REVISION, InSerializer, ListIn
from debates.api.outs import OutSerializer, paged
from debates.api.schema import says
from debates.maps import queries
from debates.maps import services as maps
from debates.maps.rules import Access, ControversyState, Language

TAG = "Controversies"
OPENABLE = [(access.value, access.label) for access in Access if access != Access.SESSION]


class ControversyOut(OutSerializer):
    slug = serializers.CharField()
    subject = serializers.CharField(source="subject.slug")
    title = serializers.CharField()
    question = serializers.CharField()
    summary = serializers.CharField()
    background = serializers.CharField(help_text="Markdown.")
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=ControversyState.choices)
    access = serializers.ChoiceField(choices=Access.choices)
    premoderated = serializers.BooleanField(help_text="Texts wait for review.")
    blind_ratings = serializers.BooleanField(
        help_text="How others answered (mean and spread) is hidden until you have rated; strengths are told."
    )
    featured = serializers.BooleanField()
    tags = serializers.ListField(child=serializers.CharField())
    seq = serializers.IntegerField(help_text="The number of its latest change.")
    revision = serializers.IntegerField(help_text="Send it as base_revision of an edit.")
    created_at = serializers.DateTimeField()
    page_url = serializers.CharField(source="get_absolute_url")


class ControversyWords(InSerializer):
    slug = serializers.SlugField(max_length=80, required=False)
    title = serializers.CharField(max_length=120, required=False)
    question = serializers.CharField(max_length=300, required=False)
    summary = serializers.CharField(max_length=400, required=False, allow_blank=True)
    background = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    language = serializers.ChoiceField(choices=Language.choices, required=False)
    state = serializers.ChoiceField(choices=ControversyState.choices, required=False)
    access = serializers.ChoiceField(choices=OPENABLE, required=False)
    premoderated = serializers.BooleanField(required=False)
    blind_ratings = serializers.BooleanField(required=False)
    featured = serializers.BooleanField(required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=20)


class ControversyEdit(ControversyWords):
    base_revision = serializers.IntegerField(min_value=1, max_value=MAX_REVISION, help_text="The revision you saw.")


class ControversyIn(ControversyWords):
    subject = serializers.SlugField(max_length=80)
    slug = serializers.SlugField(max_length=80)
    title = serializers.CharField(max_length=120)
    question = serializers.CharField(max_length=300)


class ControversiesIn(ListIn):
    subject = serializers.SlugField(required=False, help_text="Only of this subject.")


class Controversies(Door):
    @says(
        "controversies-list",
        "List controversies",
        tag=TAG,
        asks=ControversiesIn,
        answers=paged(ControversyOut, "Controversy"),
        more="Those that are listed for you: one by address only, or a class session, is read at its own address.",
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002 - a method of an address takes the request
        asked = self.asked(ControversiesIn)
        rows = queries.listed_controversies(viewer=self.rights)
        if subject := asked.pop("subject", None):
            rows = rows.filter(subject__slug=subject)
        page = page_of(rows, **asked)
        return Response({"results": ControversyOut(page.results, many=True).data, "next": page.next})

    @says(
        "controversies-add",
        "Open a controversy (curators)",
        tag=TAG,
        takes=ControversyIn,
        answers=ControversyOut,
        status=201,
        more="It begins as a draft unless `state` says otherwise.",
    )
    def post(self, request: Request) -> Response:  # noqa: ARG002
        made = self.once(self._open)
        return Response(ControversyOut(self._by_id(made)).data, status=201)

    def _open(self, by: Any) -> int:
        sent = self.sent(ControversyIn)
        return maps.open_controversy(subject=self.subject(sent.pop("subject")), by=by, **sent).pk

    def _by_id(self, pk: int) -> Any:
        return self.only(queries.controversies_for(viewer=self.rights).filter(pk=pk))


class Controversy(Door):
    @says("controversies-read", "Read a controversy", tag=TAG, answers=ControversyOut)
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        return Response(ControversyOut(self.controversy(slug)).data)

    @says(
        "controversies-edit",
        "Edit a controversy (curators)",
        tag=TAG,
        takes=ControversyEdit,
        answers=ControversyOut,
        more="Words, state, access. Closed or archived, it can be read and not written in.",
    )
    def patch(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        found = self.controversy(slug)
        kept = self.once(lambda by: maps.edit_controversy(controversy=found, by=by, **self.sent(ControversyEdit)).pk)
        return Response(ControversyOut(self.only(queries.controversies_for(viewer=self.rights).filter(pk=kept))).data)
