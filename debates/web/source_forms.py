"""Forms of the library: mend a source, retract it, bring in a bibliography."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from debates.evidence.models import Source
from debates.evidence.rules import date_as_text, names_as_text
from debates.interchange.rules import MOST_BYTES
from debates.web.forms import WriteForm
from debates.web.source_fields import SourceFields, described

LINES = ("volume", "issue", "pages", "number", "archive_url")
PLAIN = ("title", "url", "doi", "csl_type", "container", "publisher", *LINES)


class MendForm(SourceFields, WriteForm):
    """A source's description over the one that was seen (`base_revision`)."""

    volume = forms.CharField(label=_("Volume"), required=False, max_length=40)
    issue = forms.CharField(label=_("Issue"), required=False, max_length=40)
    pages = forms.CharField(label=_("Pages"), required=False, max_length=40)
    number = forms.CharField(label=_("Number"), required=False, max_length=80)
    archive_url = forms.CharField(label=_("Archived copy"), required=False, max_length=1000)
    base_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, initial=as_typed(source), **kwargs)

    def sent(self) -> dict[str, Any]:
        """What was sent, for the service."""
        return described(super().sent(), known=self.source.authors)


def as_typed(source: Source) -> dict[str, Any]:
    """A source's columns as they stand in the form."""
    return {name: getattr(source, name) or "" for name in PLAIN} | {
        "authors": names_as_text(source.authors),
        "issued": date_as_text(source.issued),
        "base_revision": source.revision,
    }


class RetractForm(WriteForm):
    """Why a source is retracted."""

    reason = forms.CharField(
        label=_("Why is it retracted?"),
        required=False,
        max_length=300,
        help_text=_("One sentence, with whoever says so. It stands on the page and beside every claim."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BringForm(WriteForm):
    """A bibliography, pasted or as a file."""

    text = forms.CharField(
        label=_("CSL-JSON or BibTeX"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    file = forms.FileField(label=_("Or a file"), required=False)

    def bibliography(self) -> str:
        """The text that was sent; a file goes before what was pasted. What is no UTF-8 is read as Latin-1."""
        file = self.cleaned_data["file"]
        if file is None:
            return str(self.cleaned_data["text"])
        content: bytes = file.read(2 * MOST_BYTES)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("latin-1")
