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
    "claim.reverted": pgettext_lazy("in a history: the claim was", "Back to an earlier wording"),
    "claim.withdrawn": pgettext_lazy("in a history: the claim was", "Withdrawn"),
    "claim.unwithdrawn": pgettext_lazy("in a history: the claim was", "Put back"),
    "claim.hidden": pgettext_lazy("in a history: the claim was", "Hidden"),
    "claim.restored": pgettext_lazy("in a history: the claim was", "Shown again"),
    "claim.approved": pgettext_lazy("in a history: the claim was", "Approved"),
    "claim.locked": pgettext_lazy("in a history: the claim was", "Locked"),
    "claim.unlocked": pgettext_lazy("in a history: the claim was", "Unlocked"),
    "claim.moved": pgettext_lazy("in a history: the claim was", "Moved"),
    "claim.merged": pgettext_lazy("in a history: the claim was", "Merged"),
    "claim.unmerged": pgettext_lazy("in a history: the claim was", "Separated again"),
    "claim.archived": pgettext_lazy("in a history: the claim was", "Archived"),
    "claim.unarchived": pgettext_lazy("in a history: the claim was", "Taken out of the archive"),
    "claim.erased": pgettext_lazy("in a history: the claim was", "Erased"),
    "relation.added": _("Joined to the claim above"),
    "relation.premise_added": _("A further premise added to the step"),
    "relation.refused": _("Step refused"),
    "relation.edited": _("Step reworded"),
    "relation.reverted": _("Step back to an earlier wording"),
    "relation.withdrawn": _("Step withdrawn"),
    "relation.unwithdrawn": _("Step put back"),
    "relation.hidden": _("Step hidden"),
    "relation.restored": _("Step shown again"),
    "relation.approved": _("Step approved"),
    "relation.locked": _("Step locked"),
    "relation.unlocked": _("Step unlocked"),
    "evidence.added": _("Evidence added"),
    "evidence.edited": _("Evidence reworded"),
    "evidence.reverted": _("Evidence back to an earlier wording"),
    "evidence.withdrawn": _("Evidence withdrawn"),
    "evidence.unwithdrawn": _("Evidence put back"),
    "evidence.hidden": _("Evidence hidden"),
    "evidence.restored": _("Evidence shown again"),
    "evidence.approved": _("Evidence approved"),
    "evidence.locked": _("Evidence locked"),
    "evidence.unlocked": _("Evidence unlocked"),
    "comment.added": _("Comment written"),
    "comment.edited": _("Comment reworded"),
    "comment.reverted": _("Comment back to an earlier wording"),
    "comment.withdrawn": _("Comment withdrawn"),
    "comment.unwithdrawn": _("Comment put back"),
    "comment.hidden": _("Comment hidden"),
    "comment.restored": _("Comment shown again"),
    "comment.approved": _("Comment approved"),
    "comment.locked": _("Comment locked"),
    "comment.unlocked": _("Comment unlocked"),
    "controversy.added": _("The controversy was opened"),
    "controversy.edited": _("The words or rules of the controversy were changed"),
    "relation.erased": _("Step erased"),
    "evidence.erased": _("Evidence erased"),
    "comment.erased": _("Comment erased"),
    "source.added": _("Source added to the library"),
    "source.edited": _("Source described anew"),
    "subject.added": _("Subject opened"),
    "subject.edited": _("The words of the subject were changed"),
    "suggestion.made": _("Wording suggested"),
    "suggestion.rebased": _("Suggestion brought up to date"),
    "suggestion.rejected": _("Suggestion rejected"),
    "suggestion.withdrawn": _("Suggestion taken back"),
    "grant.added": _("Role granted"),
    "grant.removed": _("Role taken back"),
    "person.left": _("Somebody left, and took their name along"),
    "person.erased": _("Account erased"),
    "source.retracted": _("A source used here was marked as retracted"),
    "source.reinstated": _("The retraction of a source used here was taken back"),
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
