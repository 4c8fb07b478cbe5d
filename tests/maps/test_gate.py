"""The gate against an oracle in plain Python, written from the design page and not from the code.

Every viewer meets every row: access and state of the controversy × state × layer × author × visibility.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.accounts.services import ensure_person
from core.models import User
from debates.maps.models import Claim, Contribution, Controversy, Layer, Relation, Seat, Subject
from debates.maps.models.gate import rights_of
from debates.maps.rules import Access, ControversyState, State, Visibility
from debates.maps.services import add_claim, grant_role, open_subject
from tests.maps.worlds import guest, open_map

AUTHORS = ("author", "owl", "elk", "fox", "host", None)


@dataclass
class Who:
    """A viewer as the oracle knows them: what was granted and where they sit, in words."""

    name: str
    user: User | None = None
    admin: bool = False
    guest: bool = False
    grants: list[tuple[str, str]] = field(default_factory=list)  # (role, "site" | subject | controversy slug)
    seats: dict[int, Seat] = field(default_factory=dict)
    asker: User | None = None  # whom the gate is asked for, where that is not the one above

    @property
    def asks(self) -> User | None:
        return self.asker or self.user


def holds(who: Who, role: str, place: Controversy) -> bool:
    """A grant of the role whose scope covers the place."""
    scopes = [scope for granted, scope in who.grants if granted == role]
    return any(scope in ("site", place.subject.slug, place.slug) for scope in scopes)


def may_enter(who: Who, place: Controversy) -> bool:
    """Section 2, first paragraph: access, and draft controversies."""
    if place.access == "session":
        seat = who.seats.get(place.pk)
        return seat is not None and seat.reads
    staff = who.admin or holds(who, "moderator", place) or holds(who, "curator", place)
    if staff:
        return True
    if place.state == "draft":
        return False
    return place.access != "members" or (who.user is not None and not who.guest)


def sees_layer(who: Who, row: Contribution, place: Controversy, seats: dict[tuple[int, int], Seat]) -> bool:
    """The class layer and one's own always; the rest as the phase shows it."""
    mine = who.user is not None and row.author_id == who.user.pk
    if row.layer_id is None or mine:
        return True
    seat = who.seats.get(place.pk)
    if seat is None:
        return False
    if seat.host or place.visibility == "class":
        return True
    if seat.layer_id is None or seat.layer_id != row.layer_id:
        return False
    if place.visibility == "group":
        return True
    other = seats.get((place.pk, row.author_id or 0))
    return other is not None and are_mates(seat, other, place.visibility)


def are_mates(one: Seat, other: Seat, visibility: str | None) -> bool:
    """Whether the phase lets one read the other: both of one side, or both of one pair."""
    if visibility == "side":
        return one.side is not None and other.side == one.side
    return visibility == "pair" and one.pair is not None and other.pair == one.pair


def sees_state(who: Who, row: Contribution, place: Controversy, archived: bool) -> bool:
    """Published by all; archived by all who ask; what waits, is hidden or withdrawn by author, moderators, host."""
    if row.state == "erased":
        return False
    if row.state == "published":
        return True
    if row.state == "archived":
        return archived
    if who.user is not None and row.author_id == who.user.pk:
        return True
    if place.access == "session":
        seat = who.seats.get(place.pk)
        return seat is not None and seat.host
    return who.admin or holds(who, "moderator", place)


class World:
    """Places of every access, state and visibility; rows of every state, layer and author; all who may ask."""

    def __init__(self, subject: Subject, other: Subject, by: User) -> None:
        self.seats: dict[tuple[int, int], Seat] = {}
        self.people = {name: ensure_person(name=name) for name in ("author", "plain", "host")}
        self.people |= {name: guest(name) for name in ("owl", "elk", "fox", "hen", "cat", "stray")}
        self.places = [
            open_map(home, by, f"{home.slug}-{access}-{state}", access=access, state=state)
            for home in (subject, other)
            for access in ("public", "unlisted", "members")
            for state in ControversyState.values
        ]
        self.classes = [
            open_map(subject, by, f"class-{visibility or 'none'}", access="session", visibility=visibility)
            for visibility in (*Visibility.values, None)
        ]
        self.classes.append(open_map(subject, by, "class-draft", access="session", visibility="class", state="draft"))
        layers = {place.pk: self._seat_all(place) for place in self.classes}
        rows: list[Contribution] = []
        for place in (*self.places, *self.classes):
            for layer in (None, *layers.get(place.pk, ())):
                for state in State.values:
                    rows += [self._claim(place, layer, state, author) for author in AUTHORS]
        Contribution.objects.bulk_create(rows)
        self.viewers = [*self._viewers(subject, by)]

    def _seat_all(self, place: Controversy) -> list[Layer]:
        one, two = (Layer.objects.create(controversy=place, number=number) for number in (1, 2))
        plan: list[tuple[str, dict[str, Any]]] = [
            ("host", {"host": True}),
            ("owl", {"layer": one, "side": "pro", "pair": 1}),
            ("elk", {"layer": one, "side": "con", "pair": 1}),
            ("fox", {"layer": two, "side": "pro", "pair": 2}),
            ("hen", {}),
            ("cat", {"layer": one, "side": "pro", "reads": False}),
        ]
        for name, fields in plan:
            seat = Seat.objects.create(user=self.people[name], controversy=place, **fields)
            self.seats[place.pk, self.people[name].pk] = seat
        return [one, two]

    def _claim(self, place: Controversy, layer: Layer | None, state: str, author: str | None) -> Contribution:
        by = self.people[author] if author else None
        return Contribution(
            kind="claim", claim_kind="fact", controversy=place, layer=layer, state=state, author=by, text="Words."
        )

    def _viewers(self, subject: Subject, by: User) -> list[Who]:
        root = ensure_person(name="root", admin=True)
        found = [Who("visitor"), Who("admin", root, admin=True)]
        for name, person in self.people.items():
            seats = {place: seat for (place, user), seat in self.seats.items() if user == person.pk}
            found.append(Who(name, person, guest=person.is_guest, seats=seats))
        first = self.places[1]
        for role in ("moderator", "curator", "contributor", "teacher"):
            for scope, where in (
                ("site", {}),
                (subject.slug, {"subject": subject}),
                (first.slug, {"controversy": first}),
            ):
                person = ensure_person(name=f"{role}-{scope}")
                grant_role(user=person, role=role, by=None, **where)
                found.append(Who(person.username, person, grants=[(role, scope)]))
        gone = ensure_person(name="gone", admin=True)
        User.objects.filter(pk=gone.pk).update(is_active=False)
        found.append(Who("a closed account, like a visitor", asker=User.objects.get(pk=gone.pk)))
        return found


