"""Comments: talk about a claim, a relation or a piece of evidence, and answers to it."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from debates.api.asking import Door
from debates.api.ins import InSerializer, ListIn, text_of
from debates.api.outs import CommentOut, paged, told
from debates.api.rows import listed, made
from debates.api.schema import says
from debates.comments import services as comments
from debates.comments.rules import Intent
from debates.maps.queries.rows import rows_for
from debates.maps.rules import Kind
from debates.reading.items import item_of

TAG = "Comments"
BEGINNING = [(intent.value, intent.label) for intent in Intent if intent != Intent.ANSWER]


class AnswerIn(InSerializer):
    text = text_of(Kind.COMMENT)


class CommentIn(AnswerIn):
    intent = serializers.ChoiceField(choices=BEGINNING, required=False)


class CommentsOn(Door):
    @says("comments-list", "List the comments on something", tag=TAG, asks=ListIn, answers=paged(CommentOut, "Comment"))
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002 - a method of an address takes the request
        target = self.row(pk)
        return listed(self, rows_for(viewer=self.rights).filter(target=target), self.asked(ListIn))

    @says("comments-add", "Comment on something", tag=TAG, takes=CommentIn, answers=CommentOut, status=201)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target: Any = self.row(pk)
        return made(self, lambda by: comments.add_comment(on=target, by=by, **self.sent(CommentIn)))


class Comment(Door):
    @says("comments-read", "Read a comment", tag=TAG, answers=CommentOut)
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        return Response(told(item_of(row=self.row(pk, Kind.COMMENT), rights=self.rights)))


class Answers(Door):
    @says("comments-answer", "Answer a comment", tag=TAG, takes=AnswerIn, answers=CommentOut, status=201)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        asked = self.row(pk, Kind.COMMENT)
        return made(self, lambda by: self._answer(asked, by))

    def _answer(self, asked: Any, by: Any) -> Any:
        return comments.add_comment(on=asked.target, by=by, reply_to=asked, intent=Intent.ANSWER, **self.sent(AnswerIn))
