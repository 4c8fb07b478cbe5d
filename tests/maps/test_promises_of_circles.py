"""What the database promises about merges and circles, asked by raw SQL around the services."""

from itertools import permutations

import pytest

from core.models import User
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution, Controversy, Relation
from debates.maps.services import add_claim, add_premise, add_reply
from tests.maps.raw import broken, insert, put, sql
from tests.maps.worlds import fresh, relation_of


@pytest.fixture
def claims(ana: User, sovereignty: Controversy) -> list[Claim]:
    """Four theses that nothing joins."""
    return [add_claim(controversy=sovereignty, by=ana, text=text) for text in ("A.", "B.", "C.", "D.")]


def join(child: Claim, parent: Contribution, state: str = "published") -> Relation:
    """A relation written past every service."""
    pk = insert(child, "relation", child_id=child.pk, parent_id=parent.pk, side="pro")
    found: Relation = Relation.objects.get(pk=pk)
    if state != "published":
        put(found, state=state)
    return found


def canonicals(claims: list[Claim]) -> list[str]:
    """For each claim the letter of the one that it counts as."""
    letters = {claim.pk: claim.text[0] for claim in claims}
    return [letters[fresh(claim).canonical_id] for claim in claims]


def test_a_claim_is_born_as_its_own_canonical(claims: list[Claim]) -> None:
    pk = insert(claims[0], "claim", claim_kind="fact", canonical_id=claims[1].pk)

    assert sql("SELECT canonical_id FROM debates_contribution WHERE id = %s", pk) == pk
    merged = insert(claims[0], "claim", claim_kind="fact", merged_into_id=claims[1].pk)
    assert sql("SELECT canonical_id FROM debates_contribution WHERE id = %s", merged) == claims[1].pk


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_chain_of_merges_has_one_end_in_whatever_order_it_was_made(
    claims: list[Claim], order: tuple[int, ...]
) -> None:
    for place in order:
        put(claims[place], merged_into_id=claims[place + 1].pk)

    assert canonicals(claims) == ["D", "D", "D", "D"]


@pytest.mark.parametrize(
    ("cleared", "left"), [(0, ["A", "D", "D", "D"]), (1, ["B", "B", "D", "D"]), (2, ["C", "C", "C", "D"])]
)
def test_an_unmerged_claim_takes_along_what_was_merged_into_it(
    claims: list[Claim], cleared: int, left: list[str]
) -> None:
    for place in range(3):
        put(claims[place], merged_into_id=claims[place + 1].pk)

    put(claims[cleared], merged_into_id=None)

    assert canonicals(claims) == left


def test_a_canonical_claim_is_written_by_merges_alone(claims: list[Claim]) -> None:
    put(claims[0], canonical_id=claims[1].pk)
    assert canonicals(claims) == ["A", "B", "C", "D"]
    put(claims[0], canonical_id=claims[2].pk, merged_into_id=claims[1].pk)
    assert canonicals(claims) == ["B", "B", "C", "D"]


def test_a_claim_is_never_merged_into_itself_by_whatever_way(claims: list[Claim]) -> None:
    a, b, c, _d = claims

    with broken("DS009"):
        put(a, merged_into_id=a.pk)
    put(a, merged_into_id=b.pk)
    with broken("DS009"):
        put(b, merged_into_id=a.pk)
    put(b, merged_into_id=c.pk)
    with broken("DS009"):
        put(c, merged_into_id=a.pk)


def test_a_new_relation_closes_no_circle(claims: list[Claim]) -> None:
    a, b, c, d = claims
    for child, parent in ((a, b), (b, c), (c, d)):
        join(child, parent)

    for child, parent in ((b, a), (c, a), (d, a), (d, b)):
        with broken("DS010"):
            join(child, parent)
    join(a, d)


def test_a_moved_end_closes_no_circle(claims: list[Claim]) -> None:
    a, b, c, d = claims
    join(a, b)
    other = join(c, d)

    with broken("DS010"):
        put(join(b, d), parent_id=a.pk)
    put(other, child_id=b.pk)
    with broken("DS010"):
        put(other, parent_id=a.pk)


@pytest.mark.parametrize("gone", ["withdrawn", "archived"])
@pytest.mark.parametrize("back", ["published", "pending", "hidden"])
def test_a_relation_comes_back_only_where_it_closes_no_circle(claims: list[Claim], gone: str, back: str) -> None:
    a, b, *_others = claims
    old = join(a, b, gone)
    new = join(b, a)

    with broken("DS010"):
        put(old, state=back)
    put(new, state=gone)
    put(old, state=back)


