"""The word that stands beside every strength."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ENOUGH_RATERS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """A code for programs and a word for people; two are equal by their code."""

    code: str
    label: "StrPromise" = field(compare=False, repr=False)  # comparing it would translate it


DOES_NOT_HOLD_UP = Standing("does_not_hold_up", pgettext_lazy("strength of a claim", "does not hold up"))
LEANS_WEAK = Standing("leans_weak", pgettext_lazy("strength of a claim", "leans weak"))
CONTESTED = Standing("contested", pgettext_lazy("strength of a claim", "contested"))
LEANS_STRONG = Standing("leans_strong", pgettext_lazy("strength of a claim", "leans strong"))
STANDS = Standing("stands", pgettext_lazy("strength of a claim", "stands"))
TOO_FEW = Standing("too_few", pgettext_lazy("strength of a claim", "too few ratings to say"))

STANDINGS = (DOES_NOT_HOLD_UP, LEANS_WEAK, CONTESTED, LEANS_STRONG, STANDS, TOO_FEW)
_UP_TO = ((0.45, LEANS_WEAK), (0.55, CONTESTED), (0.65, LEANS_STRONG))


def word_for(strength: float, raters_in_branch: int) -> Standing:
    """The standing of a strength in [0, 1]: below 0.35, up to and with 0.45, 0.55, 0.65, and above.

    Fewer than three different people who rated anything in the whole branch are too few to say.
    """
    if raters_in_branch < ENOUGH_RATERS:
        return TOO_FEW
    if strength < 0.35:
        return DOES_NOT_HOLD_UP
    return next((standing for limit, standing in _UP_TO if strength <= limit), STANDS)
