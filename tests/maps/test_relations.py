"""Joining claims that stand: sides, twins, circles, premises, and whose link waits."""

import pytest

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution, Controversy, Premise, Subject
from debates.maps.services import (
    add_claim,
    add_premise,
    add_reply,
    grant_role,
    hide,
    lock,
    relate,
    restore,
    unwithdraw,
    withdraw,
)
from tests.maps.worlds import (
    PENDING,
    PUBLISHED,
    WITHDRAWN,
    ClassRoom,
    assert_no_holes,
    earned,
    fresh,
    last_line,
    lines_of,
    open_map,
    refused,
    relation_of,
    seq_of,
    set_map,
)


@pytest.fixture
def debt(sovereignty: Controversy, ana: User) -> Claim:
    """A second thesis beside Ana's first."""
    return add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")


def test_a_members_link_waits_and_a_contributors_stands(
    ana: User, ben: User, root: User, thesis: Claim, debt: Claim, sovereignty: Controversy
) -> None:
    waiting = relate(child=debt, parent=thesis, side="pro", by=ben)
    withdraw(contribution=waiting, by=ben)
    grant_role(user=ben, role="contributor", by=root)
    granted = relate(child=debt, parent=thesis, side="pro", by=ben, warrant="Debts bind.")
    withdraw(contribution=granted, by=ben)
    by_work = relate(child=debt, parent=thesis, side="con", by=earned(ana, sovereignty))

    assert [waiting.state, granted.state, by_work.state] == [PENDING, PUBLISHED, PUBLISHED]
    assert last_line(sovereignty).after == {"child": debt.pk, "parent": thesis.pk, "side": "con", "text": ""}
    assert_no_holes(sovereignty)


def test_work_without_time_and_time_without_work_earn_nothing(
    ana: User, ben: User, thesis: Claim, debt: Claim, sovereignty: Controversy
) -> None:
    for number in range(12):
        add_claim(controversy=sovereignty, by=ben, text=f"Thesis {number}.")

    assert relate(child=debt, parent=thesis, side="pro", by=ben).state == PENDING


def test_a_scope_holds_where_it_was_given(
    ben: User, chloe: User, root: User, relations_subject: Subject, thesis: Claim, debt: Claim
) -> None:
    elsewhere = open_map(relations_subject, chloe, "elsewhere")
    grant_role(user=ben, role="contributor", by=root, controversy=elsewhere)
    one, two = (add_claim(controversy=elsewhere, by=ben, text=text) for text in ("One.", "Two."))

    assert relate(child=one, parent=two, side="pro", by=ben).state == PUBLISHED
    assert relate(child=debt, parent=thesis, side="pro", by=ben).state == PENDING


def test_on_a_premoderated_map_a_contributors_link_waits_too(
    ben: User, chloe: User, mod: User, root: User, thesis: Claim, debt: Claim, sovereignty: Controversy
) -> None:
    set_map(sovereignty, premoderated=True)
    grant_role(user=ben, role="contributor", by=root)

    assert relate(child=debt, parent=thesis, side="pro", by=ben).state == PENDING


def test_two_claims_are_joined_once_while_the_link_lives(ana: User, thesis: Claim, debt: Claim) -> None:
    first = relate(child=debt, parent=thesis, side="pro", by=ana)

    for side in ("pro", "con"):
        with refused("already_joined", "child"):
            relate(child=debt, parent=thesis, side=side, by=ana)
    withdraw(contribution=first, by=ana)
    relate(child=debt, parent=thesis, side="con", by=ana)
    with refused("already_joined"):
        unwithdraw(contribution=first, by=ana)


def test_a_hidden_link_is_still_a_link(chloe: User, mod: User, thesis: Claim, debt: Claim) -> None:
    first = relate(child=debt, parent=thesis, side="pro", by=chloe)
    hide(contribution=first, by=mod, reason="off topic")

    with refused("already_joined", "child"):
        relate(child=debt, parent=thesis, side="con", by=chloe)


