"""C2: a member's step between standing claims waits, and contributors and curators decide on it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.accounts.services import ensure_person
from core.models import User
from debates.maps.models import Claim, Contribution, Controversy, Relation, Subject
from debates.maps.queries import rights_of
from debates.maps.queries.suggestions import own_steps, waiting_steps
from debates.maps.services import (
    add_claim,
    add_premise,
    add_reply,
    approve,
    decide_step,
    edit,
    grant_role,
    hide,
    relate,
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
    open_map,
    refused,
    relation_of,
    set_map,
)
from tests.properties.oracles import assert_map_is_sound


@pytest.fixture
def debt(sovereignty: Controversy, ana: User) -> Claim:
    """A second thesis beside Ana's first."""
    return add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")


@pytest.fixture
def step(thesis: Claim, debt: Claim, ben: User) -> Relation:
    """Ben's step, which waits."""
    return relate(child=debt, parent=thesis, side="pro", by=ben, warrant="Debts bind.")


def decide(relation: Contribution, *, by: User, publish: bool, **fields: Any) -> Contribution:
    return decide_step(controversy=relation.controversy, relation_id=relation.pk, by=by, publish=publish, **fields)


def waiting_for(person: User | None, controversy: Controversy) -> list[Relation]:
    return list(waiting_steps(controversy=controversy, rights=rights_of(person)))


def test_a_curator_lets_it_count_and_the_map_has_it(
    step: Relation, chloe: User, ben: User, sovereignty: Controversy
) -> None:
    assert waiting_for(chloe, sovereignty) == [step]

    assert decide(step, by=chloe, publish=True).state == PUBLISHED

    line = last_line(sovereignty)
    assert (line.verb, line.actor_id, line.before, line.after) == (
        "relation.approved",
        chloe.pk,
        {"state": "pending"},
        {"state": "published"},
    )
    assert waiting_for(chloe, sovereignty) == []
    assert_no_holes(sovereignty)
    assert_map_is_sound(sovereignty)


def test_a_refusal_says_why_frees_the_pair_and_stays_refused(
    step: Relation, thesis: Claim, debt: Claim, chloe: User, ben: User, sovereignty: Controversy
) -> None:
    with refused("reason_required", "reason"):
        decide(step, by=chloe, publish=False, reason=" ")

    decide(step, by=chloe, publish=False, reason="A debt opposes it.")

    line = last_line(sovereignty)
    assert (fresh(step).state, line.verb, line.reason) == (WITHDRAWN, "relation.refused", "A debt opposes it.")
    own = own_steps(controversy=sovereignty, rights=rights_of(ben))
    assert [(one.pk, getattr(one, "refused_because", None)) for one in own] == [(step.pk, "A debt opposes it.")]
    with refused("wrong_state"):
        unwithdraw(contribution=step, by=ben)
    with refused("not_found"):
        unwithdraw(contribution=step, by=chloe)
    better = relate(child=debt, parent=thesis, side="con", by=ben)
    assert better.state == PENDING
    assert_map_is_sound(sovereignty)


def test_a_step_that_its_author_took_back_can_be_put_back_and_waits_again(
    step: Relation, chloe: User, ben: User, sovereignty: Controversy
) -> None:
    withdraw(contribution=step, by=ben)
    assert waiting_for(chloe, sovereignty) == []
    with refused("not_found"):
        decide(step, by=chloe, publish=True)
    unwithdraw(contribution=step, by=ben)
    assert waiting_for(chloe, sovereignty) == [step]


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("member", False),
        ("teacher", False),
        ("contributor by grant", True),
        ("contributor by work", True),
        ("moderator", True),
        ("curator here", True),
        ("curator elsewhere", False),
        ("admin", True),
    ],
)
def test_who_decides(
    who: str, may: bool, step: Relation, root: User, sovereignty: Controversy, relations_subject: Subject
) -> None:
    dan = ensure_person(name="dan")
    elsewhere = open_map(relations_subject, root, "elsewhere")
    granted: dict[str, dict[str, Any]] = {
        "teacher": {"role": "teacher"},
        "contributor by grant": {"role": "contributor"},
        "moderator": {"role": "moderator"},
        "curator here": {"role": "curator", "controversy": sovereignty},
        "curator elsewhere": {"role": "curator", "controversy": elsewhere},
    }
    if who in granted:
        grant_role(user=dan, by=root, **granted[who])
    person = {"admin": root}.get(who) or (earned(dan, sovereignty) if who == "contributor by work" else dan)

    assert waiting_for(person, sovereignty) == ([step] if may else [])
    if may:
        assert decide(step, by=person, publish=True).state == PUBLISHED
    else:
        for publish in (True, False):
            with refused("not_found"):
                decide(step, by=person, publish=publish, reason="No.")


def test_nobody_decides_on_an_own_step(step: Relation, ben: User, root: User, sovereignty: Controversy) -> None:
    for role in ("contributor", "curator", "moderator"):
        grant_role(user=ben, role=role, by=root)

    assert waiting_for(ben, sovereignty) == []
    for publish in (True, False):
        with refused("own_content"):
            decide(step, by=ben, publish=publish, reason="Mine.")


