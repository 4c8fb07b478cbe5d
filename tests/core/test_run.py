"""`make run`: done steps are skipped, refusals are one sentence, and Ctrl-C ends everything."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import connection
from pytest_django import Settings

from core import bootstrap, fonts, postgres, upkeep
from core.accounts.demo import DEMO_ACCOUNTS, demo_password
from core.postgres.embedded import Server
from core.postgres.pidfile import written_pid
from core.postgres.place import CHECKOUT, place
from core.postgres.required import Unfit, demand_fit


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder for a server of this test's own, which the server's account can enter."""
    folder = Path(tempfile.mkdtemp(prefix="dissoi-run-"))
    folder.chmod(0o755)
    yield folder / "pg"
    shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    """A demonstration's environment, whatever database these tests use themselves."""
    dropped = ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS")
    return {name: value for name, value in os.environ.items() if name not in dropped} | more


def run(**more: str) -> "subprocess.CompletedProcess[str]":
    """`manage.py run`, expected to refuse."""
    return subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=CHECKOUT,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False


def answers(port: int) -> bool:
    try:
        urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
    except HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
    return True


def test_a_taken_port_is_one_sentence(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = run(PORT=str(port), DISSOI_POSTGRES_HOME=str(home))

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert str(port) in done.stderr
    assert "PORT=" in done.stderr
    assert not home.exists()


@pytest.mark.parametrize("port", ["eight", "0", "70000", "-1"])
def test_a_port_that_is_none_is_one_sentence(port: str) -> None:
    done = run(PORT=port)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_one_sentence() -> None:
    done = run(
        PORT=str(free_port()),
        DATABASE_URL=f"postgresql://ana:secret@127.0.0.1:{free_port()}/debates",
        SECRET_KEY="k" * 50,
        ALLOWED_HOSTS="localhost",
    )

    assert done.returncode == 2
    assert done.stderr.startswith("The database of DATABASE_URL does not answer")
    assert "secret" not in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_mends_its_database_and_ends_on_a_signal(home: Path, wish: signal.Signals) -> None:
    port, server = free_port(), Server(place(home))
    with subprocess.Popen(
        [sys.executable, "manage.py", "run"],
        cwd=CHECKOUT,
        env=environment(PORT=str(port), DISSOI_POSTGRES_HOME=str(home)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert wait_until(lambda: answers(port), 300)
            killed = written_pid(server.where.pid_file)
            assert killed is not None
            os.kill(killed, signal.SIGKILL)
            assert wait_until(lambda: server.is_ready() and written_pid(server.where.pid_file) != killed, 60)
            assert wait_until(lambda: answers(port), 60)  # the pool tries again at growing intervals

            os.killpg(process.pid, wish)
            said, _ = process.communicate(timeout=60)
        finally:
            process.kill()
            server.stop()

    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}/" in said
    assert all(name in said for name in DEMO_ACCOUNTS)
    assert not server.is_ready()
    assert not answers(port)


def test_the_demonstrations_password_can_be_typed_and_stays() -> None:
    password = demo_password()

    assert password == demo_password()
    assert len(password.replace("-", "")) >= 16
    assert password.isascii()


@pytest.mark.django_db
def test_an_old_or_silent_database_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    demand_fit(connection)

    monkeypatch.setattr("core.postgres.required.OLDEST", 99)
    with pytest.raises(Unfit, match="99 or newer is needed"):
        demand_fit(connection)


@pytest.mark.django_db
def test_migrations_are_pending_only_when_the_database_lacks_one() -> None:
    assert not upkeep.migrations_pending()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name LIKE '0001%%'")
    assert upkeep.migrations_pending()


def test_static_files_are_collected_again_when_one_changes(settings: Settings, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "static"], tmp_path / "collected"
    for folder in ("static", "collected"):
        (tmp_path / folder).mkdir()
    assert upkeep.static_changed()

    upkeep.static_stamp().write_text(upkeep.static_digest())
    assert not upkeep.static_changed()

    (tmp_path / "static" / "new.css").write_text("a {}")
    assert upkeep.static_changed()


def test_nothing_is_installed_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "VENV", tmp_path)
    monkeypatch.setattr(bootstrap, "is_whole", lambda: True)
    monkeypatch.setattr(bootstrap, "prepare_venv", lambda: ["pip"])

    def call(command: list[str]) -> int:
        calls.append(command)
        return 0

    monkeypatch.setattr(subprocess, "call", call)

    bootstrap.install("requirements.txt")
    bootstrap.install("requirements.txt")

    assert calls == [["pip", "-qq", "--require-hashes", "-r", "requirements.txt"]]
    wanted = hashlib.sha256((CHECKOUT / "requirements.txt").read_bytes()).hexdigest()
    assert (tmp_path / "installed-requirements.txt").read_text() == wanted


def test_requirements_name_no_index_and_have_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (CHECKOUT / name).read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=")


def test_the_fonts_to_cut_are_there() -> None:
    assert all(fonts.source(cut).exists() for cut in fonts.CUTS)


def test_an_address_for_other_tools_can_be_had() -> None:
    assert postgres.url().startswith("postgresql://dissoi@/dissoi?host=/")