def test_a_claim_cannot_bear_on_itself(ana: User, thesis: Claim, debt: Claim) -> None:
    with refused("to_itself", "child"):
        relate(child=thesis, parent=thesis, side="pro", by=ana)
    with refused("to_itself", "premises"):
        relate(child=debt, parent=thesis, side="pro", by=ana, premises=[debt])
    with refused("to_itself", "child"):
        relate(child=debt, parent=thesis, side="pro", by=ana, premises=[thesis])


def test_a_circle_is_refused_with_its_path(ana: User, thesis: Claim, debt: Claim) -> None:
    relate(child=debt, parent=thesis, side="pro", by=ana)
    below = add_reply(to=debt, side="con", by=ana, text="Gifts are no debts.")

    with refused("would_cycle", "child") as told:
        relate(child=thesis, parent=below, side="pro", by=ana)

    assert told[0].path == (below.text, debt.text, thesis.text, below.text)
    assert all(text in str(told[0].message) for text in told[0].path)


def test_the_path_names_only_what_the_asker_may_read(ana: User, ben: User, mod: User, thesis: Claim) -> None:
    middle = add_reply(to=thesis, side="pro", by=ana, text="A secret word: xylophone.")
    below = add_reply(to=middle, side="con", by=ana, text="Gifts are no debts.")
    hide(contribution=middle, by=mod, reason="rude")

    with refused("would_cycle", "child") as told:
        relate(child=thesis, parent=below, side="pro", by=ben)

    assert "xylophone" not in f"{told[0]} {told[0].path}"


def test_a_circle_through_a_step_a_premise_or_evidence_is_refused(ana: User, chloe: User, thesis: Claim) -> None:
    reply = add_reply(to=thesis, side="pro", by=ana, text="It binds.")
    undercut = add_reply(to=relation_of(reply), side="con", by=ana, text="It need not.")
    premise = add_premise(relation=relation_of(reply), by=ana, text="Bonds weaken.")
    evidence = cite(claim=thesis, by=ana, side="pro", text="A survey.", new_source={"title": "Survey"})
    doubt = add_reply(to=evidence, side="con", by=ana, text="The sample is small.")

    for below in (undercut, premise, doubt):
        with refused("would_cycle", "child"):
            relate(child=thesis, parent=below, side="pro", by=chloe)


def test_a_withdrawn_link_comes_back_only_where_it_closes_no_circle(ana: User, thesis: Claim, debt: Claim) -> None:
    first = relate(child=debt, parent=thesis, side="pro", by=ana)
    withdraw(contribution=first, by=ana)
    back = relate(child=thesis, parent=debt, side="pro", by=ana)

    with refused("would_cycle", "child"):
        unwithdraw(contribution=first, by=ana)
    withdraw(contribution=back, by=ana)
    unwithdraw(contribution=first, by=ana)
    assert fresh(first).state != WITHDRAWN


def test_a_hidden_link_can_always_be_shown_again(chloe: User, mod: User, thesis: Claim, debt: Claim) -> None:
    first = relate(child=debt, parent=thesis, side="pro", by=chloe)
    hide(contribution=first, by=mod, reason="off topic")

    with refused("would_cycle", "child"):
        relate(child=thesis, parent=debt, side="pro", by=chloe)
    assert restore(contribution=first, by=mod).state == PUBLISHED


def test_both_ends_are_of_one_map(ana: User, chloe: User, relations_subject: Subject, thesis: Claim) -> None:
    far = add_claim(controversy=open_map(relations_subject, chloe, "far"), by=ana, text="Far away.")

    with refused("other_map", "child"):
        relate(child=far, parent=thesis, side="pro", by=ana)
    near = add_claim(controversy=thesis.controversy, by=ana, text="Near.")
    with refused("other_map", "child"):
        relate(child=near, parent=thesis, side="pro", by=ana, premises=[far])


def test_only_claims_bear_and_nothing_bears_on_talk(ana: User, thesis: Claim, debt: Claim) -> None:
    comment = add_comment(on=thesis, by=ana, text="Define aid?")
    evidence = cite(claim=thesis, by=ana, side="pro", text="A survey.", new_source={"title": "Survey"})

    with refused("bad_reply"):
        relate(child=debt, parent=comment, side="pro", by=ana)
    with refused("bad_reply"):
        relate(child=evidence, parent=debt, side="pro", by=ana)
    with refused("bad_reply"):
        relate(child=debt, parent=thesis, side="pro", by=ana, premises=[evidence])
    with refused("unknown_choice", "side"):
        relate(child=debt, parent=thesis, side="context", by=ana)
    with refused("too_long", "warrant"):
        relate(child=debt, parent=thesis, side="pro", by=ana, warrant="w" * 301)