@pytest.fixture
def world(relations_subject: Subject, chloe: User) -> World:
    """All of it."""
    return World(relations_subject, open_subject(by=chloe, slug="trade", title="Trade"), chloe)


def test_the_gate_agrees_with_the_page(world: World) -> None:
    rows = list(Contribution.objects.select_related("controversy__subject"))
    wrong: list[str] = []
    met = 0

    for who in world.viewers:
        rights = rights_of(who.asks)
        for archived in (False, True):
            seen = set(Contribution.objects.visible_to(rights, archived=archived).values_list("pk", flat=True))
            stubs = set(Contribution.objects.stubs_for(rights).values_list("id", flat=True))
            for row in rows:
                place = row.controversy
                reaches = may_enter(who, place) and sees_layer(who, row, place, world.seats)
                text = reaches and sees_state(who, row, place, archived)
                place_only = (
                    reaches
                    and row.state in ("hidden", "withdrawn", "erased")
                    and not sees_state(who, row, place, archived)
                )
                if text != (row.pk in seen) or place_only != (row.pk in stubs):
                    wrong.append(f"{who.name}: {place.slug} {row.state} layer {row.layer_id} by {row.author}")
                met += 1

    assert wrong == []
    assert met > 70_000
    assert not any(row.pk in stubs and row.pk in seen for row in rows)


def test_places_are_entered_and_listed_as_the_page_says(world: World) -> None:
    places = [*world.places, *world.classes]

    for who in world.viewers:
        entered = set(Controversy.objects.visible_to(who.asks).values_list("pk", flat=True))
        listed = set(Controversy.objects.listed_for(who.asks).values_list("pk", flat=True))
        expected = {place.pk for place in places if may_enter(who, place)}
        assert entered & {place.pk for place in places} == expected, who.name
        hidden = {place.pk for place in places if place.access in ("unlisted", "session")}
        assert listed & {place.pk for place in places} == expected - hidden, who.name


def test_a_stub_tells_the_place_and_nothing_else(world: World) -> None:
    stub = Contribution.objects.stubs_for(None)[0]

    told = {"id", "kind", "state", "controversy_id", "child_id", "parent_id", "claim_id", "target_id", "reply_to_id"}
    assert set(stub) <= told | {"side", "thesis_position"}
    assert "Words." not in str(stub)


def test_a_class_of_the_kind_comes_of_every_read(thesis: Claim, sovereignty: Controversy) -> None:
    assert type(Contribution.objects.visible_to(None).get(pk=thesis.pk)) is Claim
    assert not Relation.objects.visible_to(None).filter(pk=thesis.pk).exists()


def test_rights_cost_a_visitor_nothing_and_a_person_one_statement(world: World) -> None:
    for who in world.viewers:
        with CaptureQueriesContext(connection) as asked:
            rights = rights_of(who.asks)
            assert rights_of(rights) is rights
        # the mates of one's side or pair are asked for where a phase shows just their work
        more = sum(
            (seat.side if place.visibility == "side" else seat.pair) is not None
            for place in world.classes
            if (seat := who.seats.get(place.pk)) and place.visibility in ("side", "pair")
        )
        expected = 0 if who.user is None else 1 + more
        assert len(asked) == expected, who.name


def test_what_may_be_read_costs_one_statement_however_many_rows_there_are(
    world: World, ana: User, sovereignty: Controversy
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(Contribution.objects.visible_to(rights))
            list(Contribution.objects.stubs_for(rights))
        return len(asked)

    for who in world.viewers:
        rights = rights_of(who.asks)
        assert cost() == 2
    for number in range(30):
        add_claim(controversy=sovereignty, by=ana, text=f"Thesis {number}.")
    assert cost() == 2


def test_access_values_are_those_the_oracle_knows() -> None:
    assert set(Access.values) == {"public", "unlisted", "members", "session"}
    assert set(State.values) == {"pending", "published", "hidden", "withdrawn", "archived", "erased"}
