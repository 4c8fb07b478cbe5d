"""Querysets through the gate, turned into SQL once for each set of rights and not at each write.

Building one costs Django ten times what the database needs to answer it. The statement depends on a person's
grants and seats, not on who the person is: so the members of a site share one.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from core.statements import fetch
from debates.maps.rules import Rights

Row = TypeVar("Row", bound=models.Model)
Make: TypeAlias = Callable[[Rights], "models.QuerySet[Any, Any]"]

# Where the person and the row stand in the finished statement; no id is ever below zero.
PERSON, ROW = -1, -2


@models.BigAutoField.register_lookup
class AnyOf(models.Lookup):  # type: ignore[type-arg]
    """`pk__any_of=ROW` for a statement that takes a list of ids: it stays the same however long the list is.

    The inner SELECT keeps the length from the planner too; it would plan anew for every short list.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """id = ANY((SELECT …))"""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY((SELECT {right}::bigint[])::bigint[])", [*left_values, *right_values]


def ready_rows(
    make: Make, *, rights: Rights, row: int | list[int] = 0, said: Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """The rows of `make(rights)`, as it selects them; `row` is an id, or a list where it was looked for by `any_of`."""
    return fetch(*ready_sql(make, rights=rights, row=row, said=said))


def ready_sql(
    make: Make, *, rights: Rights, row: int | list[int] = 0, said: Mapping[str, Any] | None = None
) -> tuple[str, list[Any]]:
    """The statement and the values of `make(rights)`, in which the row was looked for by the id ROW.

    `said` are words that the statement holds and what stands there in truth.
    """
    sql, values = _compiled(make, *alike(rights))
    there: dict[Any, Any] = {PERSON: rights.user_id, ROW: row, **(said or {})}
    return sql, [there.get(value, value) if type(value) in (int, str) else value for value in values]


def alike(rights: Rights) -> tuple[tuple[bool, bool, bool], tuple[frozenset[Any], frozenset[Any]]]:
    """Equal for people whom every gate treats alike, but for what is their own."""
    who = (rights.user_id is not None, rights.is_admin, rights.is_guest)
    return who, (frozenset(rights.grants.items()), frozenset(rights.places.items()))


def ready_row(model: type[Row], make: Make, *, rights: Rights, row: int, held: str = "") -> Row | None:
    """The one row of `make(rights)` as an object, or None; `held` is how it is locked."""
    sql, values = ready_sql(make, rights=rights, row=row)
    names = [field.attname for field in model._meta.concrete_fields]
    return next((model.from_db("default", names, found) for found in fetch(f"{sql} {held}", values)), None)


@lru_cache(maxsize=1024)
def _compiled(
    make: Make, who: tuple[bool, bool, bool], held: tuple[frozenset[Any], frozenset[Any]]
) -> tuple[str, tuple[Any, ...]]:
    known, is_admin, is_guest = who
    grants, places = map(dict, held)
    rights = Rights(PERSON if known else None, is_admin, is_guest, grants, places)
    sql, values = make(rights).query.sql_with_params()
    return sql, tuple(values)