def test_a_link_may_need_further_claims(chloe: User, thesis: Claim, debt: Claim) -> None:
    more = add_claim(controversy=thesis.controversy, by=chloe, text="Debts weaken.")

    relation = relate(child=debt, parent=thesis, side="pro", by=chloe, premises=[more])

    assert [premise.claim_id for premise in Premise.objects.filter(relation=relation)] == [more.pk]


def test_two_premises_that_became_one_claim_are_one_too_few(chloe: User, thesis: Claim, debt: Claim) -> None:
    one, two = (add_claim(controversy=thesis.controversy, by=chloe, text=text) for text in ("Debts bind.", "They do."))
    Contribution.objects.filter(pk=two.pk).update(merged_into=one)

    with refused("to_itself", "premises"):
        relate(child=debt, parent=thesis, side="pro", by=chloe, premises=[one, two])
    with refused("to_itself", "premises"):
        relate(child=one, parent=thesis, side="pro", by=chloe, premises=[two])


def test_a_twin_by_way_of_a_merged_parent_is_a_twin(chloe: User, thesis: Claim, debt: Claim) -> None:
    twin = add_claim(controversy=thesis.controversy, by=chloe, text="Aid makes states less sovereign.")
    relate(child=debt, parent=twin, side="pro", by=chloe)
    Contribution.objects.filter(pk=twin.pk).update(merged_into=thesis)

    with refused("already_joined", "child"):
        relate(child=debt, parent=thesis, side="con", by=chloe)


def test_a_merged_claim_stands_for_its_canonical_one(chloe: User, thesis: Claim, debt: Claim) -> None:
    twin = add_claim(controversy=thesis.controversy, by=chloe, text="Aid makes states less sovereign.")
    Contribution.objects.filter(pk=twin.pk).update(merged_into=thesis)

    assert relate(child=debt, parent=twin, side="pro", by=chloe).parent_id == thesis.pk
    with refused("to_itself", "child"):
        relate(child=twin, parent=thesis, side="pro", by=chloe)


def test_a_premise_is_added_by_the_steps_author_or_a_contributor(
    ana: User, ben: User, chloe: User, mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    step = relation_of(add_reply(to=thesis, side="pro", by=ana, text="It binds."))
    before = seq_of(sovereignty)

    own = add_premise(relation=step, by=ana, text="Bonds weaken.")
    assert seq_of(sovereignty) == before + 2
    assert [line.verb for line in lines_of(sovereignty)[-2:]] == ["claim.added", "relation.premise_added"]
    assert last_line(sovereignty).after == {"premise": own.pk}
    with refused("not_author"):
        add_premise(relation=step, by=ben, text="Me too.")
    add_premise(relation=step, by=chloe, text="Bonds are seen as weakness.")
    with refused("bad_reply"):
        add_premise(relation=thesis, by=ana, text="Not a step.")  # type: ignore[arg-type]
    lock(contribution=step, by=mod)
    with refused("locked"):
        add_premise(relation=step, by=ana, text="Too late.")


def test_in_a_class_session_links_stand_at_once_and_groups_are_not_joined(
    chloe: User, relations_subject: Subject
) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl, elk = room.seat("owl", 1), room.seat("elk", 2)
    one = add_claim(controversy=room.map, by=owl, text="Of group one.")
    more = add_claim(controversy=room.map, by=owl, text="Of group one, too.")
    two = add_claim(controversy=room.map, by=elk, text="Of group two.")

    relation = relate(child=one, parent=more, side="pro", by=room.host)

    assert (relation.state, relation.layer_id) == (PUBLISHED, room.layers[0].pk)
    for person in (owl, elk, room.host):
        with refused("other_map", "child"):
            relate(child=one, parent=two, side="pro", by=person)
