"""Pid files left by a killed server: told from a living server's, and made harmless without deleting them."""

import subprocess
from contextlib import suppress
from pathlib import Path

# Deleting postmaster.pid would also drop its guard over shared memory still in use; so only the pid goes.
IMPOSSIBLE_PID = 2147483646
PROC = Path("/proc")


def written_pid(path: Path) -> int | None:
    """The pid a file names; None when there is no file or it was cut short."""
    try:
        return int(path.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def runs_on(pid: int, data: Path) -> bool:
    """Whether this process is a living server of this data folder, and not a zombie or a stranger."""
    state, words = _look(pid)
    return state != "Z" and str(data) in words


def disown(path: Path, data: Path) -> None:
    """When the pid in this file is not our server's (any more), write one there that no process can have."""
    pid = written_pid(path)
    if not path.exists() or (pid is not None and runs_on(pid, data)):
        return
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    if len(lines) < 2:  # cut short while it was written
        lines = ["", str(data), ""]
    lines[0] = str(IMPOSSIBLE_PID)
    path.write_text("\n".join(lines), encoding="utf-8")


def _look(pid: int) -> tuple[str, str]:
    """A process's state letter and its command line; empty when there is no such process."""
    if PROC.joinpath("self", "stat").exists():
        with suppress(OSError):
            state = (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
            words = (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ")
            return state, words.decode(errors="replace")
        return "", ""
    asked = ["ps", "-o", "stat=,args=", "-p", str(pid)]
    shown = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return shown[:1], shown.partition(" ")[2]
