"""Writing history: the last thing that every change does."""

import json
from typing import Any

from django.db import connection

from core.models import User
from core.statements import fetch
from debates.history.rules import VISIT_ENDS

CHANNEL = "dissoi"

# One statement each: a change writes two lines or more, and a round for each part would double its time.
LINE = "contribution, actor_id, verb, version, before, after, reason, hide_text, hide_reason, hide_actor"
OF_THE_SITE = f"""
INSERT INTO debates_entry ({LINE})
VALUES (%s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, false, false, false) RETURNING id
"""  # noqa: S608
OF_A_MAP = f"""
WITH numbered AS (UPDATE debates_controversy SET seq = seq + 1 WHERE id = %s RETURNING id, seq),
line AS (
    INSERT INTO debates_entry (controversy_id, seq, {LINE})
    SELECT id, seq, %s::bigint, %s::bigint, %s, %s::integer, %s::jsonb, %s::jsonb, %s, false, false, false FROM numbered
)
SELECT seq, pg_notify(%s, json_build_object('controversy', %s::bigint, 'seq', seq)::text) FROM numbered
"""  # noqa: S608 - names of our own


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
) -> int | None:
    """Write one line and tell listeners; its number on the map, if it is a map's. Call it last inside the transaction.

    It takes the next number of the controversy, which holds the controversy's row until the commit:
    so the order of the numbers is the order of the commits, without holes. The notice carries the
    number alone; listeners hear of it at the commit or not at all.
    """
    person = by.pk if by else None
    values = [contribution_id, person, verb, version, json.dumps(before or {}), json.dumps(after or {}), reason]
    if controversy_id is None:
        fetch(OF_THE_SITE, values)
        return None
    [(seq, _told)] = fetch(OF_A_MAP, [controversy_id, *values, CHANNEL, controversy_id])
    return int(seq)


def visit(*, controversy_id: int, seq: int, reach: dict[str, Any], by: User) -> None:
    """Write down that this person reads a map now, at this number and with this reach (their seat, as plain values).

    A page within half an hour of the one before belongs to the same visit; a later one begins another, and what
    the visit before had read becomes what "since my last visit" starts from. One statement, in whatever order two
    windows arrive.
    """
    with connection.cursor() as cursor:
        cursor.execute(VISITED, {"user": by.pk, "map": controversy_id, "seq": seq, "reach": json.dumps(reach)})


VISITED = f"""
INSERT INTO debates_visit AS v (user_id, controversy_id, seq, latest, reach, at)
VALUES (%(user)s, %(map)s, %(seq)s, %(seq)s,
        jsonb_build_object('then', %(reach)s::jsonb, 'now', %(reach)s::jsonb), statement_timestamp())
ON CONFLICT (user_id, controversy_id) DO UPDATE SET
    (seq, before_at, reach) = (SELECT
        CASE WHEN another THEN v.latest ELSE v.seq END,
        CASE WHEN another THEN v.at ELSE v.before_at END,
        jsonb_build_object('then', v.reach -> CASE WHEN another THEN 'now' ELSE 'then' END, 'now', %(reach)s::jsonb)
        FROM (SELECT v.at < statement_timestamp() - interval '{int(VISIT_ENDS.total_seconds())} seconds' AS another) t),
    latest = greatest(v.latest, excluded.latest),
    at = statement_timestamp()
"""  # noqa: S608 - a number of our own


def mark_seen(*, controversy_id: int, seq: int, by: User) -> None:
    """Call everything seen up to the number that was shown; what came after it stays new."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"user": by.pk, "map": controversy_id, "seq": seq})


SEEN = """
UPDATE debates_visit AS v SET
    seq = greatest(v.seq, least(%(seq)s, c.seq)),
    latest = greatest(v.latest, least(%(seq)s, c.seq)),
    before_at = statement_timestamp(),
    at = statement_timestamp(),
    reach = jsonb_build_object('then', v.reach -> 'now', 'now', v.reach -> 'now')
FROM debates_controversy c
WHERE c.id = v.controversy_id AND v.user_id = %(user)s AND v.controversy_id = %(map)s
"""
