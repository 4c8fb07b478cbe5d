"""What every table of the admin has in common: services do the writing, and nothing is deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from core.errors import Refusal
from debates.admin.rights import is_curator, rights


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that calls its table's service once all fields are good; a refusal stands beside its field."""

    desk: "Desk"
    request: HttpRequest
    made: Model | None = None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        new = self.instance._state.adding
        names = self.fields if new else self.changed_data
        fields = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        row = None if new else type(self.instance)._default_manager.get(pk=self.instance.pk)
        try:
            with transaction.atomic():
                self.made = self.desk.write(self.request, row, fields)
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))


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

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        return type(made.__name__, (made,), {"desk": self, "request": request})

    def write(self, request: HttpRequest, row: Any, fields: dict[str, Any]) -> Model:
        """Call the service: a new row when `row` is None. Raises Refusal."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The service has written while the form was checked; show what it made."""
        obj.pk = form.made.pk
        obj.refresh_from_db()
