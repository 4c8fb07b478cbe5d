"""The focus spread: one claim, both its sides, its path, and what stands in for hidden ones."""

import pytest

from core.models import User
from debates.evidence.services import cite
from debates.maps.models import Claim, Controversy
from debates.maps.services import add_claim, add_premise, add_reply, hide, relate
from debates.ratings.services import rate
from debates.reading.focus import Focus, focus_of
from tests.maps.worlds import relation_of, set_map
from tests.reading.worlds import book_of, grow, statements


def seen(controversy: Controversy, viewer: User | None = None, claim: Claim | None = None) -> Focus:
    """The spread, which must be there."""
    found = focus_of(book_of(controversy, viewer), claim.pk if claim else None)
    assert found is not None
    return found


def test_both_sides_stand_beside_the_claim_with_their_weight(ana: User, ben: User, thesis: Claim) -> None:
    pro = add_reply(to=thesis, side="pro", by=ana, text="It binds.", warrant="Bonds weaken.")
    con = add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    cite(claim=thesis, by=ana, side="pro", text="Yes.", new_source={"title": "Survey"})

    focus = seen(thesis.controversy)

    assert (focus.claim.text, focus.is_thesis, focus.step) == (thesis.text, True, None)
    assert ([card.id for card in focus.pros], [card.id for card in focus.cons]) == ([pro.pk], [con.pk])
    assert (focus.claim.pros, focus.claim.cons, focus.claim.evidence) == (1, 1, 1)
    assert focus.pros[0].step is not None
    assert focus.pros[0].step.warrant == "Bonds weaken."
    assert focus.beam.pro > focus.beam.con > 0
    assert (focus.claim_count, focus.evidence_count) == (3, 1)


def test_the_path_leads_from_the_thesis_to_just_above(ana: User, thesis: Claim) -> None:
    middle = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    below = add_reply(to=middle, side="pro", by=ana, text="By parliaments.")
    doubt = add_reply(to=relation_of(below), side="con", by=ana, text="Parliaments change.")

    focus = seen(thesis.controversy, None, below)
    assert [(step.id, step.side) for step in focus.path] == [(thesis.pk, "con"), (middle.pk, "pro")]
    assert focus.step is not None
    assert focus.step.side == "pro"
    path = seen(thesis.controversy, None, doubt).path
    assert [(step.id, step.is_step) for step in path] == [(thesis.pk, False), (middle.pk, False), (below.pk, True)]


def test_premises_doubts_and_other_places_are_on_the_card(chloe: User, thesis: Claim, sovereignty: Controversy) -> None:
    reply = add_reply(to=thesis, side="con", by=chloe, text="It is asked for.")
    step = relation_of(reply)
    premise = add_premise(relation=step, by=chloe, text="Asking is consent.")
    doubt = add_reply(to=step, side="con", by=chloe, text="Consent can be bought.")
    backing = add_reply(to=step, side="pro", by=chloe, text="Courts say so.")
    other = add_claim(controversy=sovereignty, by=chloe, text="Aid is a debt.")
    relate(child=reply, parent=other, side="con", by=chloe)

    focus = seen(sovereignty)

    card = focus.cons[0]
    assert [one.id for one in card.premises] == [premise.pk]
    assert [one.id for one in card.doubts] == [doubt.pk]
    assert [one.id for one in card.backings] == [backing.pk]
    assert [(link.id, link.side) for link in card.also] == [(other.pk, "con")]
    assert [(tab.id, tab.current) for tab in focus.theses] == [(thesis.pk, True), (other.pk, False)]


