"""The test database keeps the statistics of new tables, whatever autovacuum would make of rolled-back rows.

A table that autovacuum saw full of dead rows counts as empty ever after: then the planner walks whole indexes for
one row, and a check for circles that takes 10 ms takes 10 s.
"""

from typing import Any

import pytest
from django.db import connections
from django.db.models.signals import post_migrate

TABLES = ("debates_contribution", "debates_premise", "debates_rating", "debates_entry", "debates_controversy")


def no_autovacuum(*, using: str, **_more: Any) -> None:
    """No autovacuum on the tables that every test fills and rolls back."""
    with connections[using].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE IF EXISTS {table} SET (autovacuum_enabled = false)")


@pytest.fixture(scope="session", autouse=True)
def steady_statistics() -> None:
    """Waits for the test database to be made; where no test needs one, nothing is touched."""
    post_migrate.connect(no_autovacuum, dispatch_uid="steady statistics")
