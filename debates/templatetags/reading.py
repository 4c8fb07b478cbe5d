"""Words that the reading pages draw from figures and codes."""

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debates.reading.focus import Beam

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

register = template.Library()

EQUAL_WITHIN = 0.05

VERBS = {
    "claim.added": pgettext_lazy("in a history: the claim was", "Written"),
    "claim.edited": pgettext_lazy("in a history: the claim was", "Reworded"),
    "claim.withdrawn": pgettext_lazy("in a history: the claim was", "Withdrawn"),
    "claim.unwithdrawn": pgettext_lazy("in a history: the claim was", "Put back"),
    "claim.hidden": pgettext_lazy("in a history: the claim was", "Hidden"),
    "claim.restored": pgettext_lazy("in a history: the claim was", "Shown again"),
    "claim.approved": pgettext_lazy("in a history: the claim was", "Approved"),
    "claim.locked": pgettext_lazy("in a history: the claim was", "Locked"),
    "claim.unlocked": pgettext_lazy("in a history: the claim was", "Unlocked"),
    "claim.moved": pgettext_lazy("in a history: the claim was", "Moved"),
    "claim.merged": pgettext_lazy("in a history: the claim was", "Merged"),
    "claim.erased": pgettext_lazy("in a history: the claim was", "Erased"),
    "relation.added": _("Joined to the claim above"),
    "relation.edited": _("Step reworded"),
    "relation.withdrawn": _("Step withdrawn"),
    "relation.unwithdrawn": _("Step put back"),
    "relation.hidden": _("Step hidden"),
    "relation.restored": _("Step shown again"),
    "relation.approved": _("Step approved"),
    "relation.locked": _("Step locked"),
    "relation.unlocked": _("Step unlocked"),
    "evidence.added": _("Evidence added"),
    "evidence.edited": _("Evidence reworded"),
    "evidence.withdrawn": _("Evidence withdrawn"),
    "evidence.unwithdrawn": _("Evidence put back"),
    "evidence.hidden": _("Evidence hidden"),
    "evidence.restored": _("Evidence shown again"),
    "evidence.approved": _("Evidence approved"),
    "evidence.locked": _("Evidence locked"),
    "evidence.unlocked": _("Evidence unlocked"),
}


@register.filter
def verb_words(verb: str) -> "StrPromise | str":
    """A line of history in words; a verb that has none yet is said as it is written."""
    return VERBS.get(verb) or verb.replace(".", " ").replace("_", " ").capitalize()


@register.filter
def balance(beam: Beam) -> "StrPromise | str":
    """Which side weighs more; nothing while nothing weighs."""
    if not beam.pro and not beam.con:
        return ""
    if abs(beam.pro - beam.con) <= EQUAL_WITHIN:
        return _("Support and opposition weigh about the same")
    return _("Support outweighs opposition") if beam.pro > beam.con else _("Opposition outweighs support")


@register.filter
def glance(text: str, limit: int = 70) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rsplit(' ', 1)[0].rstrip(' ,;:.')}\N{HORIZONTAL ELLIPSIS}"
