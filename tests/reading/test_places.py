"""The places of the drawn map: every claim once at home, once more for each further use, whatever hangs on what."""

from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from core.accounts.services import ensure_person
from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import add_source, cite, retract_source
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Subject
from debates.maps.queries import rights_of
from debates.ratings.services import rate
from debates.reading.book import Book
from debates.reading.places import LEVELS, WHOLE, Place, first_places, places_at, places_of, places_under
from debates.reading.shape import forget_shapes
from tests.maps.worlds import ClassRoom, relation_of, set_map, turn
from tests.reading.doings import ACTS, Doings, begin
from tests.reading.worlds import book_of, grow, statements


def placed(controversy: Controversy, viewer: User | None = None) -> dict[str, Place]:
    """All places by key."""
    whole = places_of(book_of(controversy, viewer))
    assert whole.whole
    assert whole.total == len({place.claim for place in whole.places})
    return {place.key: place for place in whole.places}


def drawn(controversy: Controversy, viewer: User | None = None) -> list[tuple[str, str, str | None]]:
    """(role, text, text of what it hangs on) of each place, in drawing order."""
    places = placed(controversy, viewer)
    return [(one.role, one.text, places[one.up].text if one.up else None) for one in places.values()]


def at_home(places: dict[str, Place], claim: Claim) -> Place:
    """Where this claim is at home."""
    return places[str(claim.pk)]


def test_every_use_of_a_claim_has_its_place(chloe: User, thesis: Claim, sovereignty: Controversy) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=chloe, text="It is asked for.")
    premise = maps.add_premise(relation=relation_of(reply), by=chloe, text="Asking is consent.")
    maps.add_reply(to=premise, side="con", by=chloe, text="Not under need.")
    maps.add_reply(to=relation_of(reply), side="con", by=chloe, text="Consent can be bought.")
    maps.add_reply(to=reply, side="pro", by=chloe, text="By parliaments.")
    evidence = cite(claim=thesis, by=chloe, side="pro", text="Yes.", new_source={"title": "Survey"})
    maps.add_reply(to=evidence, side="con", by=chloe, text="The sample is small.")
    other = maps.add_claim(controversy=sovereignty, by=chloe, text="Aid is a debt.")
    further = maps.relate(child=reply, parent=other, side="pro", by=chloe)
    maps.add_reply(to=further, side="pro", by=chloe, text="Debts are asked for.")

    assert drawn(sovereignty) == [
        ("thesis", "Aid weakens sovereignty.", None),
        ("reply", "It is asked for.", "Aid weakens sovereignty."),
        ("premise", "Asking is consent.", "It is asked for."),
        ("reply", "Not under need.", "Asking is consent."),
        ("step", "Consent can be bought.", "It is asked for."),
        ("reply", "By parliaments.", "It is asked for."),
        ("evidence_doubt", "The sample is small.", "Aid weakens sovereignty."),
        ("thesis", "Aid is a debt.", None),
        ("again", "It is asked for.", "Aid is a debt."),
        ("step", "Debts are asked for.", "It is asked for."),
    ]
    places = placed(sovereignty)
    again = places[f"{reply.pk}-{further.pk}"]
    assert (again.here, again.home, again.side, again.up) == ("reply", str(reply.pk), "pro", str(other.pk))
    assert [places[key].text for key in again.kids] == ["Debts are asked for."]
    joined = at_home(places, premise)
    assert (joined.relation, joined.side, joined.weight) == (at_home(places, reply).relation, None, 0)
    assert (at_home(places, thesis).below, at_home(places, other).below) == (6, 2)


def test_a_thesis_that_bears_on_another_is_at_home_at_the_top(
    chloe: User, thesis: Claim, sovereignty: Controversy
) -> None:
    other = maps.add_claim(controversy=sovereignty, by=chloe, text="Aid is a debt.")
    maps.relate(child=other, parent=thesis, side="pro", by=chloe)

    assert drawn(sovereignty) == [
        ("thesis", thesis.text, None),
        ("again", "Aid is a debt.", thesis.text),
        ("thesis", "Aid is a debt.", None),
    ]


