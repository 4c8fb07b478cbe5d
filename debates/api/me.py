"""Who the asker is, what the site holds of them, and what is new to them on a map."""

from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.accounts.own_data import own_data
from core.accounts.services import set_preferences
from core.models import User
from debates.api.asking import Door
from debates.api.ins import MAX_ID, InSerializer
from debates.api.outs import OutSerializer
from debates.api.schema import says
from debates.history import services as visits
from debates.reading.news import news_of, reach_of

TAG = "Account"
THEMES = ["", "light", "dark"]


class MeOut(OutSerializer):
    name = serializers.CharField(source="username")
    language = serializers.CharField(help_text="Of the account; empty where none was chosen.")
    theme = serializers.CharField(help_text="Its colours; empty: as the device.")
    joined_at = serializers.DateTimeField(source="date_joined")


class MeEdit(InSerializer):
    language = serializers.ChoiceField(choices=["", *dict(settings.LANGUAGES)], required=False)
    theme = serializers.ChoiceField(choices=THEMES, required=False)


class NewsIn(InSerializer):
    seq = serializers.IntegerField(min_value=0, max_value=MAX_ID, help_text="All up to this number has been seen.")


class NewsOut(OutSerializer):
    results = serializers.ListField(
        child=serializers.IntegerField(), help_text="Claims, evidence and comments by others, new to you."
    )
    since = serializers.DateTimeField(allow_null=True, help_text="Your visit before; null on a first one.")
    seq = serializers.IntegerField(help_text="The map's number now.")


class Me(Door):
    @says("me-read", "Read whose token this is", tag=TAG, answers=MeOut, own=True)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - a method of an address takes the request
        return Response(MeOut(self.member()).data)

    @says("me-edit", "Choose language and colours", tag=TAG, takes=MeEdit, answers=MeOut)
    def patch(self, request: Request) -> Response:  # noqa: ARG002
        self.once(lambda by: set_preferences(person=by, **self.sent(MeEdit)).pk)
        return Response(MeOut(self.member()).data)


class OwnData(Door):
    @says(
        "me-data",
        "Take all your own data home",
        tag=TAG,
        answers=OpenApiTypes.OBJECT,
        own=True,
        more="Tokens, password and leaving are seen to on the account page only.",
    )
    def get(self, request: Request) -> Response:  # noqa: ARG002
        return Response(own_data(self.member()))


class News(Door):
    @says("news-read", "Read what is new to you on a map", tag=TAG, answers=NewsOut, own=True)
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        found = self.controversy(slug)
        self.member()
        return self._told(found)

    @says("news-seen", "Call it seen", tag=TAG, takes=NewsIn, answers=NewsOut)
    def put(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        found = self.controversy(slug)
        self.once(lambda by: self._seen(found, by))
        return self._told(found)

    def _told(self, controversy: Any) -> Response:
        news = news_of(controversy=controversy, rights=self.rights)
        return Response(NewsOut({"results": sorted(news.ids), "since": news.since, "seq": controversy.seq}).data)

    def _seen(self, controversy: Any, by: User) -> int:
        seq = min(self.sent(NewsIn)["seq"], controversy.seq)
        reach = reach_of(controversy=controversy, rights=self.rights)
        visits.visit(controversy_id=controversy.pk, seq=seq, reach=reach, by=by)
        visits.mark_seen(controversy_id=controversy.pk, seq=seq, by=by)
        return int(controversy.pk)
