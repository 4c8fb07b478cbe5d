"""Small secrets that are drawn once on this machine and kept in var/, readable by their owner alone."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var"


def kept(name: str, draw: Callable[[], str], *, folder: Path = VAR) -> str:
    """What is kept under this name; drawn now if nothing is. Two processes at once agree on one value."""
    path = folder / name
    if found := _read(path):
        return found
    value = draw()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_once(path, value)
    except OSError:
        # A checkout that cannot be written to still passes checks; it only forgets the value afterwards.
        return _read(path) or value
    return _read(path) or value


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _write_once(path: Path, value: str) -> None:
    """Appear whole or not at all, and never over another's value: a link to a finished file does both."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(value + "\n")
        if path.exists() and not _read(path):
            path.unlink()
        os.link(draft, path)
    finally:
        Path(draft).unlink()
