"""What `make doctor` looks at: each check says in one sentence what is so, and what would help."""

import locale
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from core import fonts, postgres
from core.postgres.account import server_account, this_user
from core.postgres.binaries import server
from core.postgres.place import CHECKOUT, place
from core.postgres.required import Unfit, demand_fit

ENOUGH_DISK = 1.0  # GB
GB = 1_000_000_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence; `needed` tells a lack that prevents the product from running from one that does not."""

    fine: bool
    sentence: str
    needed: bool = True


def findings(port: int) -> Iterator[Finding]:
    """Every check, in the order in which one would mend things."""
    checks: tuple[Callable[[], Finding], ...] = (python, own_venv, disk, writable, utf8, database, typefaces)
    for check in checks:
        yield check()
    yield free_port(port)
    yield browser()
    yield node()


def python() -> Finding:
    """The version that runs this."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(sys.version_info >= (3, 11), f"Python is {version}; 3.11 or newer is needed.")


def own_venv() -> Finding:
    """Whether this runs in the project's own environment."""
    inside = Path(sys.prefix) == CHECKOUT / ".venv"
    return Finding(inside, ".venv is in use." if inside else "This does not run in .venv; use `make doctor`.")


def disk() -> Finding:
    """Room for the data and the static files."""
    free = shutil.disk_usage(CHECKOUT).free / GB
    return Finding(free >= ENOUGH_DISK, f"The disk has {free:.1f} GB free; {ENOUGH_DISK:.0f} GB is enough.")


def writable() -> Finding:
    """var/ holds everything that is made here."""
    fine = os.access(settings.VAR, os.W_OK)
    return Finding(fine, "var/ can be written." if fine else "var/ cannot be written; make it yours with chown.")


def utf8() -> Finding:
    """The terminal's encoding; the database's own is fixed and needs none."""
    encoding = locale.getpreferredencoding(do_setlocale=False)
    fine = encoding.upper().replace("-", "") == "UTF8"
    help_ = "" if fine else " Letters beyond English may be shown wrongly; set LANG=C.UTF-8."
    return Finding(fine, f"The terminal speaks {encoding}.{help_}", needed=False)


def database() -> Finding:
    """The named server, or whether the embedded one can be had."""
    if not settings.DEMO:
        try:
            demand_fit(connection)
        except Unfit as unfit:
            return Finding(False, str(unfit))
        return Finding(True, "The database of DATABASE_URL answers and is new enough.")
    if this_user() == 0 and server_account(CHECKOUT) is None:
        return Finding(False, "PostgreSQL refuses root, and there is no user postgres or nobody to run it.")
    try:
        where = place()
        found = server("postgres", where).exists()
    except postgres.ServerFailed as failed:
        return Finding(False, str(failed))
    state = "runs" if postgres.is_ready() else "is not running at the moment"
    return Finding(found, f"The embedded PostgreSQL {state}; its files are in {where.home}.")


def typefaces() -> Finding:
    """Cut already, or at least there to be cut."""
    if not (missing := fonts.missing()):
        return Finding(True, "The fonts are cut.")
    try:
        there = all(fonts.source(cut).exists() for cut in missing)
    except FileNotFoundError as error:
        return Finding(False, str(error), needed=False)
    return Finding(there, "The fonts are not cut yet; `make run` does it.", needed=False)


def free_port(port: int) -> Finding:
    """Whether `make run` could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        taken = probe.connect_ex(("127.0.0.1", port)) == 0
    help_ = "is taken; choose another with PORT=9000 make run" if taken else "is free"
    return Finding(not taken, f"Port {port} {help_}.", needed=False)


def browser() -> Finding:
    """For tests in a browser only."""
    found = next((name for name in BROWSERS if shutil.which(name)), None)
    sentence = f"Browser tests use {found}." if found else "There is no chromium: browser tests are skipped."
    return Finding(found is not None, sentence, needed=False)


def node() -> Finding:
    """For tests of scripts only; nothing here is built with it."""
    found = shutil.which("node") is not None
    return Finding(found, "Node is there." if found else "There is no Node: only script tests want it.", needed=False)
