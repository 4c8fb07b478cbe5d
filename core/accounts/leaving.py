"""Leaving for good: asked for, taken back within seven days, and then done; and whatever else is past its time."""

import logging
from datetime import timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.attempts import forget_attempts, forget_old_attempts
from core.accounts.models import LeaveTexts
from core.accounts.parts import parts
from core.accounts.services import hold_admins
from core.accounts.sessions import end_sessions
from core.errors import Refusal
from core.models import IdempotencyKey, Token, User

DAYS_TO_COME_BACK = 7
KEYS_KEPT = timedelta(days=1)
TRIES = 5
QUEUE = -1  # key of the advisory lock for which erasures queue; those of maps are ids, hence positive

log = logging.getLogger(__name__)


@transaction.atomic
def leave(*, person: User, texts: str) -> User:
    """The account rests from now on and is erased in seven days: signed out everywhere, tokens ended.

    `texts` is "keep" or "remove". Raises Refusal `unknown_choice` or, for the only administrator, `last_admin`.
    """
    if texts not in LeaveTexts.values:
        raise Refusal("unknown_choice", _("Choose what becomes of your texts."), field="texts")
    if hold_admins() == {person.pk}:
        raise Refusal("last_admin", _("You are the only administrator. Name another one first."))
    person.leaves_at = timezone.now() + timedelta(days=DAYS_TO_COME_BACK)
    person.leaves_texts = texts
    person.save(update_fields=["leaves_at", "leaves_texts"])
    Token.objects.filter(user=person, ended_at__isnull=True).update(ended_at=timezone.now(), ended_as="left")
    end_sessions(person)
    return person


@transaction.atomic
def come_back(*, person: User) -> User:
    """Stay after all; tokens that were ended stay so. Raises Refusal `too_late` when the seven days are over."""
    held = User.objects.select_for_update().filter(pk=person.pk).first()
    if held is None or not held.is_active or held.leaves_at is None or held.leaves_at <= timezone.now():
        raise Refusal("too_late", _("The seven days are over. You are welcome to make a new account."))
    held.leaves_at = None
    held.save(update_fields=["leaves_at"])
    return held


def erase_person(*, person: User, keep_texts: bool) -> None:
    """Take a person out of every table, at once and for good; a second time changes nothing.

    The account is closed first. A request that is still under way then either ends before the row of the account
    is deleted, and all begins anew, or finds no account at its own end and fails: nothing of it stays.
    """
    User.objects.filter(pk=person.pk).update(is_active=False)
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                _erase(person.pk, keep_texts=keep_texts)
        except (IntegrityError, ProtectedError):
            if not left:
                raise
        else:
            return


def _erase(pk: int, *, keep_texts: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [QUEUE])
    person = User.objects.filter(pk=pk).first()
    if person is None:
        return
    for part in parts():
        part.erase(person, keep_texts)
    _erase_traces(person)
    person.delete()
    with connection.cursor() as cursor:  # ask now, not at the commit, whether anything still points at the account
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _erase_traces(person: User) -> None:
    """What is kept beside the account, where no foreign key leads: sessions, attempts, the label in the desk's log."""
    end_sessions(person)
    forget_attempts([person.username, person.email])
    labelled = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    labelled.filter(object_id=str(person.pk)).update(object_repr=str(person.pk))


def retire() -> int:
    """The daily housekeeping: erase whoever's seven days are over, and drop what has served its time.

    Gives how many were erased. What fails for one person is logged and tried again the next time.
    """
    erased = 0
    for person in User.objects.filter(leaves_at__lte=timezone.now()):
        if not _shut(person):
            continue
        try:
            erase_person(person=person, keep_texts=person.leaves_texts == LeaveTexts.KEEP)
        except Exception:
            log.exception("person %s could not be erased; the next run tries again", person.pk)
        else:
            erased += 1
    now = timezone.now()
    IdempotencyKey.objects.filter(at__lt=now - KEYS_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    forget_old_attempts()
    return erased


def _shut(person: User) -> bool:
    """Close the account whose seven days are over; False for whoever came back since it was found."""
    return bool(User.objects.filter(pk=person.pk, leaves_at__lte=timezone.now()).update(is_active=False))
