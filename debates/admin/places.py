"""Subjects and controversies at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from debates.admin.base import Desk
from debates.admin.rights import is_curator, person_at, rights
from debates.maps import queries, services
from debates.maps.models import Controversy, Subject
from debates.maps.rules import Access, Role


@admin.register(Subject)
class SubjectDesk(Desk):
    list_display = ("title", "language", "position", "on_site")
    search_fields = ("title", "summary")
    fields = ("title", "slug", "summary", "background", "language", "translation_of", "position")
    prepopulated_fields = {"slug": ("title",)}

    @admin.display(description=_("on the site"))
    def on_site(self, row: Subject) -> SafeString:
        return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.slug)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rights(request).has_on_site(Role.CURATOR)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_curator(request) if obj is None else services.may_open(person=person_at(request), subject=obj)

    def hold(self, row: Subject) -> None:
        services.hold_subject(subject=row)

    def write(self, request: HttpRequest, row: Subject | None, fields: dict[str, Any]) -> Model:
        by = person_at(request)
        return services.edit_subject(subject=row, by=by, **fields) if row else services.open_subject(by=by, **fields)


@admin.register(Controversy)
class ControversyDesk(Desk):
    list_display = ("title", "subject", "state", "access", "featured", "on_site")
    list_filter = ("state", "access", "subject")
    search_fields = ("title", "question", "summary")
    fields = (
        "subject",
        "title",
        "slug",
        "question",
        "summary",
        "background",
        "language",
        "translation_of",
        "state",
        "access",
        "embedding",
        "embed_sites",
        "premoderated",
        "blind_ratings",
        "featured",
        "tags",
    )
    prepopulated_fields = {"slug": ("title",)}

    @admin.display(description=_("on the site"))
    def on_site(self, row: Controversy) -> SafeString:
        return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.slug)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Controversy]:
        """Only what this person may enter; class sessions stay with their teachers."""
        seen = queries.controversies_for(viewer=rights(request)).exclude(access=Access.SESSION)
        return seen.order_by(*self.get_ordering(request) or ("title",))

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "access":
            kwargs["choices"] = [choice for choice in Access.choices if choice[0] != Access.SESSION]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_curator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None:
            return is_curator(request)
        return rights(request).has(Role.CURATOR, subject_id=obj.subject_id, controversy_id=obj.pk)

    def hold(self, row: Controversy) -> None:
        services.hold_controversy(controversy=row)

    def write(self, request: HttpRequest, row: Controversy | None, fields: dict[str, Any]) -> Model:
        by = person_at(request)
        if row:
            return services.edit_controversy(controversy=row, by=by, **fields)
        return services.open_controversy(subject=fields.pop("subject"), by=by, **fields)