@pytest.mark.parametrize("state", ["pending", "hidden"])
def test_what_waits_or_is_hidden_counts_for_circles(claims: list[Claim], state: str) -> None:
    a, b, *_others = claims
    join(a, b, state)

    with broken("DS010"):
        join(b, a)


def test_a_premise_closes_no_circle(claims: list[Claim]) -> None:
    a, b, c, d = claims
    step = join(a, b)
    join(b, c)
    new = "INSERT INTO debates_premise (relation_id, claim_id) VALUES (%s, %s)"

    for premise in (b, c):
        with broken("DS010"):
            sql(new, step.pk, premise.pk)
    sql(new, step.pk, d.pk)
    with broken("DS010"):
        join(c, d)
    with broken("premise_is_unique"):
        sql(new, step.pk, d.pk)
    with broken("DS010"):
        sql("UPDATE debates_premise SET claim_id = %s", b.pk)


def test_evidence_carries_a_circle_as_claims_do(ana: User, claims: list[Claim]) -> None:
    a, b, c, _d = claims
    evidence = cite(claim=a, by=ana, side="pro", text="Yes.", new_source={"title": "Survey"})
    join(b, evidence)
    join(c, b)

    for child, parent in ((a, b), (a, c)):
        with broken("DS010"):
            join(child, parent)
    with broken("DS010"):
        join(a, evidence)
    with broken("DS010"):
        put(evidence, claim_id=c.pk)
    join(a, add_claim(controversy=a.controversy, by=ana, text="E."))


def test_undercuts_carry_a_circle_too(ana: User, claims: list[Claim]) -> None:
    a, b, c, d = claims
    step = join(a, b)
    doubt = join(c, step)
    join(d, doubt)

    for parent in (c, d):
        with broken("DS010"):
            join(b, parent)
    for aimed in (step, doubt):
        with broken("DS010"):
            join(b, aimed)
    with broken("DS010"):
        put(doubt, parent_id=doubt.pk)
    with broken("DS010"):
        put(step, parent_id=doubt.pk)
    join(a, c)


def test_a_relation_can_not_come_to_doubt_itself(ana: User, claims: list[Claim]) -> None:
    a, b, *_others = claims
    step = join(a, b)
    backing = add_reply(to=step, side="pro", by=ana, text="Bonds weaken.")
    premise = add_premise(relation=relation_of(backing), by=ana, text="They do.")

    with broken("DS010"):
        put(step, parent_id=relation_of(backing).pk)
    with broken("DS010"):
        join(b, backing)
    with broken("DS010"):
        join(b, premise)


def test_merges_and_unmerges_close_no_circle(claims: list[Claim]) -> None:
    a, b, c, d = claims
    join(a, b)
    join(c, d)

    put(a, merged_into_id=d.pk)  # c → d = a → b
    for child, parent in ((b, c), (b, a), (b, d)):
        with broken("DS010"):
            join(child, parent)
    with broken("DS010"):
        put(b, merged_into_id=c.pk)
    put(a, merged_into_id=None)
    join(b, c)
    with broken("DS010"):
        put(a, merged_into_id=d.pk)


def test_an_unmerge_that_would_close_a_circle_is_refused(claims: list[Claim]) -> None:
    a, b, *_others = claims
    put(a, merged_into_id=b.pk)
    join(a, b)  # both ends are one claim: no edge
    join(b, a)

    with broken("DS010"):
        put(a, merged_into_id=None)


def test_a_relation_between_one_canonical_claim_and_itself_is_no_edge(claims: list[Claim]) -> None:
    a, b, c, _d = claims
    join(a, b)
    put(a, merged_into_id=b.pk)

    join(b, c)
    with broken("DS010"):
        join(c, a)


def test_layers_do_not_part_a_circle(ana: User, claims: list[Claim]) -> None:
    a, b, *_others = claims
    sql("INSERT INTO debates_layer (controversy_id, number, name) VALUES (%s, 1, '')", a.controversy_id)
    layer = sql("SELECT id FROM debates_layer WHERE controversy_id = %s", a.controversy_id)
    insert(a, "relation", child_id=a.pk, parent_id=b.pk, side="pro", layer_id=layer)

    with broken("DS010"):
        join(b, a)


def test_bulk_services_check_once_for_all(claims: list[Claim]) -> None:
    a, b, *_others = claims
    join(a, b)

    sql("SET LOCAL dissoi.bulk = 'on'")
    wrong = join(b, a)
    sql("SET LOCAL dissoi.bulk = ''")

    assert sql("SELECT debates_meets(%s, ARRAY[%s]::bigint[])", a.pk, a.pk) is True
    with broken("DS010"):
        put(wrong, state="withdrawn")
        put(wrong, state="published")
