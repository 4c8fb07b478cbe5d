"""The one connection of a process on which the database notifies it; it is made anew whenever it is lost."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

WAITS = (0.2, 0.5, 1.0, 2.0)  # seconds before another try; the last one for ever
# A connection whose other end vanished without a word is known to be dead after half a minute.
WATCHED = {"connect_timeout": 5, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
OURS = ("context", "cursor_factory", "prepare_threshold", "pool", "server_side_binding", "isolation_level")

log = logging.getLogger(__name__)


async def listen(
    channels: Sequence[str], *, heard: Callable[[str, str], None], up: Callable[[], None], down: Callable[[], None]
) -> None:
    """Hear notices until cancelled: `heard(channel, payload)`; `up` and `down` say how the connection fares."""
    tries = 0
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as hearing:
                for channel in channels:
                    await hearing.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                tries = 0
                up()
                async for notice in hearing.notifies():
                    heard(notice.channel, notice.payload)
        except (psycopg.Error, OSError) as error:
            if not tries:
                log.warning("the database does not notify us any more (%s); trying on", type(error).__name__)
        down()
        await asyncio.sleep(WAITS[min(tries, len(WAITS) - 1)])
        tries += 1


def _parameters() -> dict[str, Any]:
    """How Django reaches the database, without what only its own connections understand."""
    known = connection.get_connection_params()
    return WATCHED | {name: value for name, value in known.items() if name not in OURS}
