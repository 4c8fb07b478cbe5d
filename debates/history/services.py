"""Writing history: the last thing that every change does."""

import json
from typing import Any

from django.db import connection

from core.models import User
from debates.history.models import Entry

CHANNEL = "dissoi"


def record(
    *,
    by: User | None,
    verb: str,
    controversy_id: int | None = None,
    contribution_id: int | None = None,
    version: int = 1,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """Write one line and tell listeners. Call it last inside the transaction of the change.

    It takes the next number of the controversy, which holds the controversy's row until the commit:
    so the order of the numbers is the order of the commits, without holes. The notice carries the
    number alone; listeners hear of it at the commit or not at all.
    """
    seq = None if controversy_id is None else _next_seq(controversy_id)
    entry = Entry.objects.create(
        controversy_id=controversy_id,
        seq=seq,
        contribution=contribution_id,
        actor=by,
        verb=verb,
        version=version,
        before=before or {},
        after=after or {},
        reason=reason,
    )
    if seq is not None:
        payload = json.dumps({"controversy": controversy_id, "seq": seq})
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
    return entry


def _next_seq(controversy_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE debates_controversy SET seq = seq + 1 WHERE id = %s RETURNING seq", [controversy_id])
        row = cursor.fetchone()
    return int(row[0])