def test_a_decided_step_is_told_to_be_so(
    step: Relation, chloe: User, root: User, mod: User, sovereignty: Controversy
) -> None:
    decide(step, by=chloe, publish=False, reason="No.")

    with refused("wrong_state"):
        decide(step, by=root, publish=True)
    with refused("wrong_state"):
        approve(contribution=step, by=mod)


def test_what_is_not_a_waiting_step_is_decided_by_nobody_here(
    thesis: Claim, debt: Claim, ana: User, chloe: User, sovereignty: Controversy
) -> None:
    reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    set_map(sovereignty, premoderated=True)
    waiting = add_reply(to=thesis, side="pro", by=ana, text="It waits.", warrant="So.")
    set_map(sovereignty, premoderated=False)

    for row in (thesis, reply, relation_of(reply), waiting, relation_of(waiting)):
        with refused("not_found"):
            decide(row, by=chloe, publish=True)
    assert waiting_for(chloe, sovereignty) == []


def test_a_step_of_an_end_that_may_not_be_read_is_shown_to_nobody(
    step: Relation, debt: Claim, ana: User, mod: User, chloe: User, sovereignty: Controversy
) -> None:
    hide(contribution=debt, by=mod, reason="Rule 1")

    for person in (chloe, mod):
        assert waiting_for(person, sovereignty) == []
        with refused("not_found"):
            decide(step, by=person, publish=True)


def test_a_premise_that_may_not_be_read_hides_the_step_too(
    thesis: Claim, debt: Claim, ana: User, ben: User, mod: User, chloe: User, sovereignty: Controversy
) -> None:
    premise = add_claim(controversy=sovereignty, by=ana, text="Debts bind.")
    step = relate(child=debt, parent=thesis, side="pro", by=ben, premises=[premise])
    assert waiting_for(chloe, sovereignty) == [step]

    hide(contribution=premise, by=mod, reason="Rule 1")
    assert waiting_for(chloe, sovereignty) == []


def test_on_a_premoderated_map_moderators_alone_decide(
    step: Relation, chloe: User, mod: User, sovereignty: Controversy
) -> None:
    place = set_map(sovereignty, premoderated=True)

    assert waiting_for(chloe, place) == []
    assert waiting_for(mod, place) == [step]
    with refused("not_found"):
        decide(step, by=chloe, publish=True)


def test_a_class_is_its_hosts_alone(chloe: User, root: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl = room.seat("owl", 1)
    one, two = (add_claim(controversy=room.map, by=owl, text=text) for text in ("One.", "Two."))
    set_map(room.map, premoderated=True)
    step = relate(child=one, parent=two, side="pro", by=owl)

    assert step.state == PENDING
    for person in (chloe, root, room.host):
        assert waiting_for(person, room.map) == []
        with refused("not_found"):
            decide(step, by=person, publish=True)
    assert approve(contribution=step, by=room.host).state == PUBLISHED


def test_nobody_publishes_other_words_than_they_read(step: Relation, ben: User, chloe: User) -> None:
    edit(contribution=step, by=ben, text="Because I say so.", base_revision=1)

    with refused("edit_conflict"):
        decide(step, by=chloe, publish=True, base_revision=1)
    assert decide(step, by=chloe, publish=True, base_revision=2).state == PUBLISHED


def test_the_gate_stays_as_it_is_for_pending_texts(step: Relation, chloe: User, ben: User, mod: User) -> None:
    """R3: what a curator decides on is shown by its own query; the gate gives the row to its author and moderators."""
    seen = {
        person.username: Contribution.objects.visible_to(person).filter(pk=step.pk).exists()
        for person in (chloe, ben, mod)
    }

    assert seen == {"chloe": False, "ben": True, "mod": True}


def test_the_lists_cost_the_same_however_long_they_are(
    thesis: Claim, debt: Claim, ben: User, chloe: User, sovereignty: Controversy
) -> None:
    def cost(person: User) -> tuple[int, int]:
        rights = rights_of(person)
        with CaptureQueriesContext(connection) as asked:
            found = [*waiting_steps(controversy=sovereignty, rights=rights)]
            found += own_steps(controversy=sovereignty, rights=rights)
            _ = [(one.child, one.parent, one.author) for one in found]
        return len(asked), len(found)

    relate(child=debt, parent=thesis, side="pro", by=ben)
    few = [cost(person) for person in (chloe, ben)]
    for number in range(8):
        other = add_claim(controversy=sovereignty, by=chloe, text=f"Thesis {number}.")
        relate(child=other, parent=thesis, side="pro", by=ben)
    many = [cost(person) for person in (chloe, ben)]

    assert [statements for statements, _ in few] == [statements for statements, _ in many] == [3, 3]
    assert [count for _, count in few] == [1, 1]
    assert [count for _, count in many] == [9, 9]


def test_a_contributors_further_premise_keeps_a_waiting_step_waiting(
    step: Relation, ben: User, chloe: User, sovereignty: Controversy
) -> None:
    with refused("wrong_state"):
        add_premise(relation=step, by=ben, text="Debts bind.")
