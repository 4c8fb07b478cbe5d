"""History at the desk: to be read, by administrators."""

from django.contrib import admin

from debates.admin.base import Desk
from debates.history.models import Entry


@admin.register(Entry)
class EntryDesk(Desk):
    for_admins_only = True
    list_display = ("at", "verb", "actor", "controversy", "seq", "contribution")
    list_filter = ("verb", "controversy")
    search_fields = ("verb", "actor__username", "=contribution")
    list_select_related = ("actor", "controversy")
    fields = ("at", "verb", "actor", "controversy", "seq", "contribution", "version", "reason")
    ordering = ("-id",)
