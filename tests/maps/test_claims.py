"""Theses and replies: what is written, what is refused."""

import pytest

from core.accounts.services import ensure_person
from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution, Controversy, Subject
from debates.maps.services import add_claim, add_premise, add_reply, hide, lock, relate, withdraw
from tests.maps.worlds import (
    PENDING,
    PUBLISHED,
    ClassRoom,
    assert_no_holes,
    fresh,
    guest,
    last_line,
    lines_of,
    open_map,
    refused,
    relation_of,
    seq_of,
    set_map,
    turn,
)


def test_a_thesis_stands_after_those_before_it_and_history_says_who_wrote_it(
    ana: User, sovereignty: Controversy
) -> None:
    first = add_claim(controversy=sovereignty, by=ana, text="  Aid weakens\u00a0 sovereignty. ", claim_kind="policy")
    second = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")

    assert (first.text, first.state, first.revision, first.author_id) == (
        "Aid weakens sovereignty.",
        PUBLISHED,
        1,
        ana.pk,
    )
    assert (first.thesis_position, second.thesis_position) == (1, 2)
    assert fresh(first).canonical_id == first.pk
    line = lines_of(sovereignty)[1]
    assert (line.verb, line.contribution, line.actor_id, line.version) == ("claim.added", first.pk, ana.pk, 1)
    assert (line.before, line.after) == ({}, {"text": "Aid weakens sovereignty.", "claim_kind": "policy"})
    assert_no_holes(sovereignty)


def test_a_reply_comes_with_its_relation(ben: User, thesis: Claim, sovereignty: Controversy) -> None:
    before = seq_of(sovereignty)

    reply = add_reply(to=thesis, side="con", by=ben, text="It is asked for.", warrant="Consent is not weakness.")

    relation = relation_of(reply)
    assert (relation.side, relation.parent_id, relation.text) == ("con", thesis.pk, "Consent is not weakness.")
    assert (reply.thesis_position, reply.language) == (None, "en")
    assert seq_of(sovereignty) == before + 2
    line = last_line(sovereignty)
    assert line.verb == "relation.added"
    assert line.after == {"child": reply.pk, "parent": thesis.pk, "side": "con", "text": relation.text}


def test_a_reply_may_be_aimed_at_a_step_and_at_evidence(ana: User, ben: User, thesis: Claim) -> None:
    reply = add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    evidence = cite(claim=thesis, by=ana, side="pro", text="A survey.", new_source={"title": "Survey"})

    undercut = add_reply(to=relation_of(reply), side="con", by=ana, text="Consent can be bought.")
    doubt = add_reply(to=evidence, side="con", by=ben, text="The sample is small.")

    assert relation_of(undercut).parent_id == relation_of(reply).pk
    assert relation_of(doubt).parent_id == evidence.pk


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text_missing"),
        (" \n\t ", "text_missing"),
        ("\u200b\u2060", "text_missing"),
        ("x" * 501, "too_long"),
        ("a\x00b", "bad_characters"),
        ("a\x07b", "bad_characters"),
        ("a\u202eb", "bad_characters"),
        ("a\u2066b", "bad_characters"),
        ("a\x85b", "bad_characters"),
    ],
)
def test_a_claim_has_plain_text_of_at_most_500_characters(
    ana: User, thesis: Claim, sovereignty: Controversy, text: str, code: str
) -> None:
    with refused(code, "text"):
        add_claim(controversy=sovereignty, by=ana, text=text)
    with refused(code, "text"):
        add_reply(to=thesis, side="pro", by=ana, text=text)
    step = relation_of(add_reply(to=thesis, side="pro", by=ana, text="Fine."))
    with refused(code, "text"):
        add_premise(relation=step, by=ana, text=text)


def test_500_characters_and_line_feeds_are_welcome(ana: User, sovereignty: Controversy) -> None:
    assert len(add_claim(controversy=sovereignty, by=ana, text="é" * 500).text) == 500
    assert add_claim(controversy=sovereignty, by=ana, text="one\r\ntwo").text == "one\ntwo"


def test_unknown_sides_and_kinds_and_long_warrants_are_refused(ana: User, thesis: Claim) -> None:
    for side in ("", "context", "PRO", "for"):
        with refused("unknown_choice", "side"):
            add_reply(to=thesis, side=side, by=ana, text="It is asked for.")
    with refused("unknown_choice", "claim_kind"):
        add_reply(to=thesis, side="pro", by=ana, text="It is asked for.", claim_kind="joke")
    with refused("too_long", "warrant"):
        add_reply(to=thesis, side="pro", by=ana, text="It is asked for.", warrant="w" * 301)


def test_nothing_is_argued_about_a_comment(ana: User, thesis: Claim) -> None:
    comment = add_comment(on=thesis, by=ana, text="Define aid?")

    with refused("bad_reply"):
        add_reply(to=comment, side="pro", by=ana, text="It is asked for.")


def test_a_locked_claim_takes_no_reply(ana: User, mod: User, thesis: Claim) -> None:
    other = add_claim(controversy=thesis.controversy, by=ana, text="Else.")
    lock(contribution=thesis, by=mod)

    with refused("locked"):
        add_reply(to=thesis, side="pro", by=ana, text="It is asked for.")
    with refused("locked"):
        relate(child=other, parent=thesis, side="pro", by=ana)


def test_what_one_may_not_read_is_not_there_to_be_answered(ana: User, ben: User, mod: User, thesis: Claim) -> None:
    hide(contribution=thesis, by=mod, reason="rude")

    with refused("not_found"):
        add_reply(to=thesis, side="pro", by=ben, text="It is asked for.")
    with refused("wrong_state"):
        add_reply(to=thesis, side="pro", by=ana, text="I may read it, it is mine.")
    with refused("wrong_state"):
        add_reply(to=thesis, side="pro", by=mod, text="So may I.")


