"""What is kept of wrong passwords, to slow down guessing: names, addresses of devices; for a day at most."""

from collections.abc import Iterable
from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models.functions import Lower
from django.utils import timezone

TABLES = (AccessAttempt, AccessFailureLog, AccessLog)
KEPT = timedelta(days=1)  # far longer than a wrong password slows anybody down


def forget_attempts(names: Iterable[str]) -> None:
    """Forget the sign-ins that were tried with these names or mail addresses, in any case."""
    typed = [name.lower() for name in names if name]
    for table in TABLES:
        table.objects.alias(lowered=Lower("username")).filter(lowered__in=typed).delete()


def forget_old_attempts() -> None:
    """Forget those that slow nobody down any more."""
    for table in TABLES:
        table.objects.filter(attempt_time__lt=timezone.now() - KEPT).delete()
