"""A line of a map's record as a sentence."""

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext_lazy as _

from debates.reading.lines import Item, Line
from debates.templatetags.reading import glance, verb_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

register = template.Library()

GLANCE = 70

# What was written, by its kind, its side and what it is aimed at; the last of each is for a place that is not told.
WRITTEN = {
    ("claim.added", "pro", "claim"): _("New claim for “%(on)s”"),
    ("claim.added", "con", "claim"): _("New claim against “%(on)s”"),
    ("claim.added", "pro", "step"): _("New claim that backs a step from “%(on)s”"),
    ("claim.added", "con", "step"): _("New claim that doubts a step from “%(on)s”"),
    ("claim.added", "pro", "evidence"): _("New claim that backs evidence of “%(on)s”"),
    ("claim.added", "con", "evidence"): _("New claim that doubts evidence of “%(on)s”"),
    ("claim.added", "", ""): _("New claim"),
    ("relation.added", "pro", "claim"): _("Now also supports “%(on)s”"),
    ("relation.added", "con", "claim"): _("Now also opposes “%(on)s”"),
    ("relation.added", "pro", "step"): _("Now also backs a step from “%(on)s”"),
    ("relation.added", "con", "step"): _("Now also doubts a step from “%(on)s”"),
    ("relation.added", "pro", "evidence"): _("Now also backs evidence of “%(on)s”"),
    ("relation.added", "con", "evidence"): _("Now also doubts evidence of “%(on)s”"),
    ("relation.added", "", ""): _("Joined to another claim"),
    ("evidence.added", "pro", "claim"): _("New evidence for “%(on)s”"),
    ("evidence.added", "con", "claim"): _("New evidence against “%(on)s”"),
    ("evidence.added", "context", "claim"): _("New context to “%(on)s”"),
    ("evidence.added", "", ""): _("New evidence"),
    ("comment.added", "", "claim"): _("New comment on “%(on)s”"),
    ("comment.added", "", "step"): _("New comment on a step from “%(on)s”"),
    ("comment.added", "", "evidence"): _("New comment on evidence of “%(on)s”"),
    ("comment.added", "", ""): _("New comment"),
}

ANSWERS = {
    ("pro", "claim"): _("Supports “%(on)s”"),
    ("con", "claim"): _("Opposes “%(on)s”"),
    ("pro", "step"): _("Backs a step from “%(on)s”"),
    ("con", "step"): _("Doubts a step from “%(on)s”"),
    ("pro", "evidence"): _("Backs evidence of “%(on)s”"),
    ("con", "evidence"): _("Doubts evidence of “%(on)s”"),
}


@register.filter
def answers(item: Item) -> "StrPromise | str":
    """What a claim does to what somebody wrote, be it new or joined to it now."""
    pattern = ANSWERS.get((item.side, item.aim)) if item.on else None
    return pattern % {"on": glance(item.on, GLANCE)} if pattern else ""


@register.filter
def told(line: Line) -> "StrPromise | str":
    """What happened, in one sentence without its person and its time."""
    item = line.item
    if item is None or not line.verb.endswith(".added"):
        return verb_words(line.verb)
    if item.kind == "claim" and item.is_thesis:
        return _("New thesis")
    return _written(line.verb, item)


def _written(verb: str, item: Item) -> "StrPromise | str":
    pattern = WRITTEN.get((verb, item.side, item.aim)) if item.on else None
    if pattern is None:
        return WRITTEN.get((verb, "", ""), verb_words(verb))
    return pattern % {"on": glance(item.on, GLANCE)}
