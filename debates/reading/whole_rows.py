"""The rows of a whole map: the statements that read them, and how each is told."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import orjson
from django.db.models import QuerySet

from debates.insight.quick import strengths_of
from debates.insight.strength import ArgumentGraph, Cited, Rel, agreement_base, credibility_base, impact_base
from debates.maps.models import Claim, Contribution
from debates.maps.models.ready import ROW
from debates.maps.rules import Kind, Rights, Side, State

Rows = Sequence[tuple[Any, ...]]
Premises = Mapping[int, tuple[int, ...]]
Strengths = Mapping[int, float]
Entries = list[dict[str, Any]]

COLUMNS = {
    Kind.CLAIM: ("pk", "text", "rating_count", "rating_sum", "canonical_id", "claim_kind", "thesis_position"),
    Kind.RELATION: ("pk", "text", "rating_count", "rating_sum", "child_id", "parent_id", "side"),
    Kind.EVIDENCE: (
        *("pk", "text", "rating_count", "rating_sum", "claim_id", "source_id", "side", "form", "genre", "locator"),
        "source__retracted_at",
    ),
}

# A few raters give few different tallies: each base is worked out once.
_agreement, _credibility, _impact = cache(agreement_base), cache(credibility_base), cache(impact_base)


@dataclass(frozen=True, slots=True)
class Told:
    """The lists `claims`, `relations` and `evidence` as JSON, and the ends that they name and do not hold."""

    lists: tuple[bytes, bytes, bytes]
    missing: frozenset[int]

    @property
    def size(self) -> int:
        return sum(map(len, self.lists))


def published(kind: Kind) -> Callable[[Rights], QuerySet[Contribution, Any]]:
    """Rows of a kind that count."""

    def make(rights: Rights) -> QuerySet[Contribution, Any]:
        seen = Contribution.objects.visible_to(rights).filter(controversy=ROW, kind=kind, state=State.PUBLISHED)
        return seen.order_by("pk").values_list(*COLUMNS[kind])

    return make


def others(kind: Kind) -> Callable[[Rights], QuerySet[Contribution, Any]]:
    """Rows of a kind that do not count and may be read all the same, with their state at the end."""

    def make(rights: Rights) -> QuerySet[Contribution, Any]:
        seen = Contribution.objects.visible_to(rights).filter(controversy=ROW, kind=kind, merged_into__isnull=True)
        return seen.exclude(state=State.PUBLISHED).order_by("pk").values_list(*COLUMNS[kind], "state")

    return make


def premises(rights: Rights) -> QuerySet[Claim, Any]:
    """(relation, premise) for the further claims that relations need."""
    seen = Claim.objects.visible_to(rights).filter(controversy=ROW, state=State.PUBLISHED, premise_of__isnull=False)
    return seen.order_by("premise_of__pk").values_list("premise_of__relation", "canonical_id")


KINDS = (Kind.CLAIM, Kind.RELATION, Kind.EVIDENCE)
PUBLISHED = tuple(published(kind) for kind in KINDS)
OTHERS = tuple(others(kind) for kind in KINDS)


def tell(
    claims: Rows, relations: Rows, evidence: Rows, needed: Rows, *, fewest: int, prior: float, blind: bool
) -> Told:
    """What counts, with tallies and strengths. `needed`: (relation, premise); `fewest`: smaller tallies are not told;
    `prior`: the base of an unrated relation; `blind`: means are not told."""
    if fewest > 1:
        claims, relations, evidence = (_without_few(rows, fewest) for rows in (claims, relations, evidence))
    heirs = {row[0]: row[4] for row in claims if row[4] != row[0]}
    if heirs:
        claims, relations, evidence = _merged(claims, relations, evidence, heirs)
    premises_of = {relation: tuple(held) for relation, held in _grouped(needed).items()}
    strength = strengths_of(_graph(claims, relations, evidence, premises_of, prior))
    # Each list is let go before the next is made: the memory of twenty thousand entries is worth using twice.
    lists = (
        orjson.dumps(_claims(claims, strength, means=not blind)),
        orjson.dumps(_relations(relations, strength, premises_of, means=not blind)),
        orjson.dumps(_evidence(evidence, strength, means=not blind)),
    )
    whole = len(strength) == len(claims) + len(relations) + len(
        evidence
    )  # an end that is not there takes its step along
    return Told(lists, frozenset() if whole else _missing(claims, relations, evidence))


def tell_others(claims: Rows, relations: Rows, evidence: Rows) -> Told:
    """What takes no part, each with its state; tallies are not told."""
    bare = [[(*row[:2], 0, 0, *row[4:-1]) for row in rows] for rows in (claims, relations, evidence)]
    listed = (_claims(bare[0], {}), _relations(bare[1], {}, {}), _evidence(bare[2], {}))
    for rows, told in zip((claims, relations, evidence), listed, strict=True):
        for row, entry in zip(rows, told, strict=True):
            entry["state"] = row[-1]
    lists = (orjson.dumps(listed[0]), orjson.dumps(listed[1]), orjson.dumps(listed[2]))
    return Told(lists, _missing(claims, relations, evidence))


def _missing(claims: Rows, relations: Rows, evidence: Rows) -> frozenset[int]:
    here = {row[0] for rows in (claims, relations, evidence) for row in rows}
    ends = {end for row in relations for end in row[4:6]} | {row[4] for row in evidence}
    return frozenset(ends - here)


# Literals: nothing builds twenty thousand entries quicker.
def _claims(rows: Rows, strength: Strengths, *, means: bool = True) -> Entries:
    strong = strength.get
    return [
        {
            "id": pk,
            "text": text,
            "claim_kind": claim_kind,
            "thesis_position": thesis,
            "rating_count": count,
            "rating_mean": total / count if count and means else None,
            "strength": strong(pk),
        }
        for pk, text, count, total, _canonical, claim_kind, thesis in rows
    ]


def _relations(rows: Rows, strength: Strengths, premises_of: Premises, *, means: bool = True) -> Entries:
    strong, needs = strength.get, premises_of.get
    return [
        {
            "id": pk,
            "child": child,
            "parent": parent,
            "side": side,
            "text": text,
            "premises": needs(pk, ()),
            "rating_count": count,
            "rating_mean": total / count if count and means else None,
            "strength": strong(pk),
        }
        for pk, text, count, total, child, parent, side in rows
    ]


def _evidence(rows: Rows, strength: Strengths, *, means: bool = True) -> Entries:
    strong = strength.get
    return [
        {
            "id": pk,
            "claim": claim,
            "source": source,
            "side": side,
            "form": form,
            "genre": genre,
            "text": text,
            "locator": locator,
            "retracted": retracted_at is not None,
            "rating_count": count,
            "rating_mean": total / count if count and means else None,
            "strength": strong(pk),
        }
        for pk, text, count, total, claim, source, side, form, genre, locator, retracted_at in rows
    ]


def _graph(claims: Rows, relations: Rows, evidence: Rows, premises_of: Premises, prior: float) -> ArgumentGraph:
    """Nodes with their bases, as plain tuples: named ones would cost as much as the reckoning."""
    needs = premises_of.get
    steps = {
        pk: (child, parent, side, _impact(total, count, prior), needs(pk, ()))
        for pk, _text, count, total, child, parent, side in relations
    }
    cited = {
        pk: (claim, Side.CONTEXT, 0.0) if retracted_at else (claim, side, _credibility(total, count))
        for pk, _text, count, total, claim, _source, side, _form, _genre, _locator, retracted_at in evidence
    }
    return ArgumentGraph(
        claims={row[0]: _agreement(row[3], row[2]) for row in claims},
        evidence=cast("dict[int, Cited]", cited),
        relations=cast("dict[int, Rel]", steps),
    )


def _merged(claims: Rows, relations: Rows, evidence: Rows, heirs: dict[int, int]) -> tuple[Rows, Rows, Rows]:
    """Merged claims gone into those that stand: their tallies added, ends led on, twins told once."""
    tallies: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for row in claims:
        tally = tallies[row[4]]
        tally[0], tally[1] = tally[0] + row[2], tally[1] + row[3]
    standing = [(*row[:2], *tallies[row[0]], *row[4:]) for row in claims if row[0] not in heirs]
    joined: dict[tuple[Any, Any], tuple[Any, ...]] = {}
    for row in relations:
        child, parent = heirs.get(row[4], row[4]), heirs.get(row[5], row[5])
        if child != parent:
            joined.setdefault((child, parent), (*row[:4], child, parent, row[6]))
    return standing, [*joined.values()], [(*row[:4], heirs.get(row[4], row[4]), *row[5:]) for row in evidence]


def _without_few(rows: Rows, fewest: int) -> Rows:
    return [row if row[2] >= fewest else (*row[:2], 0, 0, *row[4:]) for row in rows]


def _grouped(pairs: Rows) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)
