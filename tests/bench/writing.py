"""Rows that write: one reply, one rating, and eight writers at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from threading import Barrier
from time import perf_counter
from typing import Any

from django.db import OperationalError, connection, transaction

from core.models import User
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution
from debates.ratings import services as ratings
from debates.ratings.models import Rating
from tests.bench.made import Made
from tests.bench.peers.models import Mptt, Treebeard, TreeQueries
from tests.bench.rows import Row

TEXT = "A reply that somebody wrote to be timed, in a sentence of the usual length."
WRITERS = 8
WARM = 12  # writes before the clock starts: by then a connection has planned its statements, as those of a server have

_numbers = count()


def make_floor() -> None:
    """Tables with the same columns, keys and indexes as ours, and none of the promises that triggers keep."""
    with connection.cursor() as cursor:
        for table in ("contribution", "rating"):
            cursor.execute(f"DROP TABLE IF EXISTS floor_{table}")
            cursor.execute(f"CREATE TABLE floor_{table} (LIKE debates_{table} INCLUDING ALL)")


def rows(made: Made) -> list[Row]:
    """One write after another."""
    parent = made.claim(made.deep)
    writer = made.people[0]
    targets = [made.claim(pk) for pk in made.claims[1:36]]
    return [
        Row(
            "add a claim with its relation",
            ours=lambda: maps.add_reply(to=parent, side="pro", by=writer, text=f"{TEXT} {next(_numbers)}"),
            floor=lambda: insert_claim(made, writer),
            floor_is="one insert with commit",
            peers={
                "treebeard": lambda: _node(Treebeard, made.deep).add_child(text=TEXT, side="pro"),
                "mptt": lambda: Mptt.objects.create(parent=_node(Mptt, made.deep), text=TEXT, side="pro"),
                "tree-queries": lambda: TreeQueries.objects.create(parent_id=made.deep, text=TEXT, side="pro"),
            },
            limit=12,
        ),
        Row(
            "rate, one person after another",
            ours=lambda: ratings.rate(target=targets[next(_numbers) % 35], by=writer, value=next(_numbers) % 5),
            floor=lambda: insert_rating(made.claims[1 + next(_numbers) % 35], writer.pk, next(_numbers)),
            floor_is="one insert with commit",
        ),
    ]


def insert_claim(made: Made, by: User) -> None:
    """One row into a table like ours, and the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO floor_contribution (kind, controversy_id, author_id, text, language, state, claim_kind,"
            " canonical_id, locked, protected, featured, tags, revision, rating_count, rating_sum, locator)"
            " VALUES ('claim', %s, %s, %s, 'en', 'published', 'fact', 1, false, false, false, '{}', 1, 0, 0, '')",
            [made.controversy.pk, by.pk, f"{TEXT} {next(_numbers)}"],
        )


def insert_rating(target: int, rater: int, number: int) -> None:
    """One row into a table like ours, and the commit; `number` keeps the pair new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO floor_rating (target_id, rater_id, value, revision_rated, counted)"
            " VALUES (%s, %s, 3, 1, true)",
            [target, rater * 10**9 + number],
        )


def writers_rows(made: Made, *, writes: int) -> Iterator[tuple[str, float, float, float | None, str]]:
    """Eight writers at once: (what, ours a second, the floor's a second, least ratio allowed, what else is true)."""
    many, hot = made.claims[1:36], [made.claims[2]]
    for name, targets, least in (("rate 35 claims, 8 writers", many, 0.5), ("rate one hot claim, 8 writers", hot, 0.1)):
        loaded = {pk: made.claim(pk) for pk in targets}
        ours = at_once(made.people, writes, partial(_rate, loaded, targets))
        floor = at_once(made.people, writes, partial(_insert, targets))
        yield name, ours, floor, least, f"tallies wrong: {wrong_tallies(targets)}"
    parents = [made.claim(pk) for pk in made.claims[1:36]]
    before = Contribution.objects.filter(controversy=made.controversy).count()
    ours = at_once(
        made.people,
        writes // 4,
        lambda by, n: maps.add_reply(to=parents[n % 35], side="con", by=by, text=f"{TEXT} {next(_numbers)}"),
    )
    made_all = before + 2 * WRITERS * (WARM + writes // 4)
    lost = made_all - Contribution.objects.filter(controversy=made.controversy).count()
    nodes = made.claims[1:36]
    peer = at_once(
        made.people,
        writes // 4,
        lambda _by, n: _in_one(lambda: _node(Treebeard, nodes[n % 35]).add_child(text=TEXT, side="con")),
    )
    yield "add replies, 8 writers (beside treebeard)", ours, peer, 3.0, f"rows lost: {lost}"


def _rate(loaded: dict[int, Claim], targets: list[int], by: User, number: int) -> None:
    """Each round says something else of the same things, so that tallies move."""
    around, place = divmod(number, len(targets))
    ratings.rate(target=loaded[targets[place]], by=by, value=(place + around) % 5)


def _insert(targets: list[int], by: User, number: int) -> None:
    insert_rating(targets[number % len(targets)], by.pk, next(_numbers))


def _in_one(act: Callable[[], object]) -> None:
    with transaction.atomic():
        act()


def at_once(people: list[User], writes: int, act: Callable[[User, int], object]) -> float:
    """Writes a second of eight threads, each with its own connection and its own person; a failure is not counted."""
    started: list[float] = []
    ready = Barrier(WRITERS, action=lambda: started.append(perf_counter()))

    def several(by: User, numbers: range) -> int:
        done = 0
        for number in numbers:
            try:
                act(by, number)
                done += 1
            except OperationalError:  # a peer's deadlock is its result
                continue
        return done

    def work(by: User) -> int:
        try:
            several(by, range(WARM))
            ready.wait()
            return several(by, range(WARM, WARM + writes))
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        done = sum(pool.map(work, people[:WRITERS]))
        return done / (perf_counter() - started[0])


def wrong_tallies(targets: list[int]) -> int:
    """How many tallies differ from a recount."""
    wrong = 0
    for row in Contribution.objects.filter(pk__in=targets):
        values = list(Rating.objects.filter(target=row, counted=True).values_list("value", flat=True))
        wrong += (row.rating_count, row.rating_sum) != (len(values), sum(values))
    return wrong


def _node(model: Any, pk: int) -> Any:
    return model.objects.get(pk=pk)
