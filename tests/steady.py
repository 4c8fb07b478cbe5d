"""The test database keeps the statistics of new tables, whatever autovacuum would make of rolled-back rows.

A table that autovacuum saw full of dead rows counts as empty ever after: then the planner walks whole indexes for
one row, and a check for circles that takes 10 ms takes 10 s.
"""

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

TABLES = ("debates_contribution", "debates_premise", "debates_rating", "debates_entry", "debates_controversy")


@pytest.fixture(scope="session", autouse=True)
def steady_statistics(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """No autovacuum on the tables that every test fills and rolls back."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = false)")
