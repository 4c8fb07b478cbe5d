"""The places touched since a number, laid over those of then, are the places of now: for every reader, whatever was
done."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import add_source, cite, retract_source
from debates.history.services import record
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy, Subject
from debates.reading.places import Place, places_of
from debates.reading.shape import forget_shapes
from debates.reading.touched import MOST_ENTRIES, places_since
from tests.maps.worlds import ClassRoom, relation_of, seq_of, set_map
from tests.reading.doings import ACTS, MERGE, Doings, begin
from tests.reading.worlds import book_of, grow, statements


@dataclass
class Held:
    """What an open page holds: its places by key, the tops, and the number under which it stands."""

    seq: int
    roots: list[str]
    places: dict[str, Place]

    def shown(self) -> dict[str, Place]:
        """What hangs on the tops; all else is forgotten."""
        found: dict[str, Place] = {}
        waiting = [*self.roots]
        for key in waiting:
            assert key not in found, f"{key} hangs on two"
            found[key] = self.places[key]
            waiting.extend(found[key].kids)
        return found


def hold(controversy: Controversy, viewer: User | None) -> Held:
    """Read the whole map."""
    book = book_of(controversy, viewer)
    whole = places_of(book)
    return Held(book.numbers.seq, whole.roots, {place.key: place for place in whole.places})


def brought_up(held: Held, controversy: Controversy, viewer: User | None) -> Held | None:
    """What the page holds after it asked what was touched; None where it is to read anew."""
    told = places_since(book_of(controversy, viewer), held.seq)
    if told is None:
        return None
    return Held(seq_of(controversy), told.roots, held.places | {place.key: place for place in told.places})


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make one smaller would take a database an hour
)
@given(before=ACTS, after=ACTS, waits=st.booleans())
def test_what_was_touched_laid_over_the_map_of_then_is_the_map_of_now(
    thesis: Claim, ana: User, ben: User, chloe: User, mod: User, before: list[Any], after: list[Any], waits: bool
) -> None:
    with transaction.atomic():
        forget_shapes()
        begin(thesis, ana, ben, chloe)
        doings = Doings(thesis.controversy, [ana, ben, chloe], mod)
        readers = [None, ana, ben, mod]
        for act in before:
            doings.do(act)
        set_map(thesis.controversy, premoderated=waits)
        then = [hold(thesis.controversy, reader) for reader in readers]
        for act in after:
            doings.do(act)

        for reader, held in zip(readers, then, strict=True):
            told = brought_up(held, thesis.controversy, reader)
            if told is None:
                assert MERGE in {act[0] for act in after}
            else:
                assert told.shown() == hold(thesis.controversy, reader).places, reader
        transaction.set_rollback(True)


def keys_since(controversy: Controversy, seq: int, viewer: User | None = None) -> set[str]:
    """The keys of the places that this reader is told."""
    told = places_since(book_of(controversy, viewer), seq)
    assert told is not None
    return {place.key for place in told.places}


def key_of(*claims: Claim) -> set[str]:
    """Where these claims are at home."""
    return {str(claim.pk) for claim in claims}


def test_a_new_claim_is_told_with_all_that_it_moves_and_nothing_beside(ana: User, ben: User, thesis: Claim) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    maps.add_reply(to=thesis, side="pro", by=ben, text="It binds.")
    seq = seq_of(thesis.controversy)

    new = maps.add_reply(to=reply, side="pro", by=ana, text="By parliaments.")
    told = places_since(book_of(thesis.controversy), seq)
    assert told is not None

    assert keys_since(thesis.controversy, seq) == key_of(thesis, reply, new)
    assert told.added == [new.pk]
    assert keys_since(thesis.controversy, seq_of(thesis.controversy)) == set()


def test_a_source_that_falls_moves_every_claim_that_leans_on_it(
    ana: User, chloe: User, thesis: Claim, sovereignty: Controversy
) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    other = maps.add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    apart = maps.add_claim(controversy=sovereignty, by=ana, text="Aid is a gift.")
    source = add_source(by=ana, title="Survey", url="https://example.org/survey")
    cite(claim=reply, by=ana, side="pro", text="Yes.", source=source)
    cite(claim=other, by=ana, side="pro", text="Yes.", source=source)
    seq = seq_of(sovereignty)

    retract_source(source=source, by=chloe, reason="Made up.")

    assert keys_since(sovereignty, seq) == key_of(thesis, reply, other)
    assert str(apart.pk) not in keys_since(sovereignty, seq)


def test_what_another_group_does_touches_nothing(relations_subject: Subject, chloe: User) -> None:
    room = ClassRoom(relations_subject, chloe, visibility="group")
    one, two = room.seat("one", 1), room.seat("two", 2)
    top = maps.add_claim(controversy=room.map, by=room.host, text="For all.")
    maps.add_reply(to=top, side="pro", by=two, text="Before.")
    seq = seq_of(room.map)

    new = maps.add_reply(to=top, side="con", by=one, text="Ours.")
    cite(claim=top, by=one, side="pro", text="Ours too.", new_source={"title": "Survey"})
    add_comment(on=top, by=one, text="Our talk.")
    maps.hide(contribution=new, by=room.host, reason="rude")

    assert keys_since(room.map, seq, two) == set()
    assert keys_since(room.map, seq, one) >= key_of(top)
    assert keys_since(room.map, seq, room.host) == key_of(top, new)


def test_what_waits_for_review_touches_nothing_of_others(ana: User, ben: User, mod: User, thesis: Claim) -> None:
    seq = seq_of(set_map(thesis.controversy, premoderated=True))

    waiting = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")

    assert keys_since(thesis.controversy, seq) == keys_since(thesis.controversy, seq, ana) == set()
    assert (
        keys_since(thesis.controversy, seq, ben) == keys_since(thesis.controversy, seq, mod) == key_of(thesis, waiting)
    )


def test_too_much_and_too_strange_is_to_be_read_anew(ana: User, chloe: User, thesis: Claim) -> None:
    on = thesis.controversy
    seq = seq_of(on)
    assert places_since(book_of(on), seq + 1) is None  # of another map, or of another time

    for number in range(MOST_ENTRIES):
        add_comment(on=thesis, by=chloe, text=f"Remark {number}.")
    assert places_since(book_of(on), seq) is not None
    add_comment(on=thesis, by=chloe, text="One more.")

    assert places_since(book_of(on), seq) is None
    maps.edit_controversy(controversy=on, by=chloe, title="Another name")
    assert places_since(book_of(on), seq_of(on) - 1) is None
    record(by=chloe, verb="claim.moved", controversy_id=on.pk, contribution_id=thesis.pk)
    assert places_since(book_of(on), seq_of(on) - 1) is None
    maps.add_reply(to=thesis, side="pro", by=ana, text="It binds.")
    assert places_since(book_of(on), seq_of(on) - 2) is not None


def test_what_was_touched_costs_as_many_statements_for_ten_claims_as_for_a_thousand(ana: User, thesis: Claim) -> None:
    def cost(viewer: User | None) -> int:
        seq = seq_of(thesis.controversy)
        for text in ("A.", "B.", "C."):
            maps.add_reply(to=thesis, side="pro", by=ana, text=text)
        return statements(lambda: places_since(book_of(thesis.controversy, viewer), seq))

    grow(thesis, ana, 10)
    few = cost(None), cost(ana)
    grow(thesis, ana, 1000)

    assert (cost(None), cost(ana)) == few


def test_a_step_that_falls_leaves_what_was_about_it_elsewhere(ana: User, chloe: User, mod: User, thesis: Claim) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    doubt = maps.add_reply(to=relation_of(reply), side="con", by=ana, text="Consent can be bought.")
    held = hold(thesis.controversy, None)
    assert held.places[str(doubt.pk)].role == "step"

    maps.hide(contribution=relation_of(reply), by=mod, reason="rude")
    told = brought_up(held, thesis.controversy, None)

    assert told is not None
    assert told.shown()[str(doubt.pk)].role == "loose"
    assert told.roots == [str(thesis.pk), str(reply.pk), str(doubt.pk)]
