"""Words of ratings: one scale, three questions."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debates.maps.rules import Kind

TOP = 4
VALUES = range(TOP + 1)
SHARDS = 16

AGREEMENT = (_("no"), _("rather no"), pgettext_lazy("is it true?", "open"), _("rather yes"), _("yes"))
IMPACT = (pgettext_lazy("how much does it matter?", "none"), _("little"), _("some"), _("much"), _("decisive"))
CREDIBILITY = (_("not at all"), _("little"), _("partly"), _("largely"), _("fully"))

SCALES = {Kind.CLAIM: AGREEMENT, Kind.RELATION: IMPACT, Kind.EVIDENCE: CREDIBILITY}
QUESTIONS = {
    Kind.CLAIM: _("Is it true?"),
    Kind.RELATION: _("How much does this matter if it is true?"),
    Kind.EVIDENCE: _("How far can this be relied on here?"),
}