def test_a_stub_keeps_the_place_of_what_still_bears_a_branch(
    ana: User, ben: User, mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    bearing = add_reply(to=thesis, side="pro", by=ana, text="A secret word: xylophone.")
    below = add_reply(to=bearing, side="con", by=ben, text="Gifts are no debts.")
    bare = add_reply(to=thesis, side="con", by=ana, text="Nothing hangs on this xylophone.")
    for claim in (bearing, bare):
        hide(contribution=claim, by=mod, reason="rude")

    focus = seen(sovereignty, ben)
    assert [(card.id, card.is_stub, card.text) for card in focus.pros] == [(bearing.pk, True, "")]
    assert (focus.cons, focus.claim.pros, focus.claim.cons) == ([], 1, 0)
    assert "xylophone" not in repr(focus)
    assert [card.id for card in seen(sovereignty, None, bearing).cons] == [below.pk]
    assert focus_of(book_of(sovereignty), bare.pk) is None
    for person in (ana, mod):
        own = seen(sovereignty, person)
        assert [(card.text, card.state) for card in own.cons] == [(bare.text, "hidden")]


def test_a_hidden_thesis_keeps_its_branch(ben: User, mod: User, thesis: Claim, sovereignty: Controversy) -> None:
    reply = add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    hide(contribution=thesis, by=mod, reason="rude")

    focus = seen(sovereignty)

    assert (focus.claim.id, focus.claim.is_stub, focus.claim.text) == (thesis.pk, True, "")
    assert [card.id for card in focus.cons] == [reply.pk]
    second = add_claim(controversy=sovereignty, by=ben, text="Aid is a debt.")
    assert seen(sovereignty).claim.id == second.pk


def test_what_waits_is_seen_by_its_author_and_staff_alone(
    ana: User, ben: User, mod: User, chloe: User, thesis: Claim, sovereignty: Controversy
) -> None:
    set_map(sovereignty, premoderated=True)
    waiting = add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    second = add_claim(controversy=sovereignty, by=ben, text="Aid is a debt.")

    for person in (None, ana, chloe):
        assert seen(sovereignty, person).cons == []
        assert focus_of(book_of(sovereignty, person), second.pk) is None
    for person in (ben, mod):
        card = seen(sovereignty, person).cons[0]
        assert (card.id, card.state, card.figure) == (waiting.pk, "pending", None)
        assert seen(sovereignty, person, second).claim.state == "pending"


def test_an_empty_map_has_no_focus(sovereignty: Controversy, far_away: int) -> None:
    assert focus_of(book_of(sovereignty)) is None
    assert focus_of(book_of(sovereignty), far_away) is None


@pytest.fixture
def far_away() -> int:
    """A number that no claim has."""
    return 10**12


def test_the_figure_says_how_many_rated(ben: User, thesis: Claim) -> None:
    rate(target=thesis, by=ben, value=4)

    figure = seen(thesis.controversy).claim.figure

    assert figure is not None
    assert (figure.number, figure.raters, figure.standing.code) == (60, 1, "too_few")


def test_the_spread_costs_as_many_statements_for_ten_claims_as_for_a_thousand(ana: User, thesis: Claim) -> None:
    def cost(viewer: User | None) -> int:
        return statements(lambda: focus_of(book_of(thesis.controversy, viewer)))

    grow(thesis, ana, 10)
    few = cost(None), cost(ana)
    grow(thesis, ana, 1000)

    assert (cost(None), cost(ana)) == few == (7, 9)


def test_1500_hidden_claims_below_one_another_break_no_page(ana: User, ben: User, thesis: Claim) -> None:
    chain = grow(thesis, ana, 1500, deep=True, state="withdrawn")
    assert seen(thesis.controversy).pros == []

    grow(chain[-1], ben, 1)

    assert [card.is_stub for card in seen(thesis.controversy).pros] == [True]


def test_stubs_that_cross_one_another_are_walked_once(chloe: User, thesis: Claim, sovereignty: Controversy) -> None:
    """There are more ways through them than could ever be walked one by one."""
    above = [thesis]
    for level in range(40):
        layer = [add_reply(to=above[0], side="pro", by=chloe, text=f"{level}{side}.") for side in "ab"]
        for claim in layer:
            for parent in above[1:]:
                relate(child=claim, parent=parent, side="con", by=chloe)
        above = layer
    Claim.objects.filter(controversy=sovereignty, thesis_position=None).exclude(pk=above[0].pk).update(
        state="withdrawn"
    )

    assert len(seen(sovereignty).pros) == 2
