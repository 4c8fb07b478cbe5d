"""The shape of a map: what counts, in which order, and how many raters a branch has."""

import pytest

from core.accounts.services import ensure_person
from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution, Controversy, Subject
from debates.maps.services import add_claim, add_premise, add_reply, approve, hide, relate, withdraw
from debates.ratings.services import rate
from debates.reading.cards import figure_of
from tests.maps.worlds import ClassRoom, relation_of, set_map
from tests.reading.worlds import book_of, grow, shape_of, statements


def crowd(count: int) -> list[User]:
    """People who rate."""
    return [ensure_person(name=f"rater-{number}") for number in range(count)]


def test_everything_published_is_counted_once(ana: User, ben: User, thesis: Claim, sovereignty: Controversy) -> None:
    reply = add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    evidence = cite(claim=thesis, by=ana, side="pro", text="Yes.", new_source={"title": "Survey"})
    undercut = add_reply(to=relation_of(reply), side="con", by=ana, text="Consent can be bought.")
    add_comment(on=thesis, by=ben, text="Really?")
    second = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")

    shape = shape_of(sovereignty)

    assert shape.theses == [thesis.pk, second.pk]
    assert set(shape.claims) == {thesis.pk, reply.pk, undercut.pk, second.pk}
    assert set(shape.relations) == {relation_of(reply).pk, relation_of(undercut).pk}
    assert shape.bearing == {
        thesis.pk: [relation_of(reply).pk],
        relation_of(reply).pk: [relation_of(undercut).pk],
    }
    assert (shape.cited, shape.comments) == ({thesis.pk: [evidence.pk]}, {thesis.pk: 1})
    assert book_of(sovereignty).way_of(undercut.pk) == [relation_of(undercut).pk, relation_of(reply).pk]


def test_the_strongest_comes_first_and_of_equals_the_older(ana: User, ben: User, thesis: Claim) -> None:
    weak, equal, strong = (add_reply(to=thesis, side="pro", by=ana, text=text) for text in ("A.", "B.", "C."))
    rate(target=strong, by=ben, value=4)
    rate(target=weak, by=ben, value=2)

    found = shape_of(thesis.controversy).bearing[thesis.pk]

    assert found == [relation_of(claim).pk for claim in (strong, weak, equal)]


def test_a_claim_with_two_parents_has_its_home_at_the_older(
    chloe: User, thesis: Claim, sovereignty: Controversy
) -> None:
    reply = add_reply(to=thesis, side="con", by=chloe, text="It is asked for.")
    other = add_claim(controversy=sovereignty, by=chloe, text="Aid is a debt.")
    further = relate(child=reply, parent=other, side="con", by=chloe)

    assert shape_of(sovereignty).bears_on[reply.pk] == [relation_of_home(reply), further.pk]


def relation_of_home(claim: Claim) -> int:
    """The oldest relation of a claim."""
    return int(Contribution.objects.filter(child=claim).order_by("pk").values_list("pk", flat=True)[0])


def test_premises_bear_together_with_their_weakest(ana: User, ben: User, thesis: Claim) -> None:
    reply = add_reply(to=thesis, side="pro", by=ana, text="It binds.")
    alone = shape_of(thesis.controversy).force(relation_of(reply).pk)
    premise = add_premise(relation=relation_of(reply), by=ana, text="Bonds weaken.")
    for person in crowd(4):
        rate(target=premise, by=person, value=0)

    shape = shape_of(thesis.controversy)

    assert shape.relations[relation_of(reply).pk].premises == (premise.pk,)
    assert shape.force(relation_of(reply).pk) == pytest.approx(alone / 2)


def test_a_hidden_premise_is_as_if_it_had_never_been(ana: User, mod: User, thesis: Claim) -> None:
    reply = add_reply(to=thesis, side="pro", by=ana, text="It binds.")
    before = shape_of(thesis.controversy).solved.strength[thesis.pk]
    premise = add_premise(relation=relation_of(reply), by=ana, text="Bonds weaken.")
    for person in crowd(4):
        rate(target=premise, by=person, value=0)

    hide(contribution=premise, by=mod, reason="rude")

    assert shape_of(thesis.controversy).solved.strength[thesis.pk] == pytest.approx(before)


