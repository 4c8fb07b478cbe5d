"""History at the desk: to be read, by administrators."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from debates.admin.base import Desk, FromItsDesk
from debates.history.models import Entry
from debates.maps.rules import Access


@admin.register(Entry)
class EntryDesk(Desk):
    for_admins_only = True
    list_display = ("at", "verb", "actor", "controversy", "seq", "contribution")
    list_filter = ("verb", ("controversy", FromItsDesk))
    search_fields = ("verb", "actor__username", "=contribution")
    list_select_related = ("actor", "controversy")
    fields = ("at", "verb", "actor", "controversy", "seq", "contribution", "version", "reason")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Nothing of class sessions, nor what their guests did elsewhere: that is their teachers' to read."""
        lines: QuerySet[Entry] = super().get_queryset(request)
        return lines.exclude(controversy__access=Access.SESSION).exclude(actor__is_guest=True)
