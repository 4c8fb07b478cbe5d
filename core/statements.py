"""Statements that stay the same from call to call: planned once for each connection and not at each call."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


def fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that one statement answers with, `%s` for each value.

    Its values go to the server beside it (Django writes them into the text, so that every call is new to the
    server); after a few calls the connection keeps it prepared. Planning a gate takes longer than answering it.
    """
    with _cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _cursor() -> CursorWrapper:
    """One that binds on the server; while statements are logged Django's own, which can tell what it sent."""
    if connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    return connection.make_cursor(psycopg.Cursor(connection.connection))  # type: ignore[arg-type]  # any cursor will do
