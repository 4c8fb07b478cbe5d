"""The main job: database, tables, first debates, static files, server; one process, one Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from core import catalogues, fonts, postgres, upkeep
from core.accounts.demo import DEMO_ACCOUNTS, demo_password
from core.postgres.required import Unfit, demand_fit

HIGHEST_PORT = 65535


class Command(BaseCommand):
    """Start everything and serve until interrupted."""

    help = "Start the database, bring it up to date, and serve the site on this machine."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")

    def handle(self, *args: Any, port: str, **options: Any) -> None:
        del args, options
        for wish in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wish, _interrupt)
        try:
            with ExitStack() as ending:
                self.run(port, ending)
        except KeyboardInterrupt:
            self.say("Stopped.")
        except (Unfit, postgres.ServerFailed) as failed:
            refuse(str(failed))

    def run(self, port: str, ending: ExitStack) -> None:
        """The steps, in order; what they leave to be undone goes on `ending`."""
        from core import serving  # noqa: PLC0415  reads settings that other commands do not need

        try:
            listener = serving.listen(port_number(port))
        except serving.PortTaken:
            refuse(f"Port {port} is taken; choose another, as in PORT={next_port(port)} make run.")
        ending.callback(listener.close)
        cutting = start_cutting()
        self.prepare_languages()
        self.prepare_database(ending)
        self.prepare_debates()
        self.prepare_static(cutting)
        self.announce(port)
        with serving.watched_database() if settings.DEMO else nullcontext(), serving.housekeeping():
            serving.serve(listener)

    def prepare_languages(self) -> None:
        """Translations as Django reads them, before a word is said in another language."""
        if catalogues.stale():
            with self.step("languages"):
                catalogues.make_stale()

    def prepare_database(self, ending: ExitStack) -> None:
        """A database that answers and holds every table."""
        with self.step("database"):
            if settings.DEMO:
                ending.callback(postgres.stop)
                ending.callback(ignore_signals)
                postgres.ensure_running()
            else:
                demand_fit(connection)
            ending.callback(close_connections)
        if upkeep.migrations_pending():
            with self.step("tables"):
                call_command("migrate", verbosity=0, interactive=False)

    def prepare_debates(self) -> None:
        """The first debates, where there are none yet; if they cannot be loaded, a sentence says why."""
        with self.step("first debates"):
            try:
                call_command("seed", if_empty=True, stdout=self.stdout)
            except CommandError as failed:
                self.say(f"  {failed}")

    def prepare_static(self, cutting: "subprocess.Popen[bytes] | None") -> None:
        """Fonts, and every static file under its hashed name."""
        if cutting:
            with self.step("fonts"):
                if cutting.wait() != 0:
                    self.say("  fonts: they could not be cut, so pages use the system's; `make doctor` tells more")
        if upkeep.static_changed():
            with self.step("static files"):
                digest = upkeep.static_digest()
                call_command("collectstatic", verbosity=0, interactive=False)
                upkeep.static_stamp().write_text(digest, encoding="utf-8")

    def announce(self, port: str) -> None:
        """The address, and in the demonstration whom one can be."""
        self.say(f"\nDissoi serves on http://127.0.0.1:{port}/  (Ctrl-C stops it)")
        if settings.DEMO:
            self.say(f"Accounts: {', '.join(DEMO_ACCOUNTS)}\nPassword of each: {demo_password()}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One line for one step, with its time."""
        begun = time.monotonic()
        yield
        self.say(f"  {name}: {time.monotonic() - begun:.1f} s")


def start_cutting() -> "subprocess.Popen[bytes] | None":
    """Begin to cut the fonts in a process of their own: the database's first steps leave a processor idle."""
    if not fonts.missing():
        return None
    return subprocess.Popen([sys.executable, "-m", "core.fonts"], cwd=settings.BASE_DIR)


def port_number(port: str) -> int:
    """The port as a number, or one sentence."""
    if not port.isdecimal() or not 1 <= int(port) <= HIGHEST_PORT:
        refuse(f"PORT={port} is no port; choose a number from 1024 to {HIGHEST_PORT}, as in PORT=8000 make run.")
    return int(port)


def next_port(port: str) -> int:
    """Another port to name as an example."""
    return int(port) + 1 if int(port) < HIGHEST_PORT else 8000


def close_connections() -> None:
    """Give the database's sessions back, pool included, before the server is asked to stop."""
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined]


def ignore_signals() -> None:
    """A second Ctrl-C must not leave the database half stopped."""
    for wish in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wish, signal.SIG_IGN)


def refuse(sentence: str) -> NoReturn:
    """One sentence and exit 2; a traceback would bury it."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(2)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt
