"""What a row of the bench is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One job: ours, the floor it is measured against, and how the peers do the same.

    `limit` is the greatest ratio to the floor that we allow ourselves (None: the limit is on milliseconds, or
    the row is only compared with peers).
    """

    name: str
    ours: Act
    floor: Act | None = None
    peers: Mapping[str, Act] = field(default_factory=dict)
    limit: float | None = None
    floor_is: str = ""
    milliseconds: float | None = None


def rows_of(statement: str, *values: int | str) -> list[tuple[Any, ...]]:
    """One bare statement, its rows as tuples."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
