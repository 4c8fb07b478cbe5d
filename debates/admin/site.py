"""The admin's front: who may enter, and its tables grouped by the rooms of the house."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from debates.admin.rights import is_curator

ROOMS = (
    (_("Maps"), ("Subject", "Controversy")),
    (_("Evidence"), ("Source",)),
    (_("People and roles"), ("User", "Grant")),
    (_("History"), ("Entry",)),
)


class DeskSite(AdminSite):
    """Curators and administrators; the sign-in page is the site's own."""

    site_header = _("Dissoi desk")
    site_title = _("Dissoi desk")
    index_title = _("Rooms")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active) and is_curator(request)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), reverse("sign-in"))

    def get_urls(self) -> list[Any]:
        """Without the way to any row of any table by its number: see `Desk.view_on_site`."""
        return [one for one in super().get_urls() if getattr(one, "name", None) != "view_on_site"]

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The site's own page, which does not let anybody guess for ever."""
        return redirect("password-change")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        listed = super().get_app_list(request, app_label)
        models = {model["object_name"]: model for app in listed for model in app["models"]}
        rooms = []
        for name, tables in ROOMS:
            shown = [models[table] for table in tables if table in models]
            if shown:
                rooms.append({"name": name, "app_label": "debates", "app_url": "", "models": shown})
        return rooms
