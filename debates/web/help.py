"""Pages that explain how the map reckons."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from debates.insight.methods import energy_of, settle_of
from debates.insight.strength import agreement_base, credibility_base, impact_base, interval
from debates.insight.words import Standing, word_for


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that pulls at the claim of the example."""

    side: str
    text: Promise
    matters: float | None  # None: evidence, whose strength is its force
    strength: float

    @property
    def force(self) -> float:
        size = self.strength if self.matters is None else self.matters * self.strength
        return size if self.side == "pro" else -size


@dataclass(frozen=True, slots=True)
class Row:
    """A reason with its share of the move."""

    reason: Reason
    share: float


@dataclass(frozen=True, slots=True)
class Example:
    """A claim with three reasons, worked out by the functions the map itself uses."""

    base: float
    low: float
    high: float
    rows: tuple[Row, ...]
    energy: float
    pull: float
    strength: float
    word: Standing
    second: float

    @property
    def move(self) -> float:
        return self.strength - self.base

    @property
    def room(self) -> float:
        return 1 - self.base


REASONS = (
    Reason("pro", _("Pupils who sleep longer follow lessons better."), impact_base(12, 4), agreement_base(20, 6)),
    Reason("con", _("Buses and parents’ work do not shift with the school."), impact_base(10, 4), 0.5),
    Reason("pro", _("Evidence: an excerpt about sleep at that age."), None, credibility_base(12, 4)),
)
BASE = agreement_base(9, 4)
RATERS = 6  # different people, in the whole branch


def worked_example() -> Example:
    """The sum that the help page shows."""
    forces = [reason.force for reason in REASONS]
    energy = energy_of("qe")(forces)
    strength = settle_of("qe")(BASE, energy)
    low, high = interval(BASE, 4)
    return Example(
        base=BASE,
        low=low,
        high=high,
        rows=tuple(Row(reason, reason.force / energy * (strength - BASE)) for reason in REASONS),
        energy=energy,
        pull=energy * energy / (1 + energy * energy),
        strength=strength,
        word=word_for(strength, RATERS),
        second=settle_of("dfquad")(BASE, energy_of("dfquad")(forces)),
    )


@require_safe
def strength(request: HttpRequest) -> HttpResponse:
    """What strength means and how it comes about, with an example that adds up."""
    return render(request, "help/strength.html", {"example": worked_example()})
