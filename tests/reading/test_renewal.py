"""After ratings a kept shape is renewed, and is the shape that would be built anew."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.accounts.services import ensure_person
from core.models import User
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution
from debates.maps.queries import rights_of
from debates.maps.services import add_claim, add_premise, add_reply
from debates.ratings.services import rate, unrate
from debates.reading.nodes import Shape
from debates.reading.shape import kept_shapes, load_shape
from tests.maps.worlds import relation_of
from tests.reading.worlds import shape_of, statements

ACTS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), st.integers(-1, 4)), min_size=1, max_size=6)


def things_on(thesis: Claim, ana: User) -> list[Contribution]:
    """A claim, a merged twin of it, a step with a premise, a doubt of it, and evidence with a backing."""
    reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    add_premise(relation=relation_of(reply), by=ana, text="What is asked for binds nobody.")
    add_reply(to=relation_of(reply), side="con", by=ana, text="Consent can be bought.")
    twin = add_claim(controversy=thesis.controversy, by=ana, text="It is wanted.")
    Contribution.objects.filter(pk=twin.pk).update(merged_into=reply)
    evidence = cite(claim=reply, by=ana, side="pro", text="Yes.", new_source={"title": "Survey"})
    backing = add_reply(to=evidence, side="pro", by=ana, text="It was counted twice.")
    return [thesis, reply, twin, relation_of(reply), evidence, backing, relation_of(backing)]


def kept_and_anew(thesis: Claim) -> tuple[Shape, Shape]:
    """What a reader gets now, and what one gets who has never read before."""
    return load_shape(controversy=thesis.controversy, rights=rights_of(None)), shape_of(thesis.controversy)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(ACTS, min_size=1, max_size=3))
def test_a_renewed_shape_is_one_built_anew(thesis: Claim, ana: User, rounds: list[list[tuple[int, int, int]]]) -> None:
    things = things_on(thesis, ana)
    people = [ensure_person(name=f"rater-{number}") for number in range(4)]
    load_shape(controversy=thesis.controversy, rights=rights_of(None))

    for acts in rounds:
        for thing, person, value in acts:
            if value < 0:
                unrate(target=things[thing], by=people[person])
            else:
                rate(target=things[thing], by=people[person], value=value)
        kept, anew = kept_and_anew(thesis)
        assert kept == anew
        assert (kept.raters, kept.second) == (anew.raters, anew.second)


def test_a_rating_costs_the_next_reader_three_statements(ana: User, ben: User, thesis: Claim) -> None:
    things_on(thesis, ana)
    rights = rights_of(None)
    anew = statements(lambda: load_shape(controversy=thesis.controversy, rights=rights))
    rate(target=thesis, by=ben, value=4)

    assert kept_shapes(controversies=[thesis.controversy], rights=rights) == {}
    assert anew == 5
    assert statements_kept(thesis) == 3
    assert statements_kept(thesis) == 1


def statements_kept(thesis: Claim) -> int:
    """How many statements a reader costs who finds what others have read."""
    with CaptureQueriesContext(connection) as asked:
        load_shape(controversy=thesis.controversy, rights=rights_of(None))
    return len(asked)
