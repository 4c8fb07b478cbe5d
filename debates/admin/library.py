"""Sources at the desk: added and mended here; retracted here too, with a reason."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from debates.admin.base import Desk
from debates.admin.forms import ServiceForm
from debates.admin.rights import is_curator, person_at
from debates.evidence import services
from debates.evidence.models import Source


class SourceForm(ServiceForm):
    """A reason retracts the source; an emptied one takes the retraction back."""

    retraction = forms.CharField(
        label=_("Retracted because"),
        required=False,
        max_length=300,
        help_text=_("Filled: every claim that leans on this source shows it at once. Empty: it is in good standing."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["retraction"].initial = self.instance.reason


@admin.register(Source)
class SourceDesk(Desk):
    form = SourceForm
    list_display = ("title", "csl_type", "publisher", "retracted_at")
    list_filter = ("csl_type", "link")
    search_fields = ("title", "publisher", "container", "doi", "url")
    fields = (
        "csl_type",
        "title",
        "authors",
        "publisher",
        "container",
        "issued",
        "volume",
        "issue",
        "pages",
        "number",
        "url",
        "doi",
        "archive_url",
        "retraction",
        "link",
        "checked_at",
    )
    readonly_fields = ("link", "checked_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_curator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_curator(request)

    def hold(self, row: Source) -> None:
        services.hold_source(source=row)

    def write(self, request: HttpRequest, row: Source | None, fields: dict[str, Any]) -> Model:
        by = person_at(request)
        reason = fields.pop("retraction", None)
        empty: dict[str, Any] = {"authors": [], "issued": []}
        fields = {name: empty.get(name, "") if value is None else value for name, value in fields.items()}
        if row is None:
            source = services.add_source(by=by, **fields)
        else:
            source = services.edit_source(source=row, by=by, **fields) if fields else row
        if reason:
            services.retract_source(source=source, by=by, reason=reason)
        elif reason == "" and source.retracted_at:
            services.reinstate_source(source=source, by=by)
        return source
