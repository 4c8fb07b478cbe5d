"""What a start would do over again, and whether it is needed: migrations and static files."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection


def migrations_pending() -> bool:
    """Whether a migration lies on disk that the database has not seen. Loads none: that takes a second."""
    return not _migrations_on_disk() <= _migrations_applied()


def static_digest() -> str:
    """What stands for all static files as they are now: their names, sizes and times."""
    digest = hashlib.sha256()
    for folder in _static_folders():
        for path in sorted(_files(folder)):
            facts = path.stat()
            digest.update(f"{path}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_stamp() -> Path:
    """Where the digest of the collected files is noted; it lies with them and goes with them."""
    return Path(settings.STATIC_ROOT) / ".collected"


def static_changed() -> bool:
    """Whether the static files are other than when they were last collected."""
    try:
        return static_stamp().read_text(encoding="utf-8") != static_digest()
    except OSError:
        return True


def _migrations_on_disk() -> set[tuple[str, str]]:
    return {
        (app.label, path.stem)
        for app in apps.get_app_configs()
        for path in (Path(app.path) / "migrations").glob("[!_]*.py")
    }


def _migrations_applied() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def _static_folders() -> Iterator[Path]:
    yield from (Path(folder) for folder in settings.STATICFILES_DIRS)
    yield from (Path(app.path) / "static" for app in apps.get_app_configs())
    yield settings.BASE_DIR / "core" / "storage.py"


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
    for parent, _, names in os.walk(folder):
        yield from (Path(parent) / name for name in names)
