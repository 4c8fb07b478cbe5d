"""What every table of the admin has in common: services do the writing, and nothing is deleted."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from debates.admin.forms import MARK, ServiceForm
from debates.admin.rights import is_curator, rights


class FromItsDesk(admin.RelatedFieldListFilter):
    """A filter by rows of another table: by those that their own desk shows this person."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        desk = model_admin.admin_site.get_model_admin(field.remote_field.model)
        return [(row.pk, str(row)) for row in desk.get_queryset(request)]


class Desk(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read-only unless its page says otherwise; what it writes goes through `write`, never `save()`."""

    actions = None
    list_per_page = 50
    form = ServiceForm
    for_admins_only = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights(request).is_admin if self.for_admins_only else is_curator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def view_on_site(self, row: Any) -> str | None:
        """The row's own address; the admin's detour by number tells the address of whatever bears the number."""
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> "QuerySet[Any] | None":
        """Of another table only what its own desk shows this person can be chosen."""
        try:
            desk = self.admin_site.get_model_admin(db_field.remote_field.model)
        except NotRegistered:
            return super().get_field_queryset(db, db_field, request)
        return desk.get_queryset(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The mark of what a form was made from stands in every form that changes something."""
        fields = [name for name in super().get_fields(request, obj) if name != MARK]
        return [*fields, MARK] if obj and self.has_change_permission(request, obj) else fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        return type(made.__name__, (made,), {"desk": self, "request": request})

    def hold(self, row: Any) -> None:
        """Lock a row for its change, in the order in which its service locks, and read it as it is now."""
        raise NotImplementedError

    def write(self, request: HttpRequest, row: Any, fields: dict[str, Any]) -> Model:
        """Call the service: a new row when `row` is None. Raises Refusal."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The service has written while the form was checked; show what it made."""
        obj.pk = form.made.pk
        obj.refresh_from_db()