def test_a_premise_that_stood_already_is_shown_again_where_it_is_needed(
    chloe: User, thesis: Claim, sovereignty: Controversy
) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=chloe, text="It is asked for.")
    needed = maps.add_reply(to=reply, side="pro", by=chloe, text="Asking is consent.")
    other = maps.add_claim(controversy=sovereignty, by=chloe, text="Aid is a debt.")
    child = maps.add_claim(controversy=sovereignty, by=chloe, text="Debts bind.")
    Contribution.objects.filter(pk=child.pk).update(thesis_position=None)
    step = maps.relate(child=child, parent=other, side="pro", by=chloe, premises=[needed])

    again = placed(sovereignty)[f"{needed.pk}-{step.pk}"]

    assert (again.role, again.here, again.up, again.home) == ("again", "premise", str(child.pk), str(needed.pk))


def test_a_place_says_what_its_card_and_its_edge_show(ana: User, ben: User, chloe: User, thesis: Claim) -> None:
    reply = maps.add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    source = add_source(by=ana, title="Survey", url="https://example.org/survey")
    cite(claim=reply, by=ana, side="pro", text="Yes.", source=source)
    cite(claim=reply, by=ana, side="con", text="No.", new_source={"title": "Another"})
    add_comment(on=reply, by=ben, text="Really?")
    for number in range(3):
        rate(target=reply, by=ensure_person(name=f"rater-{number}"), value=4)
        rate(target=relation_of(reply), by=ensure_person(name=f"rater-{number}"), value=4)
    retract_source(source=source, by=chloe, reason="Made up.")

    place = at_home(placed(thesis.controversy), reply)

    assert (place.evidence, place.retracted, place.comments, place.side) == (2, 1, 1, "con")
    assert (place.standing, place.pips, place.state) == ("stands", 3, "published")
    assert 0 < (place.strength or 0) <= 100
    assert 1 < place.weight <= 8
    top = at_home(placed(thesis.controversy), thesis)
    assert (top.pros, top.cons, top.pips, top.weight) == (0, 1, 0, 0)


def test_what_is_hidden_keeps_its_place_without_a_word_while_something_hangs_on_it(
    ana: User, ben: User, mod: User, thesis: Claim
) -> None:
    hidden = maps.add_reply(to=thesis, side="pro", by=ana, text="A secret word: xylophone.")
    cite(claim=hidden, by=ana, side="pro", text="Yes.", new_source={"title": "Survey"})
    add_comment(on=hidden, by=ben, text="Really?")
    child = maps.add_reply(to=hidden, side="con", by=ben, text="Gifts are no debts.")
    bare = maps.add_reply(to=thesis, side="con", by=ana, text="A bare xylophone.")
    for claim in (hidden, bare):
        maps.hide(contribution=claim, by=mod, reason="rude")

    for viewer in (None, ben):
        places = placed(thesis.controversy, viewer)
        stub = at_home(places, hidden)
        assert set(places) == {str(pk) for pk in (thesis.pk, hidden.pk, child.pk)}
        assert (stub.text, stub.is_stub, stub.state, stub.strength) == ("", True, "hidden", None)
        assert (stub.evidence, stub.comments, stub.weight) == (0, 0, 0)
    assert at_home(placed(thesis.controversy, mod), hidden).text == hidden.text
    assert at_home(placed(thesis.controversy, ana), bare).state == "hidden"


