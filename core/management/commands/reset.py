"""Throws the demonstration's data away, after asking; the next `make run` begins afresh."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import postgres


class Command(BaseCommand):
    """Remove the embedded server's data."""

    help = "Throw the demonstration's data away. Asks first."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        del args, options
        if not settings.DEMO:
            raise CommandError("DATABASE_URL names a database of your own; this command leaves it alone.")
        if not yes and not self.agreed():
            self.stdout.write("Nothing was changed.")
            return
        if not postgres.remove():
            raise CommandError("The database is in use; stop `make run` first.")
        self.stdout.write("The demonstration's data is gone; `make run` begins afresh.")

    def agreed(self) -> bool:
        """Only a typed yes is one; no answer at all (no terminal) is a no."""
        try:
            answer = input("Every debate, account and rating of this demonstration will be lost. Type yes: ")
        except EOFError:
            return False
        return answer.strip().lower() == "yes"
