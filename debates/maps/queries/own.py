"""What a person holds on the maps, for that person: roles, drafts, own texts in whatever state."""

from collections.abc import Collection

from django.db.models import QuerySet

from core.models import User
from debates.maps.models import Contribution, Draft, Grant, Suggestion
from debates.maps.rules import State


def grants_of(*, person: User) -> QuerySet[Grant]:
    """The roles that were given to a person, with where each holds."""
    return Grant.objects.filter(user=person).select_related("subject", "controversy").order_by("role", "pk")


def texts_of(*, person: User) -> QuerySet[Contribution]:
    """All that a person wrote, for the copy of their own data: one's words are one's own, wherever they stand.

    Only here no gate is asked: what the rows hang on is told by number alone, never by its words.
    """
    return Contribution.objects.filter(author=person).exclude(state=State.ERASED).order_by("pk")


def drafts_of(*, person: User) -> QuerySet[Draft]:
    """Texts that were not sent yet."""
    return Draft.objects.filter(owner=person).order_by("pk")


def every_suggestion_of(*, person: User) -> QuerySet[Suggestion]:
    """All that a person ever suggested, whether its text may still be read or not."""
    return Suggestion.objects.filter(author=person).order_by("pk")


def answers_by(*, person: User, ids: Collection[int]) -> dict[int, str]:
    """{suggestion: the reason that this person gave for deciding so}, among these. No ids: no statement."""
    decided = Suggestion.objects.filter(decided_by=person)
    return {pk: one.reason for pk, one in decided.in_bulk(list(ids)).items()}
