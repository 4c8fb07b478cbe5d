"""How things came to read as they do, and what changed on a map."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.paging import cut, number_of
from debates.api.asking import Door
from debates.api.ins import MAX_ID, MAX_REVISION, InSerializer, ListIn
from debates.api.outs import ContributionOut, OutSerializer, paged
from debates.api.rows import changed
from debates.api.schema import says
from debates.maps import services as maps
from debates.reading.changes import MOST_CHANGES, changes_since
from debates.reading.versions import load_versions

TAG = "History"


class PieceOut(OutSerializer):
    kind = serializers.ChoiceField(choices=["same", "added", "removed"])
    text = serializers.CharField()


class VersionOut(OutSerializer):
    id = serializers.IntegerField()
    number = serializers.IntegerField(help_text="The revision that it made, or at which it happened.")
    verb = serializers.CharField(help_text="What happened, as in claim.edited.")
    at = serializers.DateTimeField()
    actor = serializers.CharField(help_text="Empty where it is not told.")
    reason = serializers.CharField()
    is_wording = serializers.BooleanField(help_text="It put words in place.")
    text = serializers.CharField(allow_null=True, help_text="Null where it is hidden or kept no more.")
    pieces = PieceOut(many=True, help_text="The way from the wording before, word by word.")
    suggested_by = serializers.CharField()
    back_to = serializers.IntegerField(allow_null=True, help_text="The version whose wording came back.")
    is_current = serializers.BooleanField()
    may_revert = serializers.BooleanField(help_text="Whether you may go back to it.")


class RevertIn(InSerializer):
    to_version = serializers.IntegerField(min_value=1, max_value=MAX_REVISION)
    base_revision = serializers.IntegerField(min_value=1, max_value=MAX_REVISION, help_text="The revision you saw.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)


class ChangesIn(InSerializer):
    since = serializers.IntegerField(min_value=0, max_value=MAX_ID, help_text="`seq` of the map you hold, or `until`.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST_CHANGES, default=MOST_CHANGES)


class ChangeOut(OutSerializer):
    seq = serializers.IntegerField()
    verb = serializers.CharField()
    at = serializers.DateTimeField()
    contribution = serializers.IntegerField(allow_null=True, help_text="Null: about the map itself or a source.")
    kind = serializers.CharField()
    state = serializers.CharField(help_text="Its state now.")
    version = serializers.IntegerField()
    actor = serializers.CharField(help_text="Empty where it is not told.")


class ChangesOut(OutSerializer):
    results = ChangeOut(source="rows", many=True, help_text="Oldest first.")
    seq = serializers.IntegerField(help_text="The map's number now.")
    until = serializers.IntegerField(help_text="Send it as since next time.")
    more = serializers.BooleanField(help_text="There is more behind it: ask again at once.")
    ahead = serializers.BooleanField(help_text="You were ahead of the map: read it anew.")


class History(Door):
    @says(
        "history-read",
        "Read how it came to read as it does",
        tag=TAG,
        asks=ListIn,
        answers=paged(VersionOut, "Version"),
        more="Newest first.",
    )
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002 - a method of an address takes the request
        asked = self.asked(ListIn)
        versions = load_versions(contribution=self.row(pk), rights=self.rights)
        if cursor := asked.get("cursor"):
            before = number_of(cursor)
            versions = [one for one in versions if one.id < before]
        page = cut(versions[: asked["limit"] + 1], limit=asked["limit"], last=lambda one: one.id)
        return Response({"results": VersionOut(page.results, many=True).data, "next": page.next})


class Revert(Door):
    @says("history-revert", "Go back to an older wording", tag=TAG, takes=RevertIn, answers=ContributionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target: Any = self.row(pk)
        return changed(self, lambda by: maps.revert(contribution=target, by=by, **self.sent(RevertIn)))


class Changes(Door):
    @says(
        "changes-list",
        "List what changed since a number",
        tag=TAG,
        asks=ChangesIn,
        answers=ChangesOut,
        more="No texts: read what you miss. A text that was hidden from you is told by its absence from the map.",
    )
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        found = self.controversy(slug)
        return Response(ChangesOut(changes_since(controversy=found, rights=self.rights, **self.asked(ChangesIn))).data)
