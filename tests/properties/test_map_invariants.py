"""Random people do random things, permitted and forbidden: whatever they do, the map stays sound."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core.accounts.services import ensure_person
from core.errors import CODES, Refusal
from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.insight.strength import (
    ArgumentGraph,
    Cited,
    Rel,
    agreement_base,
    credibility_base,
    impact_base,
    solve,
)
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Premise
from debates.maps.queries import rights_of
from debates.ratings.services import rate, unrate
from debates.reading.shape import forget_shapes, load_shape
from tests.maps.raw import insert, put
from tests.maps.worlds import assert_no_holes, fresh, guest, set_map
from tests.properties.oracles import assert_map_is_sound, assert_no_circle

STEPS = 140
TEXTS = [
    "It binds.",
    "It is asked for.",
    "",
    " ",
    "x" * 501,
    "a\x00b",
    "\u202e",
    "¿Por qué?",
    "🗺 " * 20,
    "'; DROP TABLE--",
]
SIDES = ["pro", "con", "pro", "con", "context", ""]
BUILDS = ("add", "reply", "reply", "reply", "relate", "relate", "premise", "cite", "comment", "rate", "rate")
TURNS = ("edit", "edit", "withdraw", "unwithdraw", "hide", "restore", "approve", "lock", "unlock", "unrate")


class Town:
    """A map and the people who work on it, with a chance that repeats itself for the same seed."""

    def __init__(self, controversy: Controversy, seed: int) -> None:
        self.map = controversy
        self.chance = random.Random(seed)
        self.people = [ensure_person(name=name) for name in ("member", "other", "cora", "mo", "curt")]
        roles = {"cora": "contributor", "mo": "moderator", "curt": "curator"}
        for person in self.people[2:]:
            maps.grant_role(user=person, role=roles[person.username], by=None, controversy=controversy)
        self.people.append(guest("stranger"))
        self.done: dict[str, int] = {}

    def any_row(self) -> Any:
        """Whatever stands or stood on the map, readable or not."""
        return self.chance.choice(list(Contribution.objects.filter(controversy=self.map).order_by("pk")))

    def fitting_row(self, name: str) -> Any:
        """A row for which the act may make sense, where there is one."""
        fitting: dict[str, dict[str, Any]] = {
            "cite": {"kind": "claim", "state": "published"},
            "premise": {"kind": "relation", "state": "published"},
            "relate": {"kind__in": ["claim", "relation", "evidence"], "state": "published"},
            "reply": {"kind__in": ["claim", "relation", "evidence"], "state": "published"},
            "rate": {"kind__in": ["claim", "relation", "evidence"], "state": "published"},
            "restore": {"state": "hidden"},
            "approve": {"state": "pending"},
            "unwithdraw": {"state": "withdrawn"},
            "unlock": {"locked": True},
        }
        rows = Contribution.objects.filter(controversy=self.map, **fitting.get(name, {"state": "published"}))
        return self.chance.choice(list(rows.order_by("pk")) or [self.any_row()])

    def fitting_person(self, name: str, row: Any) -> User:
        """Somebody who may be permitted to."""
        if name in ("edit", "withdraw", "unwithdraw"):
            return next((person for person in self.people if person.pk == row.author_id), self.people[0])
        return self.people[3] if name in TURNS and name != "unrate" else self.chance.choice(self.people[:5])

    def claims(self) -> list[Claim]:
        return list(Claim.objects.filter(controversy=self.map).order_by("pk"))

    def step(self) -> None:
        """One act of one person: done, or refused with a known code; never anything else (I-31)."""
        name = self.chance.choice(BUILDS + TURNS)
        row = self.fitting_row(name) if self.chance.random() < 0.8 else self.any_row()
        by = self.fitting_person(name, row) if self.chance.random() < 0.8 else self.chance.choice(self.people)
        readable = self.readable()
        before = fresh(row)
        try:
            with transaction.atomic():
                stale = self.act(name, by, row)
        except Refusal as refusal:
            self.assert_well_said(refusal)
            assert self.readable() == readable
            self.assert_untouched(before)
            return
        self.done[name] = self.done.get(name, 0) + 1
        assert not stale, "I-16: a stale base changed a row"
        if name in ("hide", "withdraw"):
            assert self.readable() == readable - {row.pk}, "I-24"

    def assert_well_said(self, refusal: Refusal) -> None:
        """I-31: a known code and a sentence."""
        assert (refusal.code in CODES, bool(str(refusal.message))) == (True, True)

    def readable(self) -> set[int]:
        """What a visitor may read."""
        return set(Contribution.objects.visible_to(None).values_list("pk", flat=True))

    def assert_untouched(self, before: Any) -> None:
        now = fresh(before)
        names = [field.attname for field in Contribution._meta.concrete_fields]
        assert [getattr(now, name) for name in names] == [getattr(before, name) for name in names]

    def act(self, name: str, by: User, row: Any) -> bool:
        """Do it. True when it was an edit on a base that is not the row's, which must have been refused."""
        chance = self.chance
        text, side = chance.choice(TEXTS[:2] * 8 + TEXTS), chance.choice(SIDES)
        child = chance.choice(self.claims())
        acts: dict[str, Callable[[], Any]] = {
            "add": lambda: maps.add_claim(controversy=self.map, by=by, text=text),
            "reply": lambda: maps.add_reply(to=row, side=side, by=by, text=text, warrant=chance.choice([text, "", ""])),
            "relate": lambda: maps.relate(
                child=child,
                parent=row,
                side=side,
                by=by,
                premises=chance.sample(self.claims(), min(len(self.claims()), chance.choice([0, 0, 1, 2]))),
            ),
            "premise": lambda: maps.add_premise(relation=row, by=by, text=text),
            "cite": lambda: cite(claim=row, by=by, side=side, text=text, new_source={"title": text}),
            "comment": lambda: add_comment(on=row, by=by, text=text),
            "rate": lambda: rate(target=row, by=by, value=chance.choice([0, 1, 2, 3, 4, 4, 5, -1])),
            "unrate": lambda: unrate(target=row, by=by),
            "withdraw": lambda: maps.withdraw(contribution=row, by=by),
            "unwithdraw": lambda: maps.unwithdraw(contribution=row, by=by),
            "hide": lambda: maps.hide(contribution=row, by=by, reason=text),
            "restore": lambda: maps.restore(contribution=row, by=by),
            "approve": lambda: maps.approve(contribution=row, by=by),
            "lock": lambda: maps.lock(contribution=row, by=by),
            "unlock": lambda: maps.unlock(contribution=row, by=by),
        }
        if name != "edit":
            acts[name]()
            return False
        base = row.revision + chance.choice([0, 0, 0, -1, 1])
        wording = f"Wording {chance.randrange(1000)}."
        maps.edit(contribution=row, by=by, text=wording, base_revision=base)
        return bool(base != row.revision)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_do_the_map_stays_sound(sovereignty: Controversy, thesis: Claim, seed: int) -> None:
    town = Town(sovereignty, seed)

    for number in range(STEPS):
        if number == STEPS // 2:
            set_map(sovereignty, premoderated=seed % 2 == 1)
        town.step()

    assert_map_is_sound(sovereignty)
    assert_no_holes(sovereignty)
    assert_strengths_are_those_of_the_published_map(town)
    assert sum(town.done.values()) > STEPS // 4, town.done
    assert len(town.done) > 8, town.done


