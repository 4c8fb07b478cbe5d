"""Many people at the library at once, in real threads: one row, clear answers, no stale figure."""

from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction

from core.accounts.services import ensure_person
from core.models import User
from debates.evidence.models import Evidence, Source
from debates.evidence.services import add_source, cite, reinstate_source, retract_source
from debates.history.models import Entry
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.queries import rights_of
from debates.maps.services import add_claim
from debates.maps.services.entering import lock_map
from debates.reading.shape import load_shape
from tests.conftest import signed_in
from tests.maps.worlds import assert_no_holes, open_map
from tests.properties.test_races import at_once, codes, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "spellings",
    [
        [{"doi": "10.1000/182"}, {"doi": "https://doi.org/10.1000/182"}, {"url": "https://dx.doi.org/10.1000/182"}],
        [{"url": "https://example.org/a"}, {"url": "http://www.example.org/a/"}, {"url": "https://example.org/a#b"}],
        [{"url": "https://example.org/a"}, {"url": "https://example.org/a", "doi": "10.1000/182"}],
    ],
)
def test_one_source_added_by_many_at_once_is_one_row_and_one_clear_answer(
    spellings: list[dict[str, str]], transactional_db: None
) -> None:
    people = [ensure_person(name=f"person-{n}") for n in range(6)]
    acts = [
        partial(add_source, by=person, title=f"Survey {n}", **spellings[n % len(spellings)])
        for n, person in enumerate(people)
    ]

    answers = at_once(acts)

    made = Source.objects.get()
    assert codes(answers) == ["source_known"] * 5
    refusals = [answer for answer in answers if not isinstance(answer, Source)]
    assert {refusal.current["id"] for refusal in refusals} == {made.pk}


def test_evidence_cited_while_its_source_falls_weighs_nothing_afterwards(
    ana: User, chloe: User, sovereignty: Controversy
) -> None:
    """Whichever comes first: whoever reads the map after both reads it without the source."""
    source = add_source(by=ana, title="Survey")
    for n in range(5):
        claims = [add_claim(controversy=sovereignty, by=ana, text=f"Claim {n} {m}.") for m in range(3)]
        acts = [partial(cite, claim=claim, by=ana, side="pro", text="Yes.", source=source) for claim in claims]

        answers = at_once([*acts, partial(retract_source, source=source, by=chloe, reason=f"Fraud {n}")])

        assert codes(answers) == []
        shape = load_shape(controversy=sovereignty, rights=rights_of(None))
        assert [shape.solved.strength[claim.pk] for claim in claims] == [0.5, 0.5, 0.5]
        reinstate_source(source=source, by=chloe)
    assert_no_holes(sovereignty)


def test_a_shape_read_between_a_citation_and_a_retraction_is_not_kept_for_good(
    ana: User, chloe: User, thesis: Claim, sovereignty: Controversy
) -> None:
    """The retraction waits for a citation under way, so that it does not miss that map."""
    source = add_source(by=ana, title="Survey")
    seen: list[float] = []

    def cite_and_look() -> None:
        with transaction.atomic():
            cite(claim=thesis, by=ana, side="pro", text="Yes.", source=source)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.3)")
        seen.append(load_shape(controversy=sovereignty, rights=rights_of(None)).solved.strength[thesis.pk])

    at_once([cite_and_look, partial(retract_source, source=source, by=chloe, reason="Fraud")])

    assert len(seen) == 1
    assert load_shape(controversy=sovereignty, rights=rights_of(None)).solved.strength[thesis.pk] == 0.5


def test_a_save_at_the_desk_and_a_citation_do_not_wait_for_one_another_for_ever(
    ana: User, chloe: User, thesis: Claim
) -> None:
    """One mends and retracts in one step, the other describes a new source: both need a map and the library."""
    source = add_source(by=ana, title="Survey")
    cite(claim=thesis, by=ana, side="pro", text="Yes.", source=source)
    desk = signed_in(chloe)
    form = {"csl_type": "webpage", "title": "Survey, 2nd ed.", "authors": "[]", "issued": "[]", "retraction": "Fraud"}

    def cite_another() -> Evidence:
        with transaction.atomic():
            lock_map(thesis.controversy_id)
            begun.set()
            until_somebody_waits()
            return cite(claim=thesis, by=ana, side="con", text="No.", new_source={"title": "Another"})

    def save() -> int:
        begun.wait(timeout=30)
        return desk.post(f"/admin/debates/source/{source.pk}/change/", form).status_code

    begun = Event()
    answers = at_once([cite_another, save])

    assert isinstance(answers[0], Evidence)
    assert answers[1] == 302
    source.refresh_from_db()
    assert (source.title, source.reason) == ("Survey, 2nd ed.", "Fraud")


def test_a_map_that_begins_to_lean_on_a_source_while_it_falls_is_locked_as_the_others(
    ana: User, chloe: User, thesis: Claim, relations_subject: Subject
) -> None:
    source = add_source(by=ana, title="Survey")
    cite(claim=thesis, by=ana, side="pro", text="Yes.", source=source)
    other = open_map(relations_subject, chloe, "other")
    claim = add_claim(controversy=other, by=ana, text="Elsewhere.")
    held, waits, busy = Event(), Event(), Event()

    def hold_the_first_map() -> None:
        with transaction.atomic():
            lock_map(thesis.controversy_id)
            held.set()
            until_somebody_waits()
            waits.set()
            busy.wait(timeout=30)

    def retract() -> Source:
        held.wait(timeout=30)
        return retract_source(source=source, by=chloe, reason="Fraud")

    def cite_elsewhere_and_go_on_writing() -> None:
        waits.wait(timeout=30)
        cite(claim=claim, by=ana, side="pro", text="Yes.", source=source)
        with transaction.atomic():
            add_claim(controversy=other, by=ana, text="And more.")
            busy.set()
            until_somebody_waits()
            cite(claim=claim, by=ana, side="con", text="No.", new_source={"title": "Another"})

    assert codes(at_once([hold_the_first_map, retract, cite_elsewhere_and_go_on_writing])) == []

    told = Entry.objects.filter(verb="source.retracted", controversy__isnull=False)
    assert set(told.values_list("controversy_id", flat=True)) == {thesis.controversy_id, other.pk}
    assert_no_holes(other)
