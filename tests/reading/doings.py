"""Whatever people may do to a map, at random, and a map to begin with: for what must hold after all of it."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction
from hypothesis import strategies as st

from core.errors import Refusal
from core.models import User
from debates.comments.services import add_comment
from debates.evidence.models import Source
from debates.evidence.services import add_source, cite, reinstate_source, retract_source
from debates.history.services import record
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy
from debates.ratings.services import rate
from tests.maps.worlds import relation_of

ACT = st.tuples(st.integers(0, 17), st.integers(0, 40), st.integers(0, 40), st.integers(0, 3))
ACTS = st.lists(ACT, max_size=8)
MERGE = 17


class Doings:
    """Whatever people do to a map, right or wrong: what is refused changes nothing."""

    def __init__(self, controversy: Controversy, people: list[User], mod: User) -> None:
        self.map, self.people, self.mod = controversy, people, mod

    def do(self, act: tuple[int, int, int, int]) -> None:
        number, first, second, person = act
        rows = list(Contribution.objects.filter(controversy=self.map).order_by("pk"))
        one, other, by = rows[first % len(rows)], rows[second % len(rows)], self.people[person % len(self.people)]
        try:
            with transaction.atomic():
                self._one_of(number, one, other, by)
        except (Refusal, DatabaseError):
            pass

    def _one_of(self, number: int, one: Any, other: Any, by: User) -> None:
        side = "pro" if other.pk % 2 else "con"
        acts: list[Callable[[], object]] = [
            lambda: maps.add_claim(controversy=self.map, by=by, text=f"A thesis of {one.pk}."),
            lambda: maps.add_reply(to=one, side=side, by=by, text=f"A reply to {one.pk}."),
            lambda: maps.add_reply(to=self._of_kind(one, "relation"), side=side, by=by, text=f"Of the step {one.pk}."),
            lambda: maps.relate(child=self._of_kind(one, "claim"), parent=other, side=side, by=by),
            lambda: maps.relate(child=one, parent=other, side=side, by=self.mod),
            lambda: maps.add_premise(relation=self._of_kind(one, "relation"), by=by, text=f"Needed by {one.pk}."),
            lambda: cite(
                claim=self._of_kind(one, "claim"), by=by, side=side, text="So it says.", source=self._source()
            ),
            lambda: add_comment(on=one, by=by, text="Really?"),
            lambda: maps.edit(contribution=one, by=one.author, text=f"Words {other.pk}.", base_revision=one.revision),
            lambda: maps.withdraw(contribution=one, by=one.author),
            lambda: maps.unwithdraw(contribution=one, by=one.author),
            lambda: maps.hide(contribution=one, by=self.mod, reason="rude"),
            lambda: maps.restore(contribution=one, by=self.mod),
            lambda: maps.approve(contribution=one, by=self.mod),
            self._fall_or_rise,
            lambda: self._turn(one, "erased"),
            lambda: self._turn(one, "archived" if other.pk % 2 else "published"),
            lambda: self._merge(one, other),
        ]
        acts[number]()

    def _of_kind(self, row: Any, kind: str) -> Any:
        rows = Contribution.objects.filter(controversy=self.map, kind=kind).order_by("pk")
        return rows[row.pk % len(rows)]

    def _source(self) -> Source:
        found: Source = Source.objects.get()
        return found

    def _fall_or_rise(self) -> None:
        source = self._source()
        chloe = User.objects.get(username="chloe")
        if source.retracted_at:
            reinstate_source(source=source, by=chloe)
        else:
            retract_source(source=source, by=chloe, reason="Made up.")

    def _turn(self, row: Any, state: str) -> None:
        """As erasure and curation will: the row, and a line about it."""
        text = {"text": ""} if state == "erased" else {}
        Contribution.objects.filter(pk=row.pk).update(state=state, **text)
        verb = {"erased": "erased", "archived": "archived", "published": "unarchived"}[state]
        record(by=None, verb=f"{row.kind}.{verb}", controversy_id=self.map.pk, contribution_id=row.pk)

    def _merge(self, row: Any, into: Any) -> None:
        merged = None if row.merged_into_id else into.pk
        Claim.objects.filter(pk=row.pk).update(merged_into=merged)
        verb = "claim.merged" if merged else "claim.unmerged"
        record(by=None, verb=verb, controversy_id=self.map.pk, contribution_id=row.pk)


def begin(thesis: Claim, ana: User, ben: User, chloe: User) -> None:
    """A map with one of everything that can hang on something."""
    source = add_source(by=chloe, title="A report", url="https://example.org/report")
    reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    step = relation_of(reply)
    maps.add_premise(relation=step, by=ben, text="What is asked for binds nobody.")
    doubt = maps.add_reply(to=step, side="con", by=ana, text="Consent can be bought.")
    maps.add_reply(to=relation_of(doubt), side="pro", by=ben, text="It was, often.")
    below = maps.add_reply(to=reply, side="pro", by=ana, text="By parliaments.")
    evidence = cite(claim=below, by=ana, side="pro", text="They voted.", source=source)
    maps.add_reply(to=evidence, side="con", by=ben, text="Under pressure.")
    second = maps.add_claim(controversy=thesis.controversy, by=ben, text="Aid is a debt.")
    further = maps.relate(child=reply, parent=second, side="pro", by=chloe)
    maps.add_reply(to=further, side="con", by=ana, text="A gift asked for is no debt.")
    maps.relate(child=doubt, parent=second, side="con", by=chloe)
    rate(target=below, by=ben, value=4)