def assert_strengths_are_those_of_the_published_map(town: Town) -> None:
    """For visitor, author and staff alike: as if what is hidden, withdrawn or waiting had never been."""
    rows = list(Contribution.objects.filter(controversy=town.map, state="published").order_by("pk"))
    premises: dict[int, tuple[int, ...]] = {}
    for premise in Premise.objects.filter(relation__controversy=town.map).order_by("pk"):
        premises[premise.relation_id] = (*premises.get(premise.relation_id, ()), premise.claim_id)
    alone = solve(
        ArgumentGraph(
            claims={r.pk: agreement_base(r.rating_sum, r.rating_count) for r in rows if r.kind == "claim"},
            evidence={
                r.pk: Cited(r.claim_id, r.side, credibility_base(r.rating_sum, r.rating_count))
                for r in rows
                if r.kind == "evidence"
            },
            relations={
                r.pk: Rel(
                    r.child_id,
                    r.parent_id,
                    r.side,
                    impact_base(r.rating_sum, r.rating_count, 0.25),
                    premises.get(r.pk, ()),
                )
                for r in rows
                if r.kind == "relation"
            },
        )
    ).strength
    for person in (None, *town.people):
        forget_shapes()
        found = load_shape(controversy=town.map, rights=rights_of(person)).solved.strength
        assert found == pytest.approx(alone)
        assert all(0 <= strength <= 1 for strength in found.values())


@pytest.mark.parametrize("seed", range(2))
def test_random_merges_and_links_past_the_services_close_no_circle(
    sovereignty: Controversy, ana: User, seed: int
) -> None:
    chance = random.Random(seed)
    claims = [maps.add_claim(controversy=sovereignty, by=ana, text=f"Thesis {number}.") for number in range(9)]
    kept = 0

    for _step in range(110):
        nodes = list(Contribution.objects.filter(controversy=sovereignty).order_by("pk"))
        one, two, node = chance.choice(claims), chance.choice(claims), chance.choice(nodes)
        links = [row for row in nodes if row.kind == "relation"]
        try:
            with transaction.atomic():
                match chance.randrange(5):
                    case 0:
                        put(one, merged_into_id=chance.choice([two.pk, None]))
                    case 1 if links:
                        put(chance.choice(links), state=chance.choice(["published", "withdrawn"]))
                    case 2 if links:
                        put(chance.choice(links), child_id=one.pk, parent_id=node.pk)
                    case 3 if links:
                        Premise.objects.create(relation=chance.choice(links), claim=one)
                    case _:
                        insert(one, "relation", child_id=one.pk, parent_id=node.pk, side="pro")
            kept += 1
        except DatabaseError as refused:
            cause: Any = refused.__cause__
            known = ("DS009", "DS010", "23505", "23514")
            assert cause.sqlstate in known
    assert kept > 30
    assert_no_circle({row.pk: row for row in Contribution.objects.filter(controversy=sovereignty)})
