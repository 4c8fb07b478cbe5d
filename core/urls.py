"""Where requests come in."""

from django.contrib import admin
from django.urls import include, path

from core import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("", include("core.accounts.urls")),
    path("", include("debates.web.urls")),
]

handler400 = "core.errors_views.bad_request"
handler403 = "core.errors_views.permission_denied"
handler404 = "core.errors_views.not_found"
handler500 = "core.errors_views.broken"
