"""Reading comments."""

from collections.abc import Iterable

from django.db.models import QuerySet

from debates.comments.models import Comment
from debates.maps.models.gate import Viewer


def comments_on(*, target_ids: Iterable[int], viewer: Viewer) -> QuerySet[Comment]:
    """Comments on these contributions that the viewer may read, oldest first, with their authors."""
    seen: QuerySet[Comment] = Comment.objects.visible_to(viewer).filter(target__in=list(target_ids))
    return seen.select_related("author").order_by("pk")
