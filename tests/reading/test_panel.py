"""The panel of one claim: ratings, evidence, steps, talk and history as this viewer may read them."""

import pytest

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.services import add_claim, add_reply, approve, edit, hide, lock, relate, withdraw
from debates.ratings.services import rate
from debates.reading.panel import panel_of
from debates.reading.panel_parts import Panel
from tests.maps.worlds import ClassRoom, relation_of, set_map
from tests.reading.worlds import book_of, grow, statements


def seen(claim: Claim, viewer: User | None = None) -> Panel:
    """The panel, which must be there."""
    found = panel_of(book_of(claim.controversy, viewer), claim.pk)
    assert found is not None
    return found


def test_the_panel_tells_everything_about_a_claim(ana: User, ben: User, thesis: Claim) -> None:
    reply = add_reply(to=thesis, side="con", by=ben, text="It is asked for.", warrant="Consent is not weakness.")
    evidence = cite(claim=reply, by=ana, side="pro", text="Yes.", new_source={"title": "Survey"})
    doubt = add_reply(to=evidence, side="con", by=ben, text="The sample is small.")
    asked = add_comment(on=reply, by=ana, text="Really?", intent="question")
    add_comment(on=reply, by=ben, text="Yes.", intent="answer", reply_to=asked)
    rate(target=reply, by=ana, value=3)

    panel = seen(reply, ana)

    assert (panel.author, panel.revision, panel.card.text) == ("ben", 1, reply.text)
    assert panel.scale is not None
    assert (panel.scale.count, panel.scale.mean, panel.scale.mine) == (1, 3.0, 3)
    assert [(one.id, one.replies[0].id) for one in panel.evidence] == [(evidence.pk, doubt.pk)]
    assert [(step.step.side, step.above.id, step.step.warrant) for step in panel.steps] == [
        ("con", thesis.pk, "Consent is not weakness.")
    ]
    assert [(one.text, [answer.text for answer in one.answers]) for one in panel.comments] == [("Really?", ["Yes."])]
    assert panel.comment_count == 2
    assert panel.why is not None
    assert panel.why.base + sum(line.share for line in panel.why.lines) == pytest.approx(panel.why.strength)
    assert {entry.contribution for entry in panel.entries} >= {reply.pk, relation_of(reply).pk, evidence.pk}


def test_who_may_do_what_is_said_to_each(ana: User, ben: User, mod: User, thesis: Claim) -> None:
    def may(viewer: User | None) -> tuple[bool, bool, bool, bool]:
        panel = seen(thesis, viewer)
        return panel.may_write, panel.may_edit, panel.may_withdraw, panel.may_moderate

    assert may(None) == (False, False, False, False)
    assert may(ana) == (True, True, True, False)
    assert may(ben) == (True, False, False, False)
    assert may(mod) == (True, False, False, True)
    lock(contribution=thesis, by=mod)
    assert may(ben)[0] is False
    withdraw(contribution=thesis, by=ana)
    assert seen(thesis, ana).may_unwithdraw
    assert seen(thesis, mod).may_unwithdraw is False
    assert panel_of(book_of(thesis.controversy, ben), thesis.pk) is None


def test_blind_ratings_show_others_once_one_has_rated(
    ana: User, ben: User, chloe: User, thesis: Claim, sovereignty: Controversy
) -> None:
    set_map(sovereignty, blind_ratings=True)
    sovereignty.refresh_from_db()
    thesis.refresh_from_db()
    rate(target=thesis, by=chloe, value=4)

    for person in (None, ben):
        scale = seen(thesis, person).scale
        assert scale is not None
        assert (scale.is_blind, scale.mean, [choice.count for choice in scale.choices]) == (True, None, [None] * 5)
    rate(target=thesis, by=ben, value=0)
    scale = seen(thesis, ben).scale
    assert scale is not None
    assert (scale.is_blind, scale.mean, [choice.count for choice in scale.choices]) == (False, 2.0, [1, 0, 0, 0, 1])