@pytest.mark.parametrize("state", ["withdrawn", "archived", "erased"])
def test_what_is_gone_takes_no_reply(ben: User, thesis: Claim, state: str) -> None:
    turn(thesis, state)

    with refused("not_found"):
        add_reply(to=thesis, side="pro", by=ben, text="It is asked for.")


def test_what_never_was_and_what_is_secret_are_told_apart_by_nothing(
    ben: User, chloe: User, relations_subject: Subject, thesis: Claim
) -> None:
    draft = open_map(relations_subject, chloe, "draft", state="draft")
    secret = add_claim(controversy=draft, by=chloe, text="Not yet.")

    with refused("not_found") as to_secret:
        add_reply(to=secret, side="pro", by=ben, text="It is asked for.")
    secret.pk = 10**12
    with refused("not_found") as to_nothing:
        add_reply(to=secret, side="pro", by=ben, text="It is asked for.")

    assert to_secret[0].as_dict() == to_nothing[0].as_dict()


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_a_closed_map_can_be_read_and_nothing_more(
    ana: User, chloe: User, thesis: Claim, sovereignty: Controversy, state: str
) -> None:
    set_map(sovereignty, state=state)

    for person in (ana, chloe):
        with refused("closed"):
            add_claim(controversy=sovereignty, by=person, text="Late.")
        with refused("closed"):
            add_reply(to=thesis, side="pro", by=person, text="Late.")
    with refused("closed"):
        withdraw(contribution=thesis, by=ana)
    assert Contribution.objects.visible_to(None).filter(pk=thesis.pk).exists()


def test_a_draft_map_is_written_by_its_staff_alone(
    ana: User, mod: User, chloe: User, root: User, relations_subject: Subject
) -> None:
    draft = open_map(relations_subject, chloe, "draft", state="draft")

    with refused("not_found"):
        add_claim(controversy=draft, by=ana, text="Let me in.")
    for person in (mod, chloe, root):
        assert add_claim(controversy=draft, by=person, text="Prepared.").state == PUBLISHED


def test_on_a_premoderated_map_texts_wait_but_a_moderators_do_not(
    ana: User, mod: User, root: User, sovereignty: Controversy
) -> None:
    set_map(sovereignty, premoderated=True)

    waiting = add_claim(controversy=sovereignty, by=ana, text="Aid weakens sovereignty.")
    standing = add_claim(controversy=sovereignty, by=mod, text="Aid is a debt.")
    reply = add_reply(to=standing, side="con", by=ana, text="It is asked for.")

    assert (waiting.state, standing.state) == (PENDING, PUBLISHED)
    assert (reply.state, relation_of(reply).state) == (PENDING, PENDING)
    assert add_claim(controversy=sovereignty, by=root, text="Mine stands.").state == PUBLISHED
    assert not Contribution.objects.visible_to(None).filter(pk=waiting.pk).exists()


def test_a_guest_writes_in_the_own_session_alone(
    chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl = room.seat("owl", 1)

    with refused("forbidden"):
        add_claim(controversy=sovereignty, by=owl, text="Out here?")
    with refused("not_found"):
        add_claim(controversy=room.map, by=guest("stray"), text="Without a seat.")
    assert add_claim(controversy=room.map, by=owl, text="In here.").layer_id == room.layers[0].pk


def test_no_grant_opens_a_class_session(
    ana: User, mod: User, chloe: User, root: User, relations_subject: Subject
) -> None:
    room = ClassRoom(relations_subject, chloe)

    for person in (ana, mod, chloe, root):
        with refused("not_found"):
            add_claim(controversy=room.map, by=person, text="Let me in.")


def test_who_is_muted_reads_along(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)

    with refused("forbidden"):
        add_claim(controversy=room.map, by=room.seat("owl", 1, writes=False), text="Muted.")
    with refused("not_found"):
        add_claim(controversy=room.map, by=room.seat("elk", 1, reads=False), text="Waiting outside.")


def test_a_phase_permits_its_moves_and_a_pause_none(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl = room.seat("owl")
    claim = add_claim(controversy=room.map, by=owl, text="Aid weakens sovereignty.")

    room.allow(["read", "reply"])
    with refused("not_allowed_now"):
        add_claim(controversy=room.map, by=owl, text="Another.")
    add_reply(to=claim, side="con", by=owl, text="It is asked for.")
    room.allow([])
    with refused("paused"):
        add_reply(to=claim, side="pro", by=owl, text="Too late.")


def test_a_reply_lies_in_the_layer_of_what_it_hangs_on(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl, elk = room.seat("owl", 1), room.seat("elk", 2)
    of_one = add_claim(controversy=room.map, by=owl, text="Of group one.")
    of_all = add_claim(controversy=room.map, by=room.host, text="Of the whole class.")

    by_host = add_reply(to=of_one, side="con", by=room.host, text="Think of consent.")
    by_another = add_reply(to=of_one, side="con", by=elk, text="From the next table.")
    narrower = add_reply(to=of_all, side="con", by=elk, text="In our group.")

    assert {by_host.layer_id, by_another.layer_id} == {room.layers[0].pk}
    assert narrower.layer_id == room.layers[1].pk


def test_a_closed_account_writes_nothing(sovereignty: Controversy) -> None:
    gone = ensure_person(name="gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)

    with refused("forbidden"):
        add_claim(controversy=sovereignty, by=User.objects.get(pk=gone.pk), text="Still here?")
