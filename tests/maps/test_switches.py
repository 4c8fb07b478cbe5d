"""The switches that moderation turns: hide, restore, approve, lock; and whose they are."""

from typing import Any

import pytest

from core.models import User
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.services import (
    add_claim,
    approve,
    edit,
    grant_role,
    hide,
    lock,
    restore,
    unlock,
    unwithdraw,
    withdraw,
)
from tests.maps.worlds import (
    HIDDEN,
    PENDING,
    PUBLISHED,
    WITHDRAWN,
    ClassRoom,
    everything,
    last_line,
    refused,
    set_map,
)


def test_moderators_hide_restore_and_approve_and_nobody_else(
    ana: User, ben: User, chloe: User, mod: User, root: User, thesis: Claim, sovereignty: Controversy
) -> None:
    for person in (ana, ben, chloe):
        for act in (hide, lock, unlock, approve, restore):
            call: Any = act
            with refused("not_allowed"):
                call(contribution=thesis, by=person, **({"reason": "rude"} if act is hide else {}))

    hide(contribution=thesis, by=mod, reason="Rude")
    line = last_line(sovereignty)
    assert (line.verb, line.before, line.after, line.reason, line.actor_id) == (
        "claim.hidden",
        {"state": "published"},
        {"state": "hidden"},
        "Rude",
        mod.pk,
    )
    for person in (ben, chloe):
        with refused("not_found"):
            restore(contribution=thesis, by=person)
    with refused("not_allowed"):
        restore(contribution=thesis, by=ana)
    with refused("wrong_state"):
        hide(contribution=thesis, by=root, reason="Rude")
    with refused("too_long", "reason"):
        restore(contribution=thesis, by=root, reason="r" * 301)
    assert restore(contribution=thesis, by=root).state == PUBLISHED
    with refused("wrong_state"):
        restore(contribution=thesis, by=root)
    with refused("wrong_state"):
        approve(contribution=thesis, by=root)


@pytest.mark.parametrize("reason", ["", "  ", "\u200b\u2060"])
def test_nothing_is_hidden_without_a_reason(mod: User, thesis: Claim, reason: str) -> None:
    with refused("reason_required", "reason"):
        hide(contribution=thesis, by=mod, reason=reason)


def test_what_is_hidden_is_not_withdrawn_and_so_escapes_nothing(ana: User, mod: User, thesis: Claim) -> None:
    hide(contribution=thesis, by=mod, reason="rude")

    with refused("wrong_state"):
        withdraw(contribution=thesis, by=ana)
    with refused("wrong_state"):
        unwithdraw(contribution=thesis, by=ana)


def test_a_waiting_text_is_approved_or_withdrawn(ana: User, mod: User, sovereignty: Controversy) -> None:
    set_map(sovereignty, premoderated=True)
    one, two = (add_claim(controversy=sovereignty, by=ana, text=text) for text in ("One.", "Two."))

    assert approve(contribution=one, by=mod).state == PUBLISHED
    assert last_line(sovereignty).before == {"state": "pending"}
    assert withdraw(contribution=two, by=ana).state == WITHDRAWN
    with refused("wrong_state"):
        approve(contribution=two, by=mod)


def test_a_lock_is_told_in_history_and_a_second_one_changes_nothing(
    mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    assert lock(contribution=thesis, by=mod).locked
    line = last_line(sovereignty)
    assert (line.verb, line.before["locked"], line.after["locked"]) == ("claim.locked", False, True)
    before = everything()
    lock(contribution=thesis, by=mod)
    assert everything() == before
    assert not unlock(contribution=thesis, by=mod).locked


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_a_closed_map_is_still_moderated(mod: User, thesis: Claim, sovereignty: Controversy, state: str) -> None:
    set_map(sovereignty, state=state)

    assert hide(contribution=thesis, by=mod, reason="Personal information").state == HIDDEN
    assert restore(contribution=thesis, by=mod).state == PUBLISHED


def test_a_moderators_scope_ends_at_its_border(
    ben: User, root: User, chloe: User, relations_subject: Subject, thesis: Claim, sovereignty: Controversy
) -> None:
    grant_role(user=ben, role="moderator", by=root, controversy=sovereignty)
    room = ClassRoom(relations_subject, chloe)
    inside = add_claim(controversy=room.map, by=room.host, text="Inside.")

    hide(contribution=thesis, by=ben, reason="rude")
    for person in (ben, root):
        with refused("not_found"):
            hide(contribution=inside, by=person, reason="rude")


def test_the_host_moderates_the_own_class_even_in_a_pause(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl = room.seat("owl", 1)
    claim = add_claim(controversy=room.map, by=owl, text="Of group one.")
    room.allow([])

    for again in (edit, withdraw):
        call: Any = again
        with refused("paused"):
            call(contribution=claim, by=owl, **({"text": "More.", "base_revision": 1} if again is edit else {}))
    with refused("not_allowed"):
        hide(contribution=claim, by=owl, reason="mine")
    assert hide(contribution=claim, by=room.host, reason="rude").state == HIDDEN


def test_a_hosts_texts_do_not_wait_in_a_premoderated_class(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    set_map(room.map, premoderated=True)

    assert add_claim(controversy=room.map, by=room.host, text="Mine.").state == PUBLISHED
    waiting = add_claim(controversy=room.map, by=room.seat("owl", 1), text="Ours.")
    assert waiting.state == PENDING
    assert approve(contribution=waiting, by=room.host).state == PUBLISHED
