"""Each page asks the database the same number of times, for ten claims and for a thousand."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import User
from debates.evidence.services import add_source, cite
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy, Relation
from debates.ratings.services import rate
from debates.reading.shape import forget_shapes
from tests.conftest import signed_in

# (page, statements for a visitor with nothing kept, for a member with nothing kept). A member's pages of a map read
# their visit, and the first of them, which begins it, writes it down.
PINNED = {
    "/": (8, 12),
    "/s/relations/": (9, 13),
    "/c/sovereignty/": (7, 13),
    "/c/sovereignty/outline/": (7, 12),
    "/c/sovereignty/map.svg": (9, 13),
    "/c/sovereignty/map.svg?claim={pk}&levels=9": (9, 13),
    "/c/sovereignty/take/": (1, 4),
    "/embed/c/sovereignty/": (8, 8),
    "/embed/c/sovereignty/map/": (9, 9),
    "/c/sovereignty/map/": (7, 12),
    "/c/sovereignty/map/?claim={pk}": (13, 21),
    "/c/sovereignty/map/data/": (9, 14),
    "/c/sovereignty/map/data/?under={pk}": (9, 14),
    "/c/sovereignty/map/data/?since=1": (12, 17),
    "/c/sovereignty/map/data/?of={pk}": (9, 14),
    "/c/sovereignty/map/hits/?q=reply": (2, 5),
    "/c/sovereignty/?claim={pk}": (13, 21),
    "/c/sovereignty/claim/{pk}-aid-weakens-sovereignty/": (7, 12),
    "/c/sovereignty/at/{pk}/history/": (4, 7),
    "/c/sovereignty/changes/": (9, 14),
    "/c/sovereignty/feed/": (11, 13),
    "/sources/": (4, 7),
    "/c/sovereignty/sources/": (5, 8),
    "/sources/{source}/": (9, 12),
    "/at/{pk}/": (3, 6),
    "/c/sovereignty/at/{pk}/reply/con/": (2, 5),
    "/c/sovereignty/at/{pk}/cite/": (2, 5),
    "/c/sovereignty/at/{pk}/relate/?q=reply": (2, 6),
    "/c/sovereignty/at/{pk}/edit/": (2, 5),
    "/c/sovereignty/at/{pk}/suggest/": (2, 5),
    "/c/sovereignty/waiting/": (1, 9),
}


def grow(thesis: Claim, *, by: User, claims: int) -> None:
    """A map of this many claims, in bulk: wide and deep, for and against."""
    controversy = thesis.controversy
    rows = Claim.objects.bulk_create(
        Claim(kind="claim", controversy=controversy, author=by, text=f"Reply {n}.", claim_kind="fact")
        for n in range(claims - 1)
    )
    Relation.objects.bulk_create(
        Relation(
            kind="relation",
            controversy=controversy,
            author=by,
            child=row,
            parent=thesis if n < 8 else rows[n // 3],
            side="pro" if n % 2 else "con",
        )
        for n, row in enumerate(rows)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE debates_contribution")  # what the database does by itself within a minute


@pytest.mark.parametrize("claims", [10, 1000])
def test_pages_ask_as_often_for_a_thousand_claims_as_for_ten(
    claims: int, thesis: Claim, sovereignty: Controversy, ana: User, ben: User
) -> None:
    source = add_source(by=ana, title="A report", url="https://example.org/report")
    cite(claim=thesis, by=ana, side="pro", text="It says so.", source=source)
    rate(target=thesis, by=ben, value=3)
    grow(thesis, by=ana, claims=claims)
    Controversy.objects.update(embedding="anywhere")
    clients = (Client(), signed_in(ana))

    asked = {
        page: tuple(statements(client, page.format(pk=thesis.pk, source=source.pk)) for client in clients)
        for page in PINNED
    }

    assert asked == PINNED


def statements(client: Client, address: str) -> int:
    """How often this page asks when nothing is kept in the process."""
    forget_shapes()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code in (200, 302), address
    return len(asked)


def test_a_kept_map_is_not_read_again_until_it_changes(thesis: Claim, ben: User) -> None:
    page, client = "/c/sovereignty/", Client()
    client.get(page)

    with CaptureQueriesContext(connection) as kept:
        client.get(page)
    rate(target=thesis, by=ben, value=4)
    with CaptureQueriesContext(connection) as changed:
        client.get(page)
    maps.add_reply(to=thesis, side="pro", by=ben, text="A reply.")

    assert len(kept) < len(changed)
    assert "A reply." in client.get(page).content.decode()
