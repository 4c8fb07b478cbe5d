"""While a claim is typed, what stands here already in much the same words is offered."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from core.models import User
from debates.maps.models import Claim, Controversy, Layer, Seat, Subject
from debates.maps.models.gate import NOBODY
from debates.maps.queries import rights_of
from debates.maps.services import add_claim, add_reply, hide
from debates.reading.hints import Hint, hints, refuse_twin
from tests.maps.worlds import guest, open_map
from tests.reading.worlds import grow, statements

STANDING = "Military aid to Colombia fell by half after the report of 2015."


@pytest.fixture
def standing(sovereignty: Controversy, thesis: Claim, ana: User) -> Claim:
    add_reply(to=thesis, side="pro", by=ana, text="Farmers were paid to leave coca.")
    add_reply(to=thesis, side="con", by=ana, text="The courts decide on extradition alone.")
    return add_reply(to=thesis, side="pro", by=ana, text=STANDING)


def offered(text: str, at: Controversy, viewer: User | None = None) -> list[Hint]:
    return hints(controversy=at, rights=rights_of(viewer), text=text)


@pytest.mark.parametrize(
    "typed",
    [
        "mil",
        "Milit",
        "Military ai",
        "military aid to Colom",
        "After the report of 2015, military aid fell by half",
        "The military's aid for Colombia has fallen: by half, says a report",
        "MILITARY AIDS",
    ],
)
def test_a_claim_is_offered_as_its_words_are_typed(typed: str, standing: Claim, sovereignty: Controversy) -> None:
    assert offered(typed, sovereignty)[0].id == standing.pk


NOTHING = ("", "mi", "  m ", "the of and", "&|!", "\0\0\0", "Bananas are cheap", "Military bananas are cheap")


@pytest.mark.parametrize("typed", NOTHING)
def test_nothing_is_offered_for_nothing_alike(typed: str, standing: Claim, sovereignty: Controversy) -> None:
    assert offered(typed, sovereignty) == []


def test_the_most_alike_is_first_and_the_list_is_short(thesis: Claim, sovereignty: Controversy, ana: User) -> None:
    for number in range(6):
        add_reply(to=thesis, side="pro", by=ana, text=f"Courts in towns are paid {'and so on ' * number}by the fund.")
    exact = add_reply(to=thesis, side="pro", by=ana, text="Courts are paid by the fund.")

    found = offered("Courts are paid by the fund", sovereignty)

    assert found[0].id == exact.pk
    assert found[0].likeness == 1.0
    assert len(found) == 4
    assert [hint.likeness for hint in found] == sorted((hint.likeness for hint in found), reverse=True)


def test_spanish_is_stemmed_as_spanish(relations_subject: Subject, chloe: User, ana: User) -> None:
    mapa = open_map(relations_subject, chloe, "soberania", language="es")
    claim = add_claim(controversy=mapa, by=ana, text="Las donaciones debilitan la soberanía de las naciones.")

    assert [hint.id for hint in offered("La donación debilitó a la nacion", mapa)] == [claim.pk]


def test_only_published_claims_of_this_map_are_offered(
    standing: Claim, sovereignty: Controversy, relations_subject: Subject, ana: User, mod: User, chloe: User
) -> None:
    other = open_map(relations_subject, chloe, "other")
    add_claim(controversy=other, by=ana, text=STANDING)
    hide(contribution=standing, by=mod, reason="Rule 1")

    for viewer in (None, ana, mod):
        assert offered(STANDING, sovereignty, viewer) == []


def test_another_groups_claim_is_not_offered(relations_subject: Subject) -> None:
    room = Controversy.objects.create(
        subject=relations_subject,
        slug="class",
        title="C",
        question="C?",
        state="open",
        access="session",
        visibility="group",
    )
    one, two = (Layer.objects.create(controversy=room, number=number) for number in (1, 2))
    owl, elk = guest("owl"), guest("elk")
    for person, layer in ((owl, one), (elk, two)):
        Seat.objects.create(user=person, controversy=room, layer=layer)
    claim = add_claim(controversy=room, by=owl, text=STANDING)

    assert [hint.id for hint in offered(STANDING, room, owl)] == [claim.pk]
    assert offered(STANDING, room, elk) == []
    refuse_twin(controversy=room, rights=rights_of(elk), text=STANDING)


@pytest.mark.parametrize(
    "text",
    [
        STANDING,
        STANDING.upper(),
        f"  {STANDING[:-1]}!",
        "After the 2015 report, military aid to Colombia fell by a half.",
    ],
)
def test_nearly_the_same_text_is_asked_about(text: str, standing: Claim, sovereignty: Controversy) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_twin(controversy=sovereignty, rights=NOBODY, text=text)

    assert refused.value.code == "nearly_the_same"
    assert [hint.id for hint in refused.value.current] == [standing.pk]


@pytest.mark.parametrize(
    "text",
    [
        "Military aid to Colombia did not fall by half after the report of 2015.",
        "Military aid to Colombia fell by half after the report of 2016.",
        "Military aid to Colombia fell.",
        "Fair.",
    ],
)
def test_a_denial_another_year_and_a_shorter_claim_are_claims_of_their_own(
    text: str, standing: Claim, sovereignty: Controversy
) -> None:
    refuse_twin(controversy=sovereignty, rights=NOBODY, text=text)


@given(st.text(max_size=200) | st.text(st.sampled_from("ab1é.'\"\\&|!()<>:*-@%_\0\u202e "), max_size=60))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_string_breaks_a_hint(sovereignty: Controversy, typed: str) -> None:
    assert offered(typed, sovereignty) == []


@pytest.mark.parametrize("count", [10, 300])
def test_a_hint_costs_two_statements(count: int, standing: Claim, thesis: Claim, ana: User) -> None:
    grow(thesis, ana, count)

    assert statements(lambda: hints(controversy=thesis.controversy, rights=NOBODY, text="Military aid fell")) == 2
    assert statements(lambda: hints(controversy=thesis.controversy, rights=NOBODY, text="mi")) == 0
