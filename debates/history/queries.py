"""Reading history. Whether the contribution may be read is asked before, at the gate."""

from collections.abc import Iterable

from django.db.models import QuerySet

from debates.history.models import Entry


def entries_of(*, contribution_ids: Iterable[int]) -> QuerySet[Entry]:
    """The lines about these contributions, newest first, with the person who did it."""
    found = Entry.objects.filter(contribution__in=list(contribution_ids))
    return found.select_related("actor").order_by("-id")
