"""Checks of a whole map in plain Python over all its rows, written from the design and not from the code."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

from django.db.models import Q

from debates.history.models import Entry
from debates.maps.models import Contribution, Controversy, Premise
from debates.maps.queries import rights_of
from debates.ratings.models import Rating
from debates.reading.shape import forget_shapes, load_shape

LIVE = ("pending", "published", "hidden")


def assert_map_is_sound(controversy: Controversy) -> None:
    """I-01, I-02, I-03, I-04, I-05, I-15 of one map, and strengths in [0, 1]."""
    rows = {row.pk: row for row in Contribution.objects.filter(controversy=controversy).order_by("pk")}
    assert_no_circle(rows)
    assert_ends_are_at_home(rows)
    assert_one_link_a_pair(controversy, rows)
    assert_tallies_are_true(rows)
    assert_revisions_are_kept(rows)
    forget_shapes()
    shape = load_shape(controversy=controversy, rights=rights_of(None))
    assert all(0 <= strength <= 1 for strength in shape.solved.strength.values())


def _canonical(rows: dict[int, Any], pk: int) -> int:
    """Where a chain of merges ends, walked by hand."""
    while rows[pk].merged_into_id:
        pk = rows[pk].merged_into_id
    return pk


def assert_no_circle(rows: dict[int, Any]) -> None:
    """I-01: peel off, from below, what nothing live bears on; a circle would stay."""
    edges = _edges(rows)
    below: dict[int, int] = defaultdict(int)
    for parents in edges.values():
        for parent in parents:
            below[parent] += 1
    ready = [pk for pk in {*edges, *below} if not below[pk]]
    for pk in ready:  # grows while it is walked
        for parent in edges.get(pk, ()):
            below[parent] -= 1
            if not below[parent]:
                ready.append(parent)
    assert len(ready) == len({*edges, *below}), "I-01: a claim came to support or oppose itself"


def _edges(rows: dict[int, Any]) -> dict[int, set[int]]:
    """Child → relation → parent, premise → relation, evidence → claim, all on canonical claims."""
    edges: dict[int, set[int]] = defaultdict(set)
    for row in rows.values():
        if row.kind == "claim":
            assert row.canonical_id == _canonical(rows, row.pk), "I-14"
        if row.kind == "evidence":
            edges[row.pk].add(_canonical(rows, row.claim_id))
        if row.kind == "relation" and row.state in LIVE:
            child, parent = _canonical(rows, row.child_id), _canonical(rows, row.parent_id)
            if child != parent:
                edges[child].add(row.pk)
                edges[row.pk].add(parent)
                needs = Premise.objects.filter(relation=row.pk).values_list("claim_id", flat=True)
                for premise in needs:
                    edges[_canonical(rows, premise)].add(row.pk)
    return edges


def assert_ends_are_at_home(rows: dict[int, Any]) -> None:
    """I-03: nothing joins two maps; I-06: every author is a person."""
    for row in rows.values():
        for end in (row.child_id, row.parent_id, row.claim_id, row.target_id, row.reply_to_id, row.merged_into_id):
            assert end is None or end in rows
        assert row.author_id is not None


def assert_one_link_a_pair(controversy: Controversy, rows: dict[int, Any]) -> None:
    """I-02: one relation is shown for each pair, and all that live in one layer take one side."""
    sides: dict[tuple[int, int, int | None], set[str]] = defaultdict(set)
    for row in rows.values():
        if row.kind == "relation" and row.state in LIVE:
            key = (_canonical(rows, row.child_id), _canonical(rows, row.parent_id), row.layer_id)
            sides[key].add(row.side)
    assert all(len(taken) == 1 for taken in sides.values()), "I-02"
    forget_shapes()
    shown = load_shape(controversy=controversy, rights=rights_of(None)).relations.values()
    assert len({(node.child, node.parent) for node in shown}) == len(shown), "I-02"


def assert_tallies_are_true(rows: dict[int, Any]) -> None:
    """I-04, I-05: one rating a person and thing; every tally equals a recount."""
    found: dict[int, list[int]] = defaultdict(list)
    raters: set[tuple[int, int]] = set()
    for rating in Rating.objects.filter(target__in=rows):
        assert (rating.target_id, rating.rater_id) not in raters, "I-04"
        raters.add((rating.target_id, rating.rater_id))
        assert rating.counted == (rows[rating.target_id].author_id != rating.rater_id)
        if rating.counted:
            found[rating.target_id].append(rating.value)
    for row in rows.values():
        assert (row.rating_count, row.rating_sum) == (len(found[row.pk]), sum(found[row.pk])), "I-05"


def assert_revisions_are_kept(rows: dict[int, Any]) -> None:
    """I-15: wordings are numbered 1 to n, each begins where the one before ended, and the last one stands."""
    lines: dict[int, list[Entry]] = defaultdict(list)
    worded = Q(verb__endswith=".added") | Q(verb__endswith=".edited")
    for entry in (
        Entry.objects.filter(worded, contribution__in=rows).exclude(verb="relation.premise_added").order_by("pk")
    ):
        assert entry.contribution is not None
        lines[entry.contribution].append(entry)
    for row in rows.values():
        own = lines[row.pk]
        assert [line.version for line in own] == [*range(1, row.revision + 1)], "I-15"
        assert own[-1].after["text"] == row.text, "I-15"
        for one, next_one in pairwise(own):
            assert next_one.before["text"] == one.after["text"], "I-15"
