"""People and their roles at the desk; for administrators."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from core.accounts import services as accounts
from core.models import User
from debates.admin.base import Desk
from debates.admin.rights import person_at, rights
from debates.maps import services
from debates.maps.models import Grant

admin.site.unregister(Group)  # roles are grants, with a scope; a group would be a second, silent way


@admin.register(User)
class PersonDesk(Desk):
    """An account can be closed and opened; what a person wrote is never changed here."""

    for_admins_only = True
    list_display = ("username", "email", "date_joined", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("username", "email")
    fields = ("username", "email", "date_joined", "last_login", "is_active", "is_superuser")
    readonly_fields = ("username", "email", "date_joined", "last_login", "is_superuser")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """No guests: who sat in a class is the class's own business."""
        found: QuerySet[User] = super().get_queryset(request)
        return found.filter(is_guest=False)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights(request).is_admin

    def hold(self, row: User) -> None:
        accounts.hold_person(person=row)

    def write(self, request: HttpRequest, row: Any, fields: dict[str, Any]) -> Model:
        """Accounts are made at the door, so there is always a row."""
        return accounts.set_active(person=row, active=fields.get("is_active", row.is_active), by=person_at(request))


@admin.register(Grant)
class GrantDesk(Desk):
    for_admins_only = True
    list_display = ("user", "role", "subject", "controversy")
    list_filter = ("role",)
    search_fields = ("user__username",)
    autocomplete_fields = ("user", "subject", "controversy")
    list_select_related = ("user", "subject", "controversy")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rights(request).is_admin

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return rights(request).is_admin

    def write(self, request: HttpRequest, row: Any, fields: dict[str, Any]) -> Model:
        """A grant is given and taken back, never turned into another."""
        return services.grant_role(by=person_at(request), **fields)

    def delete_model(self, request: HttpRequest, obj: Grant) -> None:
        services.revoke_role(grant=obj, by=person_at(request))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """History has a line for each grant; Django's own log would keep the person's name beside it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """As `log_addition`."""
