"""Makes a new data folder with initdb, whole or not at all, and knows the settings it is served with."""

import pwd
import shutil
import subprocess

from core.postgres import binaries
from core.postgres.account import this_user
from core.postgres.failure import ServerFailed
from core.postgres.folders import private_folder
from core.postgres.place import NAME, PORT, Place

# The first sorts by code point in every language and knows all letters; the second is for systems without it.
LOCALES = (
    ("--locale=C.UTF-8",),
    ("--locale=C", "--builtin-locale=C.UTF-8"),
)
SETTINGS = {
    "autovacuum_naptime": "1min",
    "io_method": "sync",  # spares three processes
    "jit": "off",
    "listen_addresses": "",
    "log_checkpoints": "off",
    "log_timezone": "UTC",
    "max_connections": "80",
    "max_parallel_workers_per_gather": "0",  # small containers have no shared memory for it
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "port": PORT,
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "unix_socket_permissions": "0700",
    "wal_level": "minimal",
}


def make(where: Place) -> None:
    """A new, empty data folder. An unfinished one is called data.new and swept away."""
    _demand_name()
    draft = where.data.with_name("data.new")
    for locale in LOCALES:
        shutil.rmtree(draft, ignore_errors=True)
        private_folder(draft, where.account)
        words = ["-D", str(draft), "-U", NAME, "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin"]
        made = subprocess.run(
            [str(binaries.server("initdb", where)), "--no-instructions", *words, *locale],
            check=False,
            cwd="/",
            env=binaries.environment(),
            capture_output=True,
            text=True,
            **binaries.identity(where.account),
        )
        if made.returncode == 0:
            draft.rename(where.data)
            return
    said = made.stderr.strip().splitlines()
    raise ServerFailed(f"initdb could not make {where.data}: {said[-1] if said else 'it said nothing'}")


def command(where: Place) -> list[str]:
    """The command line of a server of this place."""
    settings = SETTINGS | {"unix_socket_directories": f'"{where.socket_dir}"'}
    words = [f"--{name}={value}" for name, value in settings.items()]
    return [str(binaries.server("postgres", where)), "-D", str(where.data), *words]


def _demand_name() -> None:
    """initdb wants a name for whoever runs it, and a container started with a bare number has none."""
    try:
        pwd.getpwuid(this_user())
    except KeyError:
        raise ServerFailed(
            f"this system knows no user {this_user()}; run as a user with a name, or set DATABASE_URL."
        ) from None
