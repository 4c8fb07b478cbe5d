"""The daily housekeeping: erases whoever left seven days ago, and drops what has served its time."""

from typing import Any

from django.core.management.base import BaseCommand

from core.accounts.leaving import retire


class Command(BaseCommand):
    """Run once a day; running it more often does no harm."""

    help = "Erase the accounts whose seven days are over; drop old sessions, keys of forms and failed sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        erased = retire()
        self.stdout.write(f"Erased: {erased}.")