def test_what_waits_or_is_hidden_moves_nobodys_figures(
    ana: User, ben: User, mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    before = shape_of(sovereignty).solved.strength[thesis.pk]
    hidden = add_reply(to=thesis, side="con", by=ben, text="Rude.")
    hide(contribution=hidden, by=mod, reason="rude")
    withdrawn = add_reply(to=thesis, side="con", by=ben, text="Never mind.")
    withdraw(contribution=withdrawn, by=ben)
    other = add_claim(controversy=sovereignty, by=ben, text="Aid is a debt.")
    waiting = relate(child=other, parent=thesis, side="con", by=ben)

    for person in (None, ana, ben, mod):
        shape = shape_of(sovereignty, person)
        assert shape.solved.strength[thesis.pk] == before
        assert set(shape.claims) == {thesis.pk, other.pk}
    approve(contribution=waiting, by=mod)
    assert shape_of(sovereignty).solved.strength[thesis.pk] < before


def test_a_branch_with_fewer_than_three_different_raters_has_too_few(thesis: Claim, ana: User) -> None:
    reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    one, two, three = crowd(3)

    def said() -> str:
        shape = shape_of(thesis.controversy)
        figure = figure_of(shape, thesis.pk)
        assert figure is not None
        return figure.standing.code

    assert said() == "too_few"
    for target in (thesis, reply, relation_of(reply)):
        rate(target=target, by=one, value=4)
        rate(target=target, by=two, value=4)
        assert said() == "too_few"
    rate(target=relation_of(reply), by=ana, value=4)  # an author's own
    assert said() == "too_few"
    rate(target=relation_of(reply), by=three, value=0)
    assert said() != "too_few"


def test_in_a_class_fewer_than_five_raters_count_as_none_but_for_the_host(
    chloe: User, relations_subject: Subject
) -> None:
    room = ClassRoom(relations_subject, chloe)
    group = [room.seat(f"owl-{number}") for number in range(5)]
    claim = add_claim(controversy=room.map, by=room.host, text="Aid weakens sovereignty.")
    reply = add_reply(to=claim, side="pro", by=room.host, text="It binds.")
    for person in group[:4]:
        rate(target=claim, by=person, value=4)
    for person in group[:2]:
        rate(target=reply, by=person, value=4)

    seen = shape_of(room.map, group[0])
    assert (seen.claims[claim.pk].rated, seen.solved.base[claim.pk]) == (0, 0.5)
    assert {seen.raters[claim.pk], seen.raters[reply.pk]} == {0}
    assert shape_of(room.map, room.host).claims[claim.pk].rated == 4
    rate(target=claim, by=group[4], value=4)
    seen = shape_of(room.map, group[0])
    assert (seen.claims[claim.pk].rated, seen.raters[claim.pk]) == (5, 3)


def test_each_audience_of_a_class_reads_its_own_map(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe, visibility="group")
    owl, elk = room.seat("owl", 1), room.seat("elk", 2)
    common = add_claim(controversy=room.map, by=room.host, text="Of all.")
    ours = add_reply(to=common, side="pro", by=owl, text="Of group one.")
    theirs = add_reply(to=common, side="con", by=elk, text="Of group two.")

    assert set(shape_of(room.map, owl).claims) == {common.pk, ours.pk}
    assert set(book_of(room.map, elk).shape.claims) == {common.pk, theirs.pk}
    assert set(book_of(room.map, room.host).shape.claims) == {common.pk, ours.pk, theirs.pk}
    room.show("class")
    assert set(book_of(room.map, owl).shape.claims) == {common.pk, ours.pk, theirs.pk}


def test_a_merged_claim_brings_its_tally_its_talk_and_its_raters(ana: User, thesis: Claim) -> None:
    twin = add_claim(controversy=thesis.controversy, by=ana, text="Aid makes states less sovereign.")
    one, two, three = crowd(3)
    for target, person in ((thesis, one), (twin, two), (twin, three)):
        rate(target=target, by=person, value=4)
    add_comment(on=twin, by=one, text="Really?")

    Contribution.objects.filter(pk=twin.pk).update(merged_into=thesis)
    shape = shape_of(thesis.controversy)

    assert set(shape.claims) == {thesis.pk}
    assert (shape.claims[thesis.pk].rated, shape.claims[thesis.pk].total) == (3, 12)
    assert (shape.comments, shape.raters[thesis.pk]) == ({thesis.pk: 1}, 3)


def test_a_shape_is_kept_until_the_map_or_its_ratings_move(
    ana: User, ben: User, mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    first = book_of(sovereignty).shape
    assert book_of(sovereignty, ana).shape is first
    rate(target=thesis, by=ben, value=4)
    second = book_of(sovereignty).shape
    assert second is not first
    hide(contribution=thesis, by=mod, reason="rude")
    assert book_of(sovereignty).shape.claims == {}
    set_map(sovereignty, premoderated=True)


def test_1500_claims_below_one_another_are_solved_in_five_statements(thesis: Claim, ana: User) -> None:
    last = grow(thesis, ana, 1500, deep=True)[-1]

    assert statements(lambda: shape_of(thesis.controversy)) == 5  # numbers, rows, premises, talk, raters
    shape = shape_of(thesis.controversy)
    assert len(shape.solved.strength) == 2 * 1500 + 1
    assert len(book_of(thesis.controversy).way_of(last.pk)) == 1500
