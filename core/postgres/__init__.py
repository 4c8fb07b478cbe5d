"""The embedded PostgreSQL of the demonstration and the tests: started where needed, one to a checkout."""

import os
from functools import cache
from typing import Any
from urllib.parse import quote

from core.postgres.embedded import Server
from core.postgres.failure import ServerFailed
from core.postgres.place import NAME, Place, connection_parameters, place

__all__ = ["ServerFailed", "ensure_running", "has_died", "is_ready", "remove", "stop", "url"]


@cache
def _server(where: Place) -> Server:
    """One object to a place, since it knows its child."""
    return Server(where)


def ensure_running() -> dict[str, Any]:
    """Start the server of this checkout unless it runs, and say how to reach it."""
    forget_other_servers()
    where = place()
    _server(where).ensure_running()
    made = where.home / "made"
    if not made.exists():
        _make_database()
        made.touch()
    return connection_parameters()


def stop() -> bool:
    """Let go of the server; it stops unless another process uses it."""
    return _server(place()).stop()


def remove() -> bool:
    """Throw the server's data away; False while another process uses it."""
    return _server(place()).remove()


def is_ready() -> bool:
    """Whether the server accepts connections."""
    return _server(place()).is_ready()


def has_died() -> bool:
    """Whether a server that ran has ended; cheap enough to ask every second."""
    return _server(place()).has_died()


def url() -> str:
    """The server's address as DATABASE_URL would have it, for psql and the like."""
    return f"postgresql://{NAME}@/{NAME}?host={quote(connection_parameters()['HOST'], safe='/')}"


def forget_other_servers() -> None:
    """PGHOST and its kin speak of another server, and libpq would heed them."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]


def _make_database() -> None:
    """Make the product's database in a server that has none yet."""
    import psycopg  # noqa: PLC0415  most commands find the server running and need not wait for this

    where = connection_parameters()
    with psycopg.connect(
        host=where["HOST"], port=where["PORT"], user=NAME, dbname="postgres", autocommit=True
    ) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute("CREATE DATABASE dissoi")
