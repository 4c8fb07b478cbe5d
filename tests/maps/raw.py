"""The database asked by raw SQL, around every service."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction


def sql(statement: str, *values: Any) -> Any:
    """Run one statement; the first column of its first row, if it has one."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0] if cursor.description else cursor.rowcount


def put(row: Any, **columns: Any) -> None:
    """Write columns of one contribution past every service."""
    names = ", ".join(f"{name} = %s" for name in columns)
    sql(f"UPDATE debates_contribution SET {names} WHERE id = %s", *columns.values(), row.pk)


@contextmanager
def broken(promise: str) -> Iterator[None]:
    """The database refuses: a code of ours (DS…), or a constraint by its name; nothing of it stays."""
    try:
        with transaction.atomic():
            yield
            sql("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as refused:
        cause: Any = refused.__cause__
        said = (cause.sqlstate, cause.diag.constraint_name)
    else:
        said = ("nothing was refused", None)
    assert promise in said


COLUMNS = (
    "kind, controversy_id, author_id, text, state, language, locked, revision, rating_count, rating_sum, protected,\
 featured, tags, locator"
)


def insert(like: Any, kind: str, **columns: Any) -> int:
    """A new row of this kind on the map of `like`, past every service."""
    names = "".join(f", {name}" for name in columns)
    marks = ", %s" * len(columns)
    return int(
        sql(
            f"INSERT INTO debates_contribution ({COLUMNS}{names}) VALUES "
            f"(%s, %s, NULL, 'x', 'published', 'en', false, 1, 0, 0, false, false, '{{}}', ''{marks}) RETURNING id",
            kind,
            like.controversy_id,
            *columns.values(),
        )
    )
