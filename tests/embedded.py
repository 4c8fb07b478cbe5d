"""The tests' own database server, as a pytest plugin that is loaded before the settings are."""

import os
from pathlib import Path

import pytest

PREFIX = "test_dissoi_"
HOME = Path(__file__).resolve().parent.parent / "var" / "test-pg"

os.environ.pop("DISSOI_SERVING", None)  # no pool: its threads would outlive the tests' connections
if os.environ.get("DATABASE_URL"):
    os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-for-people-0123456789")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
else:
    # Not the folder of `make run`, which may be serving at this moment.
    os.environ.setdefault("DISSOI_POSTGRES_HOME", str(HOME))


def pytest_configure(config: pytest.Config) -> None:
    """Settings that make tests fast and independent of what was collected."""
    del config
    from django.conf import settings

    from core import catalogues

    catalogues.make_stale()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True  # looks files up as they are asked for, and warns of no missing folder
    settings.WHITENOISE_USE_FINDERS = True  # where they are written, since nothing is collected


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server once, in the controlling process; workers find it running."""
    from django.db import connections

    if _is_ours(session.config):
        from core import postgres

        postgres.ensure_running()
        _prepare()
    if not session.config.getvalue("reuse_db"):
        # Two runs at once in one checkout must not empty each other's tables.
        connections.settings["default"]["TEST"]["NAME"] = f"{PREFIX}{os.getpid()}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Stop it again, unless another run of the tests uses it."""
    if _is_ours(session.config):
        from core import postgres

        postgres.stop()


def _is_ours(config: pytest.Config) -> bool:
    worker = hasattr(config, "workerinput")
    return not (worker or config.option.collectonly or os.environ.get("DATABASE_URL"))


def _prepare() -> None:
    """Have the server wait for no disk, since nothing here must outlive a power cut; drop what killed runs left."""
    import psycopg
    from django.conf import settings
    from psycopg import sql

    found = settings.DATABASES["default"]
    where = {"host": found["HOST"], "port": found["PORT"], "user": found["USER"], "dbname": "postgres"}
    with psycopg.connect(**where, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
        for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_dissoi_%'"):
            if not _lives(name.removeprefix(PREFIX).partition("_")[0]):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _lives(pid: str) -> bool:
    """Whether the run whose number a database carries is still under way; what carries none is left alone."""
    if not pid.isdecimal():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
