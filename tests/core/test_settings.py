"""Settings: the demonstration needs nothing, and a server that is not set up says so in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.kept import kept
from core.postgres.place import CHECKOUT

SHOW = "from core import settings as s; print(*(getattr(s, name) for name in {names!r}), sep='|')"
NAMED = {
    "DATABASE_URL": "postgresql://u:p@db.example.org/name",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "a.org,b.org",
}
REFUSERS = {
    "manage.py": ["manage.py", "check"],
    "uvicorn": ["-m", "uvicorn", "core.asgi:application", "--port", "0"],
    "run": ["manage.py", "run"],
}


def python(words: list[str], **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in the checkout with only these variables and what every process has."""
    basic = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *words],
        cwd=CHECKOUT,
        env=basic | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def shown(*names: str, **environment: str) -> list[str]:
    """These settings, as a fresh process has them."""
    done = python(["-c", SHOW.format(names=names)], **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().split("|")


def test_without_a_database_it_is_the_demonstration() -> None:
    demo, debug, hosts, secure, mail = shown("DEMO", "DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "EMAIL_BACKEND")

    assert (demo, debug, secure) == ("True", "False", "False")
    assert hosts == "['127.0.0.1', 'localhost', '[::1]']"
    assert "console" in mail


def test_the_demonstration_draws_its_own_key_and_keeps_it() -> None:
    first, second = shown("SECRET_KEY"), shown("SECRET_KEY")

    assert first == second
    assert len(first[0]) >= 50


def test_debug_is_for_the_demonstration_only() -> None:
    assert shown("DEBUG", DEBUG="1") == ["True"]
    assert shown("DEBUG", DEBUG="1", **NAMED) == ["False"]


def test_with_a_database_cookies_are_secure() -> None:
    names = ("DEMO", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS")

    assert shown(*names, **NAMED) == ["False", "True", "True", "0", "['a.org', 'b.org']"]


def test_a_proxy_is_believed_only_when_named() -> None:
    assert python(["-c", "from core.settings import SECURE_PROXY_SSL_HEADER"], **NAMED).returncode == 1
    assert shown("SECURE_PROXY_SSL_HEADER", SECURE_PROXY_SSL_HEADER="X-Forwarded-Proto", **NAMED) == [
        "('HTTP_X_FORWARDED_PROTO', 'https')"
    ]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("who", REFUSERS)
def test_what_is_missing_is_named_in_one_sentence(who: str, missing: str) -> None:
    done = python(REFUSERS[who], **{name: value for name, value in NAMED.items() if name != missing})

    assert done.returncode == 2
    assert missing in done.stderr
    assert done.stderr.count("\n") == 1
    assert "p@db" not in done.stderr


def test_an_unreadable_address_is_refused_alike() -> None:
    done = python(["manage.py", "check"], **NAMED | {"DATABASE_URL": "sqlite:///debates.db"})

    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr


def test_what_is_kept_is_drawn_once_and_private(tmp_path: Path) -> None:
    draws = iter(["first", "second"])

    assert kept("word", lambda: next(draws), folder=tmp_path) == "first"
    assert kept("word", lambda: next(draws), folder=tmp_path) == "first"
    assert (tmp_path / "word").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["word"]


def test_an_empty_kept_file_is_drawn_anew(tmp_path: Path) -> None:
    (tmp_path / "word").touch()

    assert kept("word", lambda: "drawn", folder=tmp_path) == "drawn"
