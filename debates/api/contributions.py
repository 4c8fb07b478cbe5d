"""Any contribution by its number: read it, reword it, take it back, and the switches of moderation."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from debates.api.asking import Door
from debates.api.ins import MAX_REVISION, InSerializer, ReasonIn, Text
from debates.api.outs import ContributionOut, told
from debates.api.rows import changed
from debates.api.schema import says
from debates.maps import services as maps
from debates.reading.items import item_of

TAG = "Contributions"
MODERATION = "Moderation"


class EditIn(InSerializer):
    text = Text(help_text="The new wording.")
    base_revision = serializers.IntegerField(
        min_value=1, max_value=MAX_REVISION, help_text="The revision you saw; a stale one is refused with 409."
    )
    locator = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Of evidence: where in the source."
    )
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, help_text="Why, in a few words.")


class Contribution(Door):
    @says("contributions-read", "Read any contribution", tag=TAG, answers=ContributionOut)
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002 - a method of an address takes the request
        return Response(told(item_of(row=self.row(pk), rights=self.rights)))

    @says("contributions-edit", "Reword it", tag=TAG, takes=EditIn, answers=ContributionOut)
    def patch(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target: Any = self.row(pk)
        return changed(self, lambda by: maps.edit(contribution=target, by=by, **self.sent(EditIn)))


class Withdraw(Door):
    @says(
        "contributions-withdraw",
        "Take your own text back",
        tag=TAG,
        answers=ContributionOut,
        more="What others built on it keeps its place. It can be put back for thirty days.",
    )
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target = self.row(pk)
        return changed(self, lambda by: maps.withdraw(contribution=target, by=by))


class Unwithdraw(Door):
    @says("contributions-unwithdraw", "Put your own text back", tag=TAG, answers=ContributionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target = self.row(pk)
        return changed(self, lambda by: maps.unwithdraw(contribution=target, by=by))


class Approve(Door):
    @says("moderation-approve", "Publish what waits for review", tag=MODERATION, answers=ContributionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target = self.row(pk)
        return changed(self, lambda by: maps.approve(contribution=target, by=by))


class Hide(Door):
    @says("moderation-hide", "Hide a text, with a reason", tag=MODERATION, takes=ReasonIn, answers=ContributionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target = self.row(pk)
        return changed(self, lambda by: maps.hide(contribution=target, by=by, **self.sent(ReasonIn)))


class Restore(Door):
    @says("moderation-restore", "Show a hidden text again", tag=MODERATION, takes=ReasonIn, answers=ContributionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target = self.row(pk)
        return changed(self, lambda by: maps.restore(contribution=target, by=by, **self.sent(ReasonIn)))


class Lock(Door):
    @says("moderation-lock", "Lock: nothing new below it", tag=MODERATION, answers=ContributionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target = self.row(pk)
        return changed(self, lambda by: maps.lock(contribution=target, by=by))


class Unlock(Door):
    @says("moderation-unlock", "Unlock", tag=MODERATION, answers=ContributionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target = self.row(pk)
        return changed(self, lambda by: maps.unlock(contribution=target, by=by))
