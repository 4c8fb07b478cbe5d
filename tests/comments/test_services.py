"""Talk about the map: what is written, what is refused."""

import pytest

from core.models import User
from debates.comments.queries import comments_on
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution, Controversy, Subject
from debates.maps.services import add_claim, add_reply, hide, lock, withdraw
from tests.maps.worlds import (
    PENDING,
    ClassRoom,
    assert_no_holes,
    guest,
    last_line,
    open_map,
    refused,
    relation_of,
    seq_of,
    set_map,
    turn,
)


def test_claims_steps_and_evidence_are_talked_about(
    ana: User, ben: User, thesis: Claim, sovereignty: Controversy
) -> None:
    step = relation_of(add_reply(to=thesis, side="pro", by=ana, text="It binds."))
    evidence = cite(claim=thesis, by=ana, side="pro", text="Yes.", new_source={"title": "Survey"})
    before = seq_of(sovereignty)

    talk = [add_comment(on=target, by=ben, text="Really?", intent="question") for target in (thesis, step, evidence)]

    assert [one.target_id for one in talk] == [thesis.pk, step.pk, evidence.pk]
    assert seq_of(sovereignty) == before + 3
    line = last_line(sovereignty)
    assert (line.verb, line.contribution, line.actor_id) == ("comment.added", talk[2].pk, ben.pk)
    assert line.after == {"target": evidence.pk, "intent": "question", "text": "Really?"}
    assert_no_holes(sovereignty)


def test_an_answer_stands_under_what_its_comment_is_about(ana: User, ben: User, thesis: Claim) -> None:
    asked = add_comment(on=thesis, by=ben, text="Really?", intent="question")

    answer = add_comment(on=thesis, by=ana, text="Yes.", intent="answer", reply_to=asked)

    assert (answer.target_id, answer.reply_to_id, answer.intent) == (thesis.pk, asked.pk, "answer")
    assert [*comments_on(target_ids=[thesis.pk], viewer=None)] == [asked, answer]
    with refused("bad_reply", "text"):
        add_comment(on=asked, by=ana, text="Yes.")


@pytest.mark.parametrize(
    ("text", "code"), [("", "text_missing"), ("x" * 1001, "too_long"), ("a\x00b", "bad_characters")]
)
def test_a_comment_has_plain_text_of_at_most_1000_characters(ben: User, thesis: Claim, text: str, code: str) -> None:
    with refused(code, "text"):
        add_comment(on=thesis, by=ben, text=text)


def test_an_unknown_intent_is_refused(ben: User, thesis: Claim) -> None:
    with refused("unknown_choice", "intent"):
        add_comment(on=thesis, by=ben, text="Really?", intent="insult")


def test_an_answer_elsewhere_or_to_what_is_gone_is_refused(
    ana: User, ben: User, mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    other = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    asked = add_comment(on=thesis, by=ben, text="Really?")

    with refused("bad_reply", "text"):
        add_comment(on=other, by=ana, text="Yes.", reply_to=asked)
    with refused("bad_reply", "text"):
        add_comment(on=thesis, by=ana, text="Yes.", reply_to=thesis)  # type: ignore[arg-type]
    lock(contribution=asked, by=mod)
    with refused("locked"):
        add_comment(on=thesis, by=ana, text="Yes.", reply_to=asked)
    hide(contribution=asked, by=mod, reason="rude")
    for person in (ana, ben, mod):
        with refused("bad_reply", "text"):
            add_comment(on=thesis, by=person, text="Yes.", reply_to=asked)


def test_locked_hidden_closed_and_foreign_places_take_no_talk(
    ana: User, ben: User, mod: User, chloe: User, thesis: Claim, sovereignty: Controversy, relations_subject: Subject
) -> None:
    secret = add_claim(
        controversy=open_map(relations_subject, chloe, "draft", state="draft"), by=chloe, text="Not yet."
    )
    withdrawn = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    withdraw(contribution=withdrawn, by=ana)
    lock(contribution=thesis, by=mod)

    with refused("locked"):
        add_comment(on=thesis, by=ben, text="Really?")
    for row in (secret, withdrawn, turn(add_claim(controversy=sovereignty, by=ana, text="Old."), "archived")):
        with refused("not_found"):
            add_comment(on=row, by=ben, text="Really?")
    set_map(sovereignty, state="archived")
    with refused("closed"):
        add_comment(on=thesis, by=ben, text="Really?")


def test_guests_talk_in_their_own_session_as_the_phase_permits(
    chloe: User, thesis: Claim, relations_subject: Subject
) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl, elk = room.seat("owl", 1), room.seat("elk", 2)
    claim = add_claim(controversy=room.map, by=owl, text="Of group one.")
    of_all = add_claim(controversy=room.map, by=room.host, text="Of the whole class.")

    with refused("forbidden"):
        add_comment(on=thesis, by=owl, text="Out here?")
    with refused("not_found"):
        add_comment(on=claim, by=guest("stray"), text="Without a seat.")
    asked = add_comment(on=of_all, by=owl, text="Really?")
    told = add_comment(on=of_all, by=room.host, text="Yes.", reply_to=asked)
    from_next_table = add_comment(on=claim, by=elk, text="From the next table.")
    assert {asked.layer_id, told.layer_id, from_next_table.layer_id} == {room.layers[0].pk}
    room.allow(["read", "reply"])
    with refused("not_allowed_now"):
        add_comment(on=claim, by=owl, text="Really?")
    room.allow([])
    with refused("paused"):
        add_comment(on=claim, by=owl, text="Really?")


def test_talk_waits_on_a_premoderated_map(ben: User, mod: User, thesis: Claim, sovereignty: Controversy) -> None:
    set_map(sovereignty, premoderated=True)

    waiting = add_comment(on=thesis, by=ben, text="Really?")

    assert waiting.state == PENDING
    assert [*comments_on(target_ids=[thesis.pk], viewer=None)] == []
    assert [*comments_on(target_ids=[thesis.pk], viewer=mod)] == [waiting]
    with refused("bad_reply", "text"):
        add_comment(on=thesis, by=mod, text="Yes.", reply_to=waiting)


def test_a_comment_on_a_merged_claim_goes_to_the_canonical_one(ana: User, ben: User, thesis: Claim) -> None:
    twin = add_claim(controversy=thesis.controversy, by=ana, text="Aid makes states less sovereign.")
    Contribution.objects.filter(pk=twin.pk).update(merged_into=thesis)

    assert add_comment(on=twin, by=ben, text="Really?").target_id == thesis.pk
