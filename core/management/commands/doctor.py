"""Says in plain words what this machine lacks; exits 1 if it is something needed."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.fitness import findings


class Command(BaseCommand):
    """Look at this machine."""

    help = "Say in plain words what is missing on this machine."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        del args, options
        lacking = 0
        for finding in findings(port):
            lacking += finding.needed and not finding.fine
            mark = "ok  " if finding.fine else ("LACK" if finding.needed else "note")
            self.stdout.write(f"{mark} {finding.sentence}")
        if lacking:
            raise SystemExit(1)
