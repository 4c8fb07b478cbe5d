"""Folders that are certainly ours: in /tmp and /var/tmp anybody may have made one first."""

import os
import stat
from pathlib import Path

from core.postgres.account import Account, this_user
from core.postgres.failure import ServerFailed


def own_folder(path: Path) -> Path:
    """A folder of whoever runs this, which others may enter and not change."""
    _make_parents(path.parent)
    path.mkdir(mode=0o755, exist_ok=True)
    _demand_owner(path, {this_user()})
    path.chmod(0o755)
    return path


def private_folder(path: Path, account: Account | None) -> Path:
    """A folder that only the server's account can enter (and root, who can always)."""
    path.mkdir(mode=0o700, exist_ok=True)
    _demand_owner(path, {this_user()} | ({account.uid} if account else set()))
    if account:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
    path.chmod(0o700)
    return path


def open_to_read(tree: Path) -> None:
    """Undo a strict umask in a tree that we have just made."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o644))


def _make_parents(folder: Path) -> None:
    if not folder.exists():
        _make_parents(folder.parent)
        folder.mkdir(mode=0o755, exist_ok=True)
        folder.chmod(0o755)


def _demand_owner(path: Path, owners: set[int]) -> None:
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in owners:
        raise ServerFailed(f"{path} belongs to somebody else; remove it, or run this as its owner.")
