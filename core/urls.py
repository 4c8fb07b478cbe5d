"""Where requests come in."""

from django.contrib import admin
from django.urls import include, path, re_path

from core import api_errors, health
from core.languages import in_every_language

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("debates.api.urls")),
    re_path(r"^api/", api_errors.unknown),
    path("healthz", health.alive),
    path("readyz", health.ready),
    *in_every_language(
        path("", include("debates.web.urls")),
        path("", include("core.accounts.urls")),
    ),
]

handler400 = "core.errors_views.bad_request"
handler403 = "core.errors_views.permission_denied"
handler404 = "core.errors_views.not_found"
handler500 = "core.errors_views.broken"
