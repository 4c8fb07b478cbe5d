"""Bringing in what others hold: whole or not at all."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from core.errors import Refusal
from core.models import User
from debates.evidence.queries import curates
from debates.evidence.services import add_sources, lock_library
from debates.interchange.queries import Report, look_over


@transaction.atomic
def bring_sources(*, text: str, by: User) -> Report:
    """Bring a bibliography into the library; what stands there already is passed over, so that twice is as once.

    Raises Refusal `not_curator`, those of `look_over`, and `import_refused` (`current`: the report) when an entry
    cannot stand: then nothing is written.
    """
    refuse_reader(by=by)
    lock_library()
    report = look_over(text=text)
    if report.refused:
        raise Refusal(
            "import_refused",
            ngettext_lazy(
                "%(n)d entry cannot be brought in. Mend it, or take it out: it goes in whole or not at all.",
                "%(n)d entries cannot be brought in. Mend them, or take them out: it goes in whole or not at all.",
                "n",
            )
            % {"n": report.refused},
            field="text",
            current=report.as_dict(),
        )
    add_sources(by=by, described=[line.fields for line in report.having("new")])
    return report


def refuse_reader(*, by: User) -> None:
    """K6: curators bring in. Raises Refusal `not_curator`."""
    if not curates(by):
        raise Refusal("not_curator", _("Only a curator can do this."))
