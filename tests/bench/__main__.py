"""`make bench`: ours, the floor and the peers in one run, as ratios. `--quick` takes less than two minutes."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

QUICK = {"sizes": (1_000, 10_000), "rounds": 5, "seconds": 0.08, "writes": 80, "apart": False}
WHOLE = {"sizes": (1_000, 10_000, 100_000), "rounds": 7, "seconds": 0.6, "writes": 200, "apart": True}


def main() -> None:
    """Make the maps, time the rows, print the tables; 1 when a row is beyond its limit and --strict was said."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="smaller maps, fewer rounds, no streams, no browser: under two minutes"
    )
    parser.add_argument("--strict", action="store_true", help="end with 1 when a row is beyond its limit")
    parser.add_argument("--sizes", type=int, nargs="*", help="how many claims the maps have")
    parser.add_argument("--only", default="", help="rows whose name holds these words")
    asked = parser.parse_args()
    plan = dict(QUICK if asked.quick else WHOLE)
    plan["sizes"] = asked.sizes or plan["sizes"]
    with database():
        from tests.bench.running import run

        beyond = run(plan, only=asked.only)
    sys.exit(1 if beyond and asked.strict else 0)


@contextmanager
def database() -> Iterator[None]:
    """A database of its own on the embedded server, or on the one that DATABASE_URL names; dropped at the end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, connections

    from core import postgres

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["testserver"]  # and no more of a test's environment, which makes every template slower
    embedded = not os.environ.get("DATABASE_URL")
    if embedded:
        postgres.ensure_running()
    try:
        connections.settings["default"]["TEST"]["NAME"] = f"bench_dissoi_{os.getpid()}"
        connection.creation.create_test_db(verbosity=0, serialize=False)
        yield
    finally:
        connection.creation.destroy_test_db("dissoi", verbosity=0)
        if embedded:
            postgres.stop()


if __name__ == "__main__":
    main()
