"""Tokens: what a programme shows instead of a password. The secret is shown once; only its hash is kept."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import Token, User
from core.text import clean

PREFIX = "dis_"
NAME_LIMIT = 60
LONGEST_DAYS = 365
NOTED_EVERY = timedelta(hours=1)  # a read should not cost a write each time


@transaction.atomic
def make_token(*, by: User, name: str, days: int = LONGEST_DAYS) -> tuple[Token, str]:
    """A new token of this person with its secret, which nobody can be shown again. Raises Refusal.

    `days` is how long it is good, 1 to 365. Refused `forbidden` to guests and closed accounts, `invalid` for days
    out of range, and as a text for its name.
    """
    name = clean(name, field="name", limit=NAME_LIMIT)
    if by.is_guest or not by.is_active:
        raise Refusal("forbidden", _("Only a person with an account can make a token."))
    if not 1 <= days <= LONGEST_DAYS:
        raise Refusal("invalid", _("A token is good for 1 to 365 days."), field="days")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=by,
        purpose=Token.Purpose.API,
        name=name,
        hash=hash_of(secret),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token, secret


@transaction.atomic
def end_token(*, token_id: int, by: User) -> Token:
    """End one's own token at once; ending it again changes nothing. Raises Refusal `not_found`."""
    token = tokens_of(by).filter(pk=token_id).select_for_update().first()
    if token is None:
        raise Refusal("not_found", _("There is nothing at this address, or it is not open to you."))
    if token.ended_at is None:
        token.ended_at, token.ended_as = timezone.now(), "revoked"
        token.save(update_fields=["ended_at", "ended_as"])
    return token


def tokens_of(person: User) -> QuerySet[Token]:
    """A person's tokens for programmes, the newest first, ended and expired ones among them."""
    return Token.objects.filter(user=person, purpose=Token.Purpose.API).order_by("-pk")


def person_of(secret: str) -> User | None:
    """Whose token this is; None for one that is unknown, ended or expired, or whose owner's account is closed.

    One statement, and at most once an hour a second one that notes its use.
    """
    now = timezone.now()
    token = (
        Token.objects.filter(hash=hash_of(secret), purpose=Token.Purpose.API, ended_at__isnull=True)
        .filter(expires_at__gt=now, user__is_active=True, user__is_guest=False)
        .select_related("user")
        .first()
    )
    if token is None:
        return None
    if token.used_at is None or token.used_at < now - NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token.user


def hash_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256, in hexadecimal. It is drawn at random, so it needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
