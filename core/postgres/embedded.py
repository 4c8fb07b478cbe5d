"""Starts, watches over and stops the embedded server of one place."""

import os
import re
import shutil
import signal
import subprocess
import time
from contextlib import suppress

from core.postgres import binaries, cluster
from core.postgres.failure import ServerFailed
from core.postgres.folders import own_folder, private_folder
from core.postgres.locks import Use, only_one
from core.postgres.pidfile import disown, runs_on, written_pid
from core.postgres.place import Place

PATIENCE = 60.0  # seconds for a start: after a hard stop the server first repairs its data
LONGEST_LOG = 2_000_000
# A killed server's children live on for a moment and hold what a new one needs.
PASSING = re.compile(r"shared memory block|lock file|in use|already exists")


class Server:
    """The one server of a place. Several processes may hold one of these; locks keep them in step."""

    def __init__(self, where: Place) -> None:
        self.where = where
        self._use = Use(where.home / "users")
        self._process: subprocess.Popen[bytes] | None = None

    def ensure_running(self) -> bool:
        """Start it unless it runs; True when this call started it."""
        if os.name != "posix":
            raise ServerFailed("it runs on Linux and macOS only; elsewhere set DATABASE_URL to a PostgreSQL.")
        own_folder(self.where.home)
        with only_one(self.where.home / "lock"):
            self._use.begin()
            if self.is_ready():
                return False
            self._start()
            return True

    def stop(self) -> bool:
        """Let go of it, and stop it when nobody else uses it; True when it was stopped."""
        if not self.where.home.exists():
            return False
        with only_one(self.where.home / "lock"):
            if not self._use.end():
                self._leave_to_others()
                return False
            return self._halt()

    def remove(self) -> bool:
        """Stop it and throw its data away; False, and nothing is done, while another process uses it."""
        own_folder(self.where.home)
        with only_one(self.where.home / "lock"):
            self._use.begin()
            if not self._use.end():
                return False
            self._halt()
            for name in ("data", "data.new"):
                shutil.rmtree(self.where.home / name, ignore_errors=True)
            (self.where.home / "made").unlink(missing_ok=True)
            return True

    def is_ready(self) -> bool:
        """Whether it accepts connections at this moment."""
        return binaries.answers(self.where) == 0

    def has_died(self) -> bool:
        """Cheaply, for a watcher: a child is asked by the system, another's server by pg_isready."""
        if self._process is not None:
            return self._process.poll() is not None
        return not self.is_ready()

    def _start(self) -> None:
        if not self.where.data.exists():
            cluster.make(self.where)
        private_folder(self.where.socket_dir, self.where.account)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._launch()
            if self._becomes_ready(deadline):
                return
            if not PASSING.search(self._last_words()):
                break
            time.sleep(0.3)
        raise ServerFailed(f"{self._last_words() or 'it did not answer.'} Its log: {self.where.log}")

    def _launch(self) -> None:
        """Begin a server process, unless one of ours is alive and merely not ready yet."""
        pid = written_pid(self.where.pid_file)
        if pid is not None and runs_on(pid, self.where.data):
            if self._process is not None and self._process.pid != pid:
                self._take_leave()
            return
        self._take_leave()
        disown(self.where.pid_file, self.where.data)
        disown(self.where.socket_lock, self.where.data)
        grown = self.where.log.exists() and self.where.log.stat().st_size > LONGEST_LOG
        with self.where.log.open("wb" if grown else "ab") as log:
            self._process = subprocess.Popen(
                cluster.command(self.where),
                cwd="/",
                env=binaries.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us; we then stop it in good order
                **binaries.identity(self.where.account),
            )

    def _becomes_ready(self, deadline: float) -> bool:
        while time.monotonic() < deadline:
            if self.is_ready():
                return True
            if self._process is not None and self._process.poll() is not None:
                return False
            if self._process is None and not self._is_alive():
                return False
            time.sleep(0.03)
        return False

    def _is_alive(self) -> bool:
        pid = written_pid(self.where.pid_file)
        return pid is not None and runs_on(pid, self.where.data)

    def _halt(self) -> bool:
        """SIGINT ends sessions and leaves clean files; the others follow only if that takes too long."""
        pid = written_pid(self.where.pid_file)
        if pid is None or not runs_on(pid, self.where.data):
            return False
        for wish, seconds in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 2.0)):
            with suppress(ProcessLookupError):
                os.kill(pid, wish)
            if self._is_gone(pid, seconds):
                break
        return True

    def _is_gone(self, pid: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not runs_on(pid, self.where.data):
                self._take_leave()
                return True
            time.sleep(0.02)
        return False

    def _take_leave(self) -> None:
        """A child that ended stays as a zombie until somebody asks after it."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            self._process = None

    def _leave_to_others(self) -> None:
        """Python warns of a child that outlives its parent; this one is meant to, since others use it."""
        if self._process is not None:
            self._process.returncode = 0
            self._process = None

    def _last_words(self) -> str:
        """What the log says of the failure, without its times."""
        try:
            lines = self.where.log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        except OSError:
            return ""
        fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
        return fatal[-1] if fatal else (lines[-1] if lines else "")