def test_in_a_class_a_tally_of_fewer_than_five_is_not_shown(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    group = [room.seat(f"owl-{number}") for number in range(5)]
    claim = add_claim(controversy=room.map, by=room.host, text="Aid weakens sovereignty.")
    for person in group[:4]:
        rate(target=claim, by=person, value=4)

    scale = seen(claim, group[0]).scale
    assert scale is not None
    assert (scale.is_blind, scale.mean, scale.mine) == (True, None, 4)
    rate(target=claim, by=group[4], value=4)
    scale = seen(claim, group[0]).scale
    assert scale is not None
    assert (scale.is_blind, scale.mean, scale.count) == (False, 4.0, 5)


def test_the_host_of_a_class_approves_what_waits(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    room.map = set_map(room.map, premoderated=True)
    claim = add_claim(controversy=room.map, by=room.seat("owl"), text="Aid weakens sovereignty.")
    panel = seen(claim, room.host)
    assert (panel.card.state, panel.may_moderate) == ("pending", True)
    approve(contribution=claim, by=room.host)
    assert seen(claim, room.host).card.state == "published"


def test_hidden_talk_leaves_a_stub_above_its_answers(ana: User, ben: User, mod: User, thesis: Claim) -> None:
    asked = add_comment(on=thesis, by=ben, text="A xylophone?")
    add_comment(on=thesis, by=ana, text="No.", reply_to=asked)
    alone = add_comment(on=thesis, by=ben, text="Another xylophone?")
    for comment in (asked, alone):
        hide(contribution=comment, by=mod, reason="rude")

    panel = seen(thesis)

    assert [(one.is_stub, one.text, len(one.answers)) for one in panel.comments] == [(True, "", 1)]
    assert "xylophone" not in repr(panel)
    assert [one.text for one in seen(thesis, mod).comments] == ["A xylophone?", "Another xylophone?"]


def test_a_hidden_row_is_in_nobodys_history_but_staffs_and_its_authors(
    ana: User, ben: User, mod: User, thesis: Claim
) -> None:
    evidence = cite(claim=thesis, by=ben, side="pro", text="A xylophone.", new_source={"title": "Survey"})
    hide(contribution=evidence, by=mod, reason="rude")

    for person in (None, ana):
        panel = seen(thesis, person)
        assert panel.evidence == []
        assert evidence.pk not in {entry.contribution for entry in panel.entries}
    for person in (ben, mod):
        assert [one.state for one in seen(thesis, person).evidence] == ["hidden"]


def test_a_waiting_link_is_shown_to_its_author_and_to_who_approves(
    ana: User, ben: User, mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    other = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    relate(child=other, parent=thesis, side="pro", by=ben)

    def steps(viewer: User | None) -> list[tuple[str, bool, bool]]:
        return [(one.step.state, one.may_withdraw, one.may_approve) for one in seen(other, viewer).steps]

    assert (steps(None), steps(ana)) == ([], [])
    assert steps(ben) == [("pending", True, False)]
    assert steps(mod) == [("pending", False, True)]


def test_ratings_of_an_earlier_wording_are_told(ana: User, ben: User, chloe: User, thesis: Claim) -> None:
    rate(target=thesis, by=ben, value=4)
    edit(contribution=thesis, by=ana, text="Aid can weaken sovereignty.", base_revision=1)
    rate(target=thesis, by=chloe, value=4)

    assert (seen(thesis).earlier_ratings, seen(thesis).revision) == (1, 2)


def test_the_panel_costs_as_many_statements_for_ten_claims_as_for_a_thousand(ana: User, thesis: Claim) -> None:
    def cost(viewer: User | None) -> int:
        return statements(lambda: panel_of(book_of(thesis.controversy, viewer), thesis.pk))

    grow(thesis, ana, 10)
    few = cost(None), cost(ana)
    grow(thesis, ana, 1000)

    assert (cost(None), cost(ana)) == few == (12, 17)
