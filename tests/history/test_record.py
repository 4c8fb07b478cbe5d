"""The record: one line for every change, numbered without holes, and a notice that says almost nothing."""

import json
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite, retract_source
from debates.history.models import Entry
from debates.history.queries import entries_of
from debates.history.services import CHANNEL, record
from debates.maps.models import Claim, Controversy
from debates.maps.services import (
    add_claim,
    add_premise,
    add_reply,
    approve,
    edit,
    edit_controversy,
    hide,
    lock,
    relate,
    restore,
    unlock,
    unwithdraw,
    withdraw,
)
from debates.ratings.services import rate
from tests.maps.worlds import assert_no_holes, lines_of, relation_of, seq_of, set_map

Everybody = tuple[User, User, User]


@pytest.fixture
def staff(ana: User, mod: User, chloe: User) -> Everybody:
    """Who is needed to change everything once."""
    return ana, mod, chloe


def change_everything(sovereignty: Controversy, thesis: Claim, staff: Everybody) -> list[str]:
    """Every change that this room knows, once; the verbs in their order."""
    ana, mod, chloe = staff
    reply = add_reply(to=thesis, side="pro", by=ana, text="It binds.")
    add_premise(relation=relation_of(reply), by=ana, text="Bonds weaken.")
    other = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    link = relate(child=other, parent=thesis, side="con", by=ana)
    approve(contribution=link, by=mod)
    evidence = cite(claim=thesis, by=ana, side="pro", text="Yes.", new_source={"title": "Survey"})
    add_comment(on=thesis, by=ana, text="Define aid?")
    edit(contribution=thesis, by=chloe, text="Aid can weaken sovereignty.", base_revision=1)
    lock(contribution=thesis, by=mod)
    unlock(contribution=thesis, by=mod)
    hide(contribution=reply, by=mod, reason="rude")
    restore(contribution=reply, by=mod)
    withdraw(contribution=other, by=ana)
    unwithdraw(contribution=other, by=ana)
    assert evidence.source is not None
    retract_source(source=evidence.source, by=chloe, reason="Fraud")
    edit_controversy(controversy=sovereignty, by=chloe, title="Aid and sovereignty")
    return [
        "claim.added relation.added",
        "claim.added relation.premise_added",
        "claim.added",
        "relation.added relation.approved",
        "evidence.added comment.added",
        "claim.edited claim.locked claim.unlocked claim.hidden claim.restored claim.withdrawn claim.unwithdrawn",
        "source.retracted controversy.edited",
    ]


def test_every_change_has_its_line_and_no_number_is_missing(
    sovereignty: Controversy, thesis: Claim, staff: Everybody
) -> None:
    before = seq_of(sovereignty)

    verbs = change_everything(sovereignty, thesis, staff)

    assert [line.verb for line in lines_of(sovereignty)[before:]] == " ".join(verbs).split()
    assert_no_holes(sovereignty)
    for line in lines_of(sovereignty)[before:]:
        assert line.actor_id in {person.pk for person in staff}
        assert line.before or line.verb.endswith(("added", "retracted")), line.verb
        assert line.after, line.verb


def test_a_rating_writes_no_line(ben: User, sovereignty: Controversy, thesis: Claim) -> None:
    before = Entry.objects.count(), seq_of(sovereignty)

    rate(target=thesis, by=ben, value=4)

    assert (Entry.objects.count(), seq_of(sovereignty)) == before


def test_what_is_broken_off_leaves_no_line_and_no_hole(ana: User, sovereignty: Controversy) -> None:
    with transaction.atomic():
        add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
        transaction.set_rollback(True)

    add_claim(controversy=sovereignty, by=ana, text="Aid is a gift.")

    assert_no_holes(sovereignty)
    assert [line.after.get("text") for line in lines_of(sovereignty)] == [None, "Aid is a gift."]


def test_lines_of_a_thing_come_newest_first(ana: User, thesis: Claim) -> None:
    edit(contribution=thesis, by=ana, text="Aid can weaken sovereignty.", base_revision=1)

    assert [line.version for line in entries_of(contribution_ids=[thesis.pk])] == [2, 1]


def test_each_revision_has_one_before_it_and_the_last_is_what_stands(
    ana: User, chloe: User, mod: User, thesis: Claim
) -> None:
    for number, person in enumerate((ana, chloe, ana), start=1):
        thesis = edit(contribution=thesis, by=person, text=f"Wording {number}.", base_revision=number)  # type: ignore[assignment]
        hide(contribution=thesis, by=mod, reason="rude")
        restore(contribution=thesis, by=mod)

    wordings = [line for line in entries_of(contribution_ids=[thesis.pk]).reverse() if "text" in line.after]

    assert [line.version for line in wordings] == [1, 2, 3, 4]
    assert [line.before.get("text") for line in wordings[1:]] == [line.after["text"] for line in wordings[:-1]]
    assert (wordings[-1].after["text"], wordings[-1].version) == (thesis.text, thesis.revision)


@pytest.fixture
def listener() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Another connection that hears what the product tells."""
    settings = connection.settings_dict
    heard = psycopg.connect(
        dbname=settings["NAME"],
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        autocommit=True,
    )
    heard.execute(f"LISTEN {CHANNEL}")
    yield heard
    heard.close()


def told(listener: "psycopg.Connection[tuple[object, ...]]") -> list[str]:
    """What it has heard until now."""
    return [notice.payload for notice in listener.notifies(timeout=0.3)]


@pytest.mark.django_db(transaction=True)
def test_a_notice_names_the_map_and_the_number_and_not_a_word_more(
    sovereignty: Controversy,
    thesis: Claim,
    staff: Everybody,
    listener: "psycopg.Connection[tuple[object, ...]]",
) -> None:
    before = seq_of(sovereignty)

    change_everything(sovereignty, thesis, staff)
    add_claim(controversy=sovereignty, by=staff[0], text="🗺" * 500)
    rate(target=thesis, by=staff[1], value=4)

    payloads = told(listener)
    said = [json.loads(payload) for payload in payloads]
    assert [notice["seq"] for notice in said] == [*range(before + 1, seq_of(sovereignty) + 1)]
    assert all(set(notice) == {"controversy", "seq"} for notice in said)
    assert {notice["controversy"] for notice in said} == {sovereignty.pk}
    assert max(len(payload.encode()) for payload in payloads) < 8000


@pytest.mark.django_db(transaction=True)
def test_a_notice_is_heard_at_the_commit_or_not_at_all(
    sovereignty: Controversy, listener: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    with transaction.atomic():
        record(by=None, verb="claim.added", controversy_id=sovereignty.pk)
        transaction.set_rollback(True)
    record(by=None, verb="site.started")

    assert told(listener) == []


def test_a_premoderated_maps_lines_say_what_was_sent(ana: User, mod: User, sovereignty: Controversy) -> None:
    set_map(sovereignty, premoderated=True)
    waiting = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    approve(contribution=waiting, by=mod)

    assert [line.verb for line in lines_of(sovereignty)[1:]] == ["claim.added", "claim.approved"]
