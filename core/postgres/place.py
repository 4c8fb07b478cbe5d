"""Where the embedded server's data and socket lie; nothing here starts or touches anything."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.postgres.account import Account, reachable, server_account, this_user

NAME = "dissoi"
PORT = "5432"  # names the socket file only: the server opens no network port
HOME_VARIABLE = "DISSOI_POSTGRES_HOME"
LONGEST_SOCKET_PATH = 100  # systems stop at 104 or 108 bytes
CHECKOUT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one embedded server, and the account it runs as (None: whoever starts it)."""

    home: Path
    socket_dir: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def socket_lock(self) -> Path:
        return self.socket_dir / f".s.PGSQL.{PORT}.lock"


def place(wanted: Path | None = None) -> Place:
    """The folders of the server whose files belong in `wanted` (var/pg unless the environment says more)."""
    home = (wanted or Path(os.environ.get(HOME_VARIABLE) or CHECKOUT / "var" / "pg")).resolve()
    account = server_account(CHECKOUT)
    if account and not reachable(home, account):
        home = shelter(home)
    return Place(home=home, socket_dir=_socket_dir(home), account=account)


def shelter(home: Path) -> Path:
    """A folder outside the checkout, for a server whose account cannot enter the checkout."""
    return Path("/var/tmp") / f"dissoi-{this_user()}-{_digest(home)}"  # noqa: S108  its owner is checked before use


def connection_parameters() -> dict[str, Any]:
    """How Django reaches the embedded server, whether or not it runs."""
    return {"NAME": NAME, "USER": NAME, "PASSWORD": "", "HOST": str(place().socket_dir), "PORT": PORT}


def _digest(path: Path) -> str:
    """Short, and different for each checkout: two copies beside each other never meet."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _socket_dir(home: Path) -> Path:
    inside = home / "socket"
    if len(os.fsencode(inside / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET_PATH:
        return inside
    return Path("/tmp") / f"dissoi-{this_user()}-{_digest(home)}"  # noqa: S108  its owner is checked before use
