"""Comments as one kind of contribution."""

from django.utils.translation import gettext_lazy as _

from debates.maps.models import Contribution
from debates.maps.models.contribution import KindManager, register
from debates.maps.rules import Kind


class Comment(Contribution):
    """Talk about a claim, relation or evidence; never part of the argument."""

    objects = KindManager(Kind.COMMENT)  # type: ignore[assignment,misc]

    class Meta:
        proxy = True
        verbose_name = _("comment")
        verbose_name_plural = _("comments")


register(Kind.COMMENT, Comment)
