#!/usr/bin/env python
"""The project's one entry for commands; starts the embedded PostgreSQL for those that need it."""

import os
import sys
import warnings
from pathlib import Path

# These run without a database; `run` starts and stops it itself, around its own steps.
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "doctor",
    "findstatic",
    "help",
    "makemessages",
    "makemigrations",
    "reset",
    "run",
    "startapp",
    "testserver",
    "version",
}


def needs_database(arguments: list[str]) -> bool:
    """Whether this command line asks something of the database."""
    if not arguments or {"-h", "--help", "--version"} & set(arguments):
        return False
    if any(argument.startswith("--database") for argument in arguments):
        return True
    return arguments[0] not in WITHOUT_DATABASE


def main() -> None:
    """Run one command, with the embedded server around it where it is wanted and no other is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
    arguments = sys.argv[1:]
    if arguments[:1] == ["run"]:
        os.environ["DISSOI_SERVING"] = "1"
    # Without a server makemigrations cannot compare with what was applied; that is meant, not a mistake.
    warnings.filterwarnings("ignore", message="Got an error checking a consistent migration history")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. Run `make setup`, then use .venv/bin/python manage.py …")
    if os.environ.get("DATABASE_URL") or not needs_database(arguments):
        execute_from_command_line(sys.argv)
        return

    from core import postgres

    try:
        postgres.ensure_running()
    except postgres.ServerFailed as failed:
        sys.exit(f"The embedded PostgreSQL did not start: {failed}")
    try:
        execute_from_command_line(sys.argv)
    finally:
        postgres.stop()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    main()
