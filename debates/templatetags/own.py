"""Codes of one's own pages and copies in words."""

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext_lazy as _

from debates.maps.models import Suggestion
from debates.maps.rules import Kind, Role, State

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

register = template.Library()

SUGGESTIONS = {
    "open": _("waiting for an answer"),
    "accepted": _("accepted"),
    "rejected": _("not taken"),
    "withdrawn": _("taken back"),
    "stale": _("the text was reworded meanwhile"),
}
WORDS: dict[str, Any] = {**dict(Kind.choices), **dict(State.choices), **dict(Role.choices)}


@register.filter
def word_of(code: str) -> "StrPromise | str":
    """A kind, a state or a role as people say it."""
    said: StrPromise | str = WORDS.get(code, code)
    return said


@register.filter
def suggestion_word(suggestion: Suggestion) -> "StrPromise | str":
    """How a suggestion stands; an open one whose text was reworded meanwhile says so."""
    stale = suggestion.state == "open" and suggestion.base_revision != suggestion.contribution.revision
    return SUGGESTIONS["stale" if stale else suggestion.state]


@register.filter
def answer_word(state: str) -> "StrPromise | str":
    """The state of a suggestion in a copy of one's own data."""
    return SUGGESTIONS.get(state, state)
