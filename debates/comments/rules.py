"""Words of comments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Intent(TextChoices):
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    REMARK = "remark", _("remark")
    SUGGESTION = "suggestion", _("suggestion")
