"""Better wordings for another's text, and steps between standing claims that wait for a decision."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.paging import page_of
from debates.api.asking import Door
from debates.api.ins import MAX_REVISION, InSerializer, ListIn, ReasonIn, Text
from debates.api.outs import ContributionOut, OutSerializer, paged
from debates.api.rows import changed
from debates.api.schema import says
from debates.maps import services as maps
from debates.maps.queries import suggestions as queries
from debates.maps.rules import Side, State
from debates.maps.services.entering import not_found
from debates.reading.waiting import suggestion_view

TAG = "Suggestions"
STATES = ["open", "accepted", "rejected", "withdrawn"]


class SuggestionOut(OutSerializer):
    id = serializers.IntegerField()
    about = serializers.IntegerField(help_text="The contribution that it would reword.")
    now = serializers.CharField(help_text="What stands now.")
    text = serializers.CharField(help_text="How it should read.")
    why = serializers.CharField()
    author = serializers.CharField(help_text="Empty for someone who left.")
    at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=STATES)
    is_stale = serializers.BooleanField(help_text="The text was reworded since; bring the suggestion up to date.")
    decided_by = serializers.CharField()
    reason = serializers.CharField(help_text="Why it was rejected.")
    decides = serializers.BooleanField(help_text="Whether you may accept or reject it.")
    mine = serializers.BooleanField()


class SuggestionsIn(ListIn):
    state = serializers.ChoiceField(choices=STATES, required=False)


class SuggestIn(InSerializer):
    text = Text(help_text="How it should read.")
    base_revision = serializers.IntegerField(min_value=1, max_value=MAX_REVISION, help_text="The revision you saw.")
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300, help_text="Why that is better.")


class AcceptIn(InSerializer):
    seen = Text(required=False, help_text="The suggested wording as you read it; another one now is refused.")


class RebaseIn(InSerializer):
    text = Text(required=False, help_text="By its suggester alone: new words. Without it both changes are merged.")
    base_revision = serializers.IntegerField(required=False, min_value=1, max_value=MAX_REVISION)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=300)


class StepOut(OutSerializer):
    id = serializers.IntegerField()
    child = serializers.IntegerField(source="child_id")
    parent = serializers.IntegerField(source="parent_id")  # type: ignore[assignment]
    side = serializers.ChoiceField(choices=[Side.PRO, Side.CON])
    text = serializers.CharField(help_text="The warrant.")
    revision = serializers.IntegerField()
    author = serializers.CharField(source="author.username", allow_null=True)
    created_at = serializers.DateTimeField()


class DecisionIn(ReasonIn):
    publish = serializers.BooleanField(help_text="Let it count, or refuse it with a reason.")
    base_revision = serializers.IntegerField(required=False, min_value=1, max_value=MAX_REVISION)


class DecisionOut(OutSerializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=State.choices)


class SuggestionDoor(Door):
    """An address about one suggestion."""

    def suggestion(self, pk: int) -> Any:
        """One that the asker may read. Raises Refusal `not_found`."""
        found = queries.suggestion_at(pk=pk, rights=self.rights)
        if found is None:
            raise not_found()
        return found

    def told(self, pk: int, status: int = 200) -> Response:
        """A suggestion as it stands now."""
        row = self.suggestion(pk)
        rewords = queries.may_reword_others(rights=self.rights, controversy=row.contribution.controversy)
        return Response(SuggestionOut(suggestion_view(row, self.rights, rewords=rewords)).data, status=status)


class Suggestions(Door):
    @says(
        "suggestions-list",
        "List the suggestions of a map",
        tag=TAG,
        asks=SuggestionsIn,
        answers=paged(SuggestionOut, "Suggestion"),
        more="Your own, those for your texts, and all of them for whoever may reword others' texts here.",
    )
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002 - a method of an address takes the request
        found, asked = self.controversy(slug), self.asked(SuggestionsIn)
        rewords = queries.may_reword_others(rights=self.rights, controversy=found)
        rows = queries.suggestions_for(controversy=found, rights=self.rights, trusted=rewords)
        if state := asked.pop("state", None):
            rows = rows.filter(state=state)
        page = page_of(rows, **asked)
        views = [suggestion_view(row, self.rights, rewords=rewords) for row in page.results]
        return Response({"results": SuggestionOut(views, many=True).data, "next": page.next})


class Suggest(SuggestionDoor):
    @says(
        "suggestions-add",
        "Suggest a better wording",
        tag=TAG,
        takes=SuggestIn,
        answers=SuggestionOut,
        status=201,
        more="For another's claim, warrant or evidence. Its author, a contributor or a curator decides.",
    )
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        target: Any = self.row(pk)
        made = self.once(lambda by: maps.suggest(contribution=target, by=by, **self.sent(SuggestIn)).pk)
        return self.told(made, status=201)


class Suggestion(SuggestionDoor):
    @says("suggestions-read", "Read a suggestion", tag=TAG, answers=SuggestionOut)
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        return self.told(pk)


class Accept(SuggestionDoor):
    @says("suggestions-accept", "Accept it: it becomes the text", tag=TAG, takes=AcceptIn, answers=ContributionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        found = self.suggestion(pk)
        return changed(self, lambda by: maps.accept(suggestion=found, by=by, **self.sent(AcceptIn)))


class Reject(SuggestionDoor):
    @says("suggestions-reject", "Reject it, with a reason", tag=TAG, takes=ReasonIn, answers=SuggestionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        found = self.suggestion(pk)
        return self.told(self.once(lambda by: maps.reject(suggestion=found, by=by, **self.sent(ReasonIn)).pk))


class TakeBack(SuggestionDoor):
    @says("suggestions-take-back", "Take your own suggestion back", tag=TAG, answers=SuggestionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        found = self.suggestion(pk)
        return self.told(self.once(lambda by: maps.take_back(suggestion=found, by=by).pk))


class Rebase(SuggestionDoor):
    @says("suggestions-rebase", "Bring it up to date", tag=TAG, takes=RebaseIn, answers=SuggestionOut)
    def post(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        found = self.suggestion(pk)
        return self.told(self.once(lambda by: maps.rebase(suggestion=found, by=by, **self.sent(RebaseIn)).pk))


class Waiting(Door):
    @says(
        "waiting-list",
        "List the steps that wait for your decision",
        tag=TAG,
        asks=ListIn,
        answers=paged(StepOut, "Step"),
        more="Relations between standing claims, by members who are not yet contributors.",
    )
    def get(self, request: Request, slug: str) -> Response:  # noqa: ARG002
        rows = queries.waiting_steps(controversy=self.controversy(slug), rights=self.rights)
        page = page_of(rows, **self.asked(ListIn))
        return Response({"results": StepOut(page.results, many=True).data, "next": page.next})


class Decide(Door):
    @says("waiting-decide", "Decide on a step that waits", tag=TAG, takes=DecisionIn, answers=DecisionOut)
    def post(self, request: Request, slug: str, pk: int) -> Response:  # noqa: ARG002
        found = self.controversy(slug)
        self.once(lambda by: self._decide(found, pk, by))
        state = State.PUBLISHED if self.sent(DecisionIn)["publish"] else State.WITHDRAWN
        return Response({"id": pk, "state": state})

    def _decide(self, controversy: Any, pk: int, by: Any) -> int:
        return maps.decide_step(controversy=controversy, relation_id=pk, by=by, **self.sent(DecisionIn)).pk
