"""Whether a database server of the user's own is one that the product can use."""

from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

OLDEST = 15


class Unfit(Exception):
    """The named database cannot be used; the message says why."""


def demand_fit(connection: "BaseDatabaseWrapper") -> None:
    """It must answer, and be PostgreSQL 15 or newer."""
    try:
        with psycopg.connect(**connection.get_connection_params(), connect_timeout=10) as probe:
            version = probe.info.server_version // 10000
    except psycopg.Error as error:
        said = str(error).strip().splitlines()
        raise Unfit(f"The database of DATABASE_URL does not answer: {said[0] if said else error!r}") from None
    if version < OLDEST:
        raise Unfit(f"The database of DATABASE_URL is PostgreSQL {version}; {OLDEST} or newer is needed.")