def test_what_waits_is_placed_for_its_author_and_staff_alone(
    ana: User, ben: User, mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    set_map(sovereignty, premoderated=True)
    reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    taken = maps.add_reply(to=thesis, side="pro", by=ben, text="It binds.")
    maps.withdraw(contribution=taken, by=ben)

    for viewer in (None, ana):
        assert set(placed(sovereignty, viewer)) == {str(thesis.pk)}
    for viewer in (ben, mod):
        places = placed(sovereignty, viewer)
        assert (at_home(places, reply).state, at_home(places, taken).state) == ("pending", "withdrawn")


def test_merged_claims_have_one_place_and_all_that_hung_on_either(ana: User, chloe: User, thesis: Claim) -> None:
    one = maps.add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    twin = maps.add_reply(to=thesis, side="con", by=chloe, text="It is wanted.")
    below = maps.add_reply(to=twin, side="pro", by=ana, text="By parliaments.")
    Claim.objects.filter(pk=twin.pk).update(merged_into=one)
    forget_shapes()

    places = placed(thesis.controversy)

    assert set(places) == {str(pk) for pk in (thesis.pk, one.pk, below.pk)}
    assert at_home(places, below).up == str(one.pk)


def test_a_group_has_its_own_places(relations_subject: Subject, chloe: User) -> None:
    room = ClassRoom(relations_subject, chloe, visibility="group")
    first, second = room.seat("one", 1), room.seat("two", 2)
    top = maps.add_claim(controversy=room.map, by=room.host, text="For all.")
    maps.add_reply(to=top, side="pro", by=first, text="Ours.")

    assert [one[1] for one in drawn(room.map, first)] == ["For all.", "Ours."]
    assert [one[1] for one in drawn(room.map, second)] == ["For all."]


def test_a_ring_of_steps_taken_back_is_placed_and_ends(ana: User, chloe: User, thesis: Claim) -> None:
    one = maps.add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    other = maps.add_claim(controversy=thesis.controversy, by=ana, text="It is needed.")
    first = maps.relate(child=other, parent=one, side="pro", by=chloe)
    maps.withdraw(contribution=first, by=chloe)
    second = maps.relate(child=one, parent=other, side="pro", by=chloe)
    turn(relation_of_home(one), "withdrawn")
    Contribution.objects.filter(pk=other.pk).update(thesis_position=None)
    forget_shapes()

    places = placed(thesis.controversy, chloe)

    assert {place.claim for place in places.values()} == {thesis.pk, one.pk, other.pk}
    assert {first.pk, second.pk} <= {place.relation for place in places.values()}


def relation_of_home(claim: Claim) -> Contribution:
    """The oldest relation of a claim."""
    found: Contribution = Contribution.objects.filter(child=claim).order_by("pk")[0]
    return found


def test_a_large_map_is_told_by_levels(ana: User, thesis: Claim) -> None:
    grow(thesis, ana, WHOLE, deep=True)
    book = book_of(thesis.controversy)

    first = first_places(book)
    assert (first.whole, first.total, len(first.places)) == (False, WHOLE + 1, 1 + LEVELS)
    last = first.places[-1]
    assert (len(last.kids), last.below) == (1, WHOLE - LEVELS)
    below = places_under(book, last.key)
    assert below is not None
    assert [place.up for place in below.places] == [last.key, last.kids[0]]
    assert places_under(book, "999999999-1") is None
    assert [place.key for place in places_at(book, [last.key, "999999999"])] == [last.key]
    whole = places_of(book)
    assert len(whole.places) == whole.total


def test_a_map_of_no_more_than_the_limit_is_told_whole(ana: User, thesis: Claim) -> None:
    grow(thesis, ana, WHOLE - 1, deep=True)

    assert first_places(book_of(thesis.controversy)).whole


def test_places_cost_as_many_statements_for_ten_claims_as_for_a_thousand(ana: User, thesis: Claim) -> None:
    def cost(viewer: User | None) -> int:
        return statements(lambda: first_places(book_of(thesis.controversy, viewer)))

    grow(thesis, ana, 10)
    few = cost(None), cost(ana)
    grow(thesis, ana, 1000)

    assert (cost(None), cost(ana)) == few == (7, 9)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make one smaller would take a database an hour
)
@given(acts=ACTS)
def test_every_visible_claim_is_at_home_once_and_all_hangs_together(
    thesis: Claim, ana: User, ben: User, chloe: User, mod: User, acts: list[Any]
) -> None:
    with transaction.atomic():
        forget_shapes()
        begin(thesis, ana, ben, chloe)
        doings = Doings(thesis.controversy, [ana, ben, chloe], mod)
        for act in acts:
            doings.do(act)
        for reader in (None, ana, ben, mod):
            check(thesis.controversy, reader)
        transaction.set_rollback(True)


def check(controversy: Controversy, reader: User | None) -> None:
    """What must hold of the places of every map for every reader."""
    book = Book(controversy=controversy, rights=rights_of(reader))
    whole = places_of(book)
    places = {place.key: place for place in whole.places}
    seen = Claim.objects.visible_to(rights_of(reader)).filter(controversy=controversy, merged_into=None)
    texts = dict(seen.values_list("pk", "text"))
    homes = [place for place in whole.places if place.role != "again"]
    assert len(places) == len(whole.places)
    assert sorted(place.claim for place in homes if not place.is_stub) == sorted(texts)
    assert len({place.claim for place in homes}) == len(homes)
    assert all(place.text == texts.get(place.claim, "") for place in whole.places)
    met = [*whole.roots]
    for key in met:  # every place is met once from the tops, so nothing goes round
        assert {places[kid].up for kid in places[key].kids} <= {key}
        met.extend(places[key].kids)
    assert sorted(met) == sorted(places)
    assert all(place.home is None or place.home in places for place in whole.places)
    assert all((place.up is None) == (place.key in whole.roots) for place in whole.places)
