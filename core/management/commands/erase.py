"""Erases one person at once, where the law or a court wants it, or after a backup was restored."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.accounts.leaving import erase_person
from core.accounts.models import LeaveTexts
from core.accounts.queries import person_called


class Command(BaseCommand):
    """Cannot be undone, so it asks."""

    help = "Erase a person at once, by name or by number. Asks first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="the name, or the number as `#12`")
        parser.add_argument(
            "--texts", choices=LeaveTexts.values, required=True, help="keep them without a name, or not"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, person: str, texts: str, yes: bool, **options: Any) -> None:
        del args, options
        found = person_called(person)
        if found is None:
            raise CommandError(f"Nobody is called {person}; nothing was changed.")
        if not yes and not self.agreed(found.username):
            self.stdout.write("Nothing was changed.")
            return
        erase_person(person=found, keep_texts=texts == LeaveTexts.KEEP)
        self.stdout.write(f"Erased: number {found.pk}.")

    def agreed(self, name: str) -> bool:
        """Only the name typed again is a yes; no answer at all (no terminal) is a no."""
        try:
            answer = input(f"{name} is erased for good. Type the name again: ")
        except EOFError:
            return False
        return answer.strip() == name
