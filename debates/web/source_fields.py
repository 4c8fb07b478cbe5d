"""The fields by which a source is described, wherever it is: names one a line, a date as 2015-04-30."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debates.evidence.rules import SourceType, date_from_text, names_from_text

NO_DATE = [0]  # what no date is: the service says how one is written
DESCRIBED = ("title", "csl_type", "authors", "issued", "container", "publisher", "url", "doi")


class SourceFields(forms.Form):
    """What is asked of every source. Limits are the service's to judge."""

    title = forms.CharField(label=_("Title"), required=False, max_length=400)
    url = forms.CharField(label=_("Web address"), required=False, max_length=1000)
    doi = forms.CharField(label=_("DOI"), required=False, max_length=200)
    csl_type = forms.ChoiceField(
        label=_("Kind of source"), choices=SourceType.choices, initial=SourceType.WEBPAGE, required=False
    )
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        help_text=_("One a line: “Family, Given”, or the whole name of a body."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    issued = forms.CharField(label=_("Date"), required=False, max_length=12, help_text=_("2015, 2015-04 or 2015-04-30"))
    container = forms.CharField(label=_("Published in"), required=False, max_length=200)
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=200)


def described(sent: Mapping[str, Any], *, known: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """What was typed as a service takes it; names that were not touched stay as they are kept (`known`)."""
    date = date_from_text(sent["issued"])
    told = {"authors": names_from_text(sent["authors"], known=known), "issued": NO_DATE if date is None else date}
    return {**sent, **told, "csl_type": sent["csl_type"] or SourceType.WEBPAGE}
