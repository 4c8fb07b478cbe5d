"""The product as one Django app: every room's tables share its label and its line of migrations."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class DebatesConfig(AppConfig):
    name = "debates"
    verbose_name = _("Debates")

    def ready(self) -> None:
        import_module("debates.admin.tables")
        import_module("debates.reading.own_data").register()
        import_module("debates.reading.listening").register()


class DeskConfig(AdminConfig):
    """Django's admin with our front."""

    default_site = "debates.admin.site.DeskSite"
