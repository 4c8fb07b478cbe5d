"""The same write sent twice has one effect and one answer, for a day."""

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import IdempotencyKey, User

Answer = TypeVar("Answer", int, dict[str, Any])  # what a write answers with: an id, or plain values

BESIDE = ("key", "csrfmiddlewaretoken", "next")  # fields of a form that say nothing of the write itself


def posted(request: HttpRequest) -> dict[str, Any]:
    """What a page's form sent, and where: the body under its key."""
    sent = {name: values for name, values in request.POST.lists() if name not in BESIDE}
    return {"at": request.path, "sent": sent}


def fingerprint(body: dict[str, Any]) -> str:
    """A hash of what was sent, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


@transaction.atomic
def once(*, owner: User, key: UUID | None, body: dict[str, Any], act: Callable[[], Answer]) -> Answer:
    """Do `act` and keep its answer under the key; a second call gets the answer and no effect.

    The key's row is written in the transaction of the write: a refused or broken write leaves no key,
    and a second call that arrives meanwhile waits for the first. Raises Refusal `idempotency_reuse`
    when the same key comes with another body.
    """
    if key is None:
        return act()
    body_hash = fingerprint(body)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM core_idempotencykey WHERE owner_id = %s AND key = %s AND at < now() - interval '1 day'",
            [owner.pk, key],
        )
        cursor.execute(
            "INSERT INTO core_idempotencykey (owner_id, key, body_hash, answer) VALUES (%s, %s, %s, NULL) "
            "ON CONFLICT (owner_id, key) DO NOTHING RETURNING id",
            [owner.pk, key, body_hash],
        )
        row = cursor.fetchone()
    if row is None:
        kept: Answer = json.loads(_answer_of(owner, key, body_hash))
        return kept
    answer = act()
    IdempotencyKey.objects.filter(pk=row[0]).update(answer=json.dumps(answer))
    return answer


def _answer_of(owner: User, key: UUID, body_hash: str) -> str:
    kept = IdempotencyKey.objects.get(owner=owner, key=key)
    if kept.body_hash != body_hash or kept.answer is None:
        raise Refusal(
            "idempotency_reuse", _("This form was sent already, with other words. Open it again to send these.")
        )
    return kept.answer
