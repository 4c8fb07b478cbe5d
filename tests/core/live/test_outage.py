"""The database goes away and comes back: pages say so, streams bear it, and nobody misses anything."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import psycopg
import pytest
from django.db import connection
from django.test import Client
from psycopg import sql

from core.models import User
from debates.maps import services as maps
from debates.maps.models import Claim
from tests.listening import Site


@contextmanager
def outage() -> Iterator[None]:
    """Everybody is thrown out of the database, and nobody gets in."""
    known = connection.get_connection_params()
    name = known["dbname"]
    kept = {key: known[key] for key in ("host", "port", "user", "password") if known.get(key)}
    connection.close()
    with psycopg.connect(**kept, dbname="postgres", autocommit=True) as server:
        alter = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        server.execute(alter.format(sql.Identifier(name), sql.SQL("false")))
        try:
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
        finally:
            server.execute(alter.format(sql.Identifier(name), sql.SQL("true")))


def throw_out() -> None:
    """End every connection to the database but this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def page(site: Site, path: str) -> tuple[int, str, str]:
    """(status, Retry-After, text) of a page as the server answers it."""
    asking = HTTPConnection("127.0.0.1", site.port, timeout=30)
    asking.request("GET", path)
    answer = asking.getresponse()
    told = answer.status, answer.headers.get("Retry-After", ""), answer.read().decode()
    asking.close()
    return told


def test_streams_outlive_the_loss_of_every_connection(site: Site, thesis: Claim, ben: User) -> None:
    with site.listens("sovereignty") as visitor, site.listens("sovereignty", ben) as member:
        visitor.hears(here=2)

        throw_out()
        maps.add_reply(to=thesis, side="con", by=ben, text="It never did.")

        thesis.controversy.refresh_from_db()
        took = max(one.hears(seq=thesis.controversy.seq, seconds=20) for one in (visitor, member))
        print(f"told {took * 1000:.0f} ms after every connection was ended")  # noqa: T201
        assert {visitor.over, member.over} == {False}

        maps.add_reply(to=thesis, side="pro", by=ben, text="It did.")
        thesis.controversy.refresh_from_db()
        visitor.hears(seq=thesis.controversy.seq)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_pages_say_that_the_database_is_away_and_streams_go_on_after_it(site: Site, thesis: Claim, ben: User) -> None:
    with site.listens("sovereignty") as visitor:
        visitor.hears(seq=1)
        with outage():
            status, again, text = page(site, "/c/sovereignty/")
            assert (status, again) == (503, "10")
            assert "The debates cannot be reached just now" in text
            status, again, text = page(site, "/api/v1/controversies/")
            assert (status, again) == (503, "10")
            assert '"code":"unavailable"' in text.replace(": ", ":")
            status, again, text = page(site, "/live/sovereignty/now/")
            assert status == 503
            with site.listens("sovereignty") as refused:
                assert refused.status == 503
                assert refused.header["retry-after"] == "5"
                refused.ends()
                assert refused.body == b"The database does not answer just now. Try again in a few seconds.\n"
            visitor.reads()
            assert not visitor.over

        assert page(site, "/c/sovereignty/")[0] == 200
        maps.add_reply(to=thesis, side="con", by=ben, text="It never did.")
        thesis.controversy.refresh_from_db()
        begun = time.monotonic()
        visitor.hears(seq=thesis.controversy.seq)
        with site.listens("sovereignty") as another:
            another.reads_until(lambda: another.status in {200, 503})
        print(f"told {(time.monotonic() - begun) * 1000:.0f} ms after the database was back")  # noqa: T201


def test_a_page_that_breaks_for_another_reason_is_no_503(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from debates.web import home

    monkeypatch.setattr(home, "render", lambda *_a, **_k: 1 / 0)
    answer = Client(raise_request_exception=False).get("/about/strength/")
    assert answer.status_code == 200
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
