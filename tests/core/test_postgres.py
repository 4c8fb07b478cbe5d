"""The embedded server: it starts, is found again, survives what people do to it, and meets no other."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from core.postgres.account import this_user
from core.postgres.address import parse_url
from core.postgres.embedded import Server
from core.postgres.failure import ServerFailed
from core.postgres.folders import private_folder
from core.postgres.pidfile import IMPOSSIBLE_PID, disown, written_pid
from core.postgres.place import CHECKOUT, LONGEST_SOCKET_PATH, PORT, place

HOLDER = """
import sys
from pathlib import Path
from core.postgres.embedded import Server
from core.postgres.place import place
server = Server(place(Path(sys.argv[1])))
server.ensure_running()
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the server's account can enter even when root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="dissoi test "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def make_server() -> Iterator[Callable[[Path], Server]]:
    """Servers for given folders; all are stopped and their sockets removed afterwards."""
    made: list[Server] = []

    def make(home: Path) -> Server:
        made.append(Server(place(home)))
        return made[-1]

    yield make
    for server in made:
        server.stop()
        for folder in (server.where.home, server.where.socket_dir):
            shutil.rmtree(folder, ignore_errors=True)


def answer(server: Server) -> int:
    """What a client is told by this server: the number of its process."""
    with psycopg.connect(host=str(server.where.socket_dir), port=PORT, user="dissoi", dbname="postgres") as connection:
        found = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert found is not None
        return int(found[0])


def wait_until(true: Callable[[], bool], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_it_starts_and_stops_in_a_path_with_spaces(open_folder: Path, make_server: Callable[[Path], Server]) -> None:
    server = make_server(open_folder / "my data")

    assert server.ensure_running() is True
    assert answer(server) > 0
    assert server.ensure_running() is False
    assert server.stop() is True
    assert not server.is_ready()


def test_it_serves_utf8_sorted_alike_everywhere(open_folder: Path, make_server: Callable[[Path], Server]) -> None:
    server = make_server(open_folder / "pg")
    server.ensure_running()

    with psycopg.connect(host=str(server.where.socket_dir), port=PORT, user="dissoi", dbname="postgres") as connection:
        shown = connection.execute(
            "SELECT current_setting('server_encoding'), current_setting('listen_addresses'),"
            " current_setting('fsync'), lower('ÁÑ'), datlocprovider FROM pg_database LIMIT 1"
        ).fetchone()

    assert shown == ("UTF8", "", "on", "áñ", "b")


def test_a_killed_server_starts_again(open_folder: Path, make_server: Callable[[Path], Server]) -> None:
    server = make_server(open_folder / "pg")
    server.ensure_running()
    killed = written_pid(server.where.pid_file)
    assert killed is not None
    os.kill(killed, signal.SIGKILL)

    assert wait_until(server.has_died)
    assert server.ensure_running() is True
    assert answer(server) > 0


def test_a_stale_pid_that_is_now_somebody_elses_does_not_hinder(
    open_folder: Path, make_server: Callable[[Path], Server]
) -> None:
    server = make_server(open_folder / "pg")
    server.ensure_running()
    remnant = server.where.pid_file.read_text().split("\n")
    server.stop()
    remnant[0] = str(os.getppid())  # alive, and no server
    server.where.pid_file.write_text("\n".join(remnant))

    assert server.ensure_running() is True


def test_a_pid_file_is_made_harmless_and_not_deleted(tmp_path: Path) -> None:
    for content in (f"{os.getpid()}\n/elsewhere\n123\n", "", "cut sho"):
        file = tmp_path / "postmaster.pid"
        file.write_text(content)

        disown(file, tmp_path)

        assert written_pid(file) == IMPOSSIBLE_PID
        assert len(file.read_text().split("\n")) >= 2


def test_two_copies_never_meet(open_folder: Path, make_server: Callable[[Path], Server]) -> None:
    one, other = make_server(open_folder / "one"), make_server(open_folder / "other")
    one.ensure_running()
    other.ensure_running()

    one.stop()

    assert not one.is_ready()
    assert answer(other) > 0


def test_it_stays_while_another_process_uses_it(open_folder: Path, make_server: Callable[[Path], Server]) -> None:
    server = make_server(open_folder / "pg")
    server.ensure_running()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(open_folder / "pg")],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"

        assert server.stop() is False
        assert server.is_ready()
        assert server.remove() is False

        other.communicate(b"\n")
    assert server.remove() is True
    assert not server.where.data.exists()


def test_a_long_path_gets_a_short_private_socket_folder(
    open_folder: Path, make_server: Callable[[Path], Server]
) -> None:
    server = make_server(open_folder / ("long" * 30) / "pg")

    server.ensure_running()

    assert len(str(server.where.socket_lock)) < LONGEST_SOCKET_PATH
    assert server.where.socket_dir.stat().st_mode & 0o077 == 0
    assert answer(server) > 0


@pytest.mark.skipif(this_user() != 0, reason="only root has to hide from itself")
def test_root_runs_it_as_another_and_elsewhere_when_the_folder_is_closed(
    open_folder: Path, make_server: Callable[[Path], Server]
) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    server = make_server(closed / "pg")

    server.ensure_running()

    assert server.where.account is not None
    assert server.where.data.stat().st_uid == server.where.account.uid
    assert server.where.home.is_relative_to("/var/tmp")


def test_a_folder_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    with pytest.raises(ServerFailed, match="belongs to somebody else"):
        private_folder(tmp_path / "link", None)


def test_an_address_is_read() -> None:
    read = parse_url("postgresql://ana:p%40ss@db.example.org:6543/debates?sslmode=require")

    assert read == {
        "NAME": "debates",
        "USER": "ana",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "6543",
        "OPTIONS": {"sslmode": "require"},
    }
    assert parse_url("postgres://u@/name?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize("wrong", ["mysql://u@h/name", "postgresql://u@h", "name", "postgresql://u@h:port/name"])
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"must|[Pp]ort"):
        parse_url(wrong)
