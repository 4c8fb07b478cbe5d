"""Subjects: the fields that controversies are filed under."""

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
from debates.maps.rules import Language

TAG = "Subjects"


class SubjectOut(OutSerializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    background = serializers.CharField(help_text="Markdown.")
    language = serializers.CharField()
    revision = serializers.IntegerField(help_text="Send it as base_revision of an edit.")
    page_url = serializers.CharField(source="get_absolute_url")


class SubjectIn(InSerializer):
    slug = serializers.SlugField(max_length=80)
    title = serializers.CharField(max_length=160)
    summary = serializers.CharField(max_length=400, required=False, allow_blank=True)
    background = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    language = serializers.ChoiceField(choices=Language.choices, required=False)


class SubjectEdit(SubjectIn):
    slug = serializers.SlugField(max_length=80, required=False)
    title = serializers.CharField(max_length=160, required=False)
    base_revision = serializers.IntegerField(min_value=1, max_value=MAX_REVISION, help_text="The revision you saw.")


class Subjects(Door):
    @says("subjects-list", "List subjects", tag=TAG, asks=ListIn, answers=paged(SubjectOut, "Subject"))
    def get(self, request: Request) -> Response:  # noqa: ARG002 - a method of an address takes the request
        page = page_of(queries.subjects(), **self.asked(ListIn))
        return Response({"results": SubjectOut(page.results, many=True).data, "next": page.next})

    @says("subjects-add", "Open a subject (curators)", tag=TAG, takes=SubjectIn, answers=SubjectOut, status=201)
    def post(self, request: Request) -> Response:  # noqa: ARG002
        made = self.once(lambda by: maps.open_subject(by=by, **self.sent(SubjectIn)).pk)
        return Response(SubjectOut(self.only(queries.subjects().filter(pk=made))).data, status=201)


class Subject(Door):
    @says("subjects-read", "Read a subject", tag=TAG, answers=SubjectOut)
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        return Response(SubjectOut(self.subject(slug)).data)

    @says("subjects-edit", "Edit a subject (curators)", tag=TAG, takes=SubjectEdit, answers=SubjectOut)
    def patch(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        subject: Any = self.subject(slug)
        kept = self.once(lambda by: maps.edit_subject(subject=subject, by=by, **self.sent(SubjectEdit)).pk)
        return Response(SubjectOut(self.only(queries.subjects().filter(pk=kept))).data)
