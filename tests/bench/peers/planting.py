"""The made maps as trees, put into the peers' tables in bulk with what their libraries would have computed."""

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import connection, models

from tests.bench.peers.models import Mptt, Treebeard, TreeQueries

if TYPE_CHECKING:
    from tests.bench.made import Made

TABLES: tuple[type[models.Model], ...] = (Treebeard, Mptt, TreeQueries)


def plant(made: "Made") -> None:
    """Empty the tables and plant this map: ids are those of our claims."""
    below: dict[int, list[int]] = defaultdict(list)
    for child, parent in made.parents.items():
        below[parent].append(child)
    root = made.claims[0]
    for model in TABLES:
        model._default_manager.all().delete() if model is not Mptt else Mptt.objects.all()._raw_delete("default")
    _plant_paths(made, below, root)
    _plant_sets(made, below, root)
    TreeQueries.objects.bulk_create(
        TreeQueries(pk=pk, parent_id=made.parents.get(pk), text=made.texts[pk], side=made.sides.get(pk, ""))
        for pk in made.claims
    )
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
            cursor.execute(f"SELECT setval('{model._meta.db_table}_id_seq', %s)", [max(made.claims) + 1])


def _plant_paths(made: "Made", below: dict[int, list[int]], root: int) -> None:
    rows = []
    waiting = [(root, Treebeard._get_path("", 1, 1), 1)]
    for pk, path, depth in waiting:  # grows while it is walked
        children = below[pk]
        rows.append(
            Treebeard(
                pk=pk, path=path, depth=depth, numchild=len(children), text=made.texts[pk], side=made.sides.get(pk, "")
            )
        )
        waiting.extend(
            (child, Treebeard._get_path(path, depth + 1, number), depth + 1) for number, child in enumerate(children, 1)
        )
    Treebeard.objects.bulk_create(rows)


def _plant_sets(made: "Made", below: dict[int, list[int]], root: int) -> None:
    left: dict[int, int] = {}
    right: dict[int, int] = {}
    levels = {root: 0}
    count = 0
    waiting = [(root, False)]
    while waiting:
        pk, leaves = waiting.pop()
        count += 1
        if leaves:
            right[pk] = count
            continue
        left[pk] = count
        waiting.append((pk, True))
        for child in reversed(below[pk]):
            levels[child] = levels[pk] + 1
            waiting.append((child, False))
    Mptt.objects.bulk_create(
        Mptt(
            pk=pk,
            parent_id=made.parents.get(pk),
            lft=left[pk],
            rght=right[pk],
            tree_id=1,
            level=levels[pk],
            text=made.texts[pk],
            side=made.sides.get(pk, ""),
        )
        for pk in made.claims
    )
