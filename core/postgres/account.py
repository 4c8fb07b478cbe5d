"""Whom the embedded server runs as: PostgreSQL refuses root, so root needs somebody else for it."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

try:
    import pwd
except ImportError:  # not a POSIX system; the server says so when it is asked to start
    pwd = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this system, by numbers."""

    uid: int
    gid: int


def this_user() -> int:
    """The number of whoever runs this; 0 is root."""
    return os.geteuid() if hasattr(os, "geteuid") else -1


def server_account(checkout: Path) -> Account | None:
    """None for an ordinary user. For root: the checkout's owner, or postgres, or nobody."""
    if this_user() != 0:
        return None
    owner = checkout.stat()
    if owner.st_uid != 0 and _is_known(owner.st_uid):
        return Account(uid=owner.st_uid, gid=owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid)
    return None


def reachable(path: Path, account: Account) -> bool:
    """Whether the account can enter every folder above this path. Folders not made yet will be made open."""
    return all(_can_enter(folder, account) for folder in path.parents if folder.exists())


def _is_known(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _can_enter(folder: Path, account: Account) -> bool:
    facts = folder.stat()
    needed = stat.S_IXUSR if facts.st_uid == account.uid else stat.S_IXOTH
    return bool(facts.st_mode & needed)
