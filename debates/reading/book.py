"""One map opened for one viewer: the one place that turns the shape, and what lies beside it, into cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from debates.maps.models import Contribution, Controversy
from debates.maps.models.ready import ROW, ready_rows
from debates.maps.rules import ControversyState, Kind, Rights, State
from debates.reading.cards import Aim, Card, Figure, Link, Step, claim_url, figure_of
from debates.reading.news import News
from debates.reading.shape import Numbers, load_numbered

WRITABLE = (ControversyState.OPEN, ControversyState.DRAFT)


class Ends(NamedTuple):
    """What a relation joins."""

    child: int
    parent: int
    side: str


@dataclass(slots=True)
class Extra:
    """A row that only this viewer may read (own or staff's), or of which only the place is known (a stub)."""

    id: int
    kind: str
    state: str
    child_id: int | None
    parent_id: int | None
    claim_id: int | None
    side: str | None
    thesis_position: int | None
    author_id: int | None
    is_stub: bool


PLACED = ("id", "kind", "state", "child_id", "parent_id", "claim_id", "side", "thesis_position")


def _extra(placed: tuple[Any, ...], *, author_id: int | None, is_stub: bool) -> Extra:
    return Extra(**dict(zip(PLACED, placed, strict=True)), author_id=author_id, is_stub=is_stub)


def _beside(rights: Rights) -> "QuerySet[Contribution, Any]":
    """Rows that do not count and that this viewer may read all the same."""
    seen = Contribution.objects.visible_to(rights).filter(controversy=ROW).exclude(state=State.PUBLISHED)
    return seen.exclude(kind=Kind.COMMENT).order_by("pk").values_list(*PLACED, "author_id")


def _out_of_view(rights: Rights) -> "QuerySet[Contribution, Any]":
    here: Any = Contribution.objects.filter(controversy=ROW).exclude(kind=Kind.COMMENT)
    stubs: QuerySet[Contribution, Any] = here.stubs_for(rights).values_list(*PLACED)
    return stubs


def _texts(rights: Rights) -> "QuerySet[Contribution, Any]":
    return Contribution.objects.visible_to(rights).filter(pk__any_of=ROW).values_list("id", "text")


class Book:
    """One map opened for one viewer: the shared shape, and what lies beside it for this viewer alone."""

    def __init__(
        self, *, controversy: Controversy, rights: Rights, news: News | None = None, numbers: Numbers | None = None
    ) -> None:
        """Two statements (extras, stubs) beside those of the shape; a visitor has no extras.

        `numbers` are those read with the controversy, where they were.
        """
        self.controversy = controversy
        self.rights = rights
        self.news = news or News()
        self.numbers, self.shape = load_numbered(controversy=controversy, rights=rights, numbers=numbers)
        self.texts: dict[int, str] = {}
        self.extras = {extra.id: extra for extra in [*self._stubs(), *self._own()]}
        self._extra_bearing: dict[int, list[Extra]] = {}
        self._extra_homes: dict[int, list[int]] = {}
        for extra in self.extras.values():
            if extra.kind == Kind.RELATION and extra.parent_id and extra.child_id and not extra.is_stub:
                self._extra_bearing.setdefault(extra.parent_id, []).append(extra)
                self._extra_homes.setdefault(extra.child_id, []).append(extra.id)
        self._stubs_in_use = self._find_stubs_in_use()

    @property
    def may_write(self) -> bool:
        """Whether the viewer has an account and the map is open; what else forbids a write is said when tried."""
        return self.rights.user_id is not None and self.controversy.state in WRITABLE

    def _own(self) -> list[Extra]:
        if self.rights.user_id is None:
            return []
        rows = ready_rows(_beside, rights=self.rights, row=self.controversy.pk)
        return [_extra(row[:-1], author_id=row[-1], is_stub=False) for row in rows]

    def _stubs(self) -> list[Extra]:
        rows = ready_rows(_out_of_view, rights=self.rights, row=self.controversy.pk)
        return [_extra(row, author_id=None, is_stub=True) for row in rows]

    def _find_stubs_in_use(self) -> set[int]:
        """Stubs below which something readable hangs, by however many other stubs; no more of the map is looked at."""
        stubs = {pk for pk, extra in self.extras.items() if extra.is_stub}
        found = stubs & self.shape.cited.keys()
        above: dict[int, list[int]] = {}
        for stub in stubs:
            for child in self._children_of(stub):
                if child in stubs:
                    above.setdefault(child, []).append(stub)
                elif child in self.shape.claims or child in self.extras:
                    found.add(stub)
        waiting = [*found]
        for stub in waiting:  # grows while it is walked
            reached = [parent for parent in above.get(stub, ()) if parent not in found]
            found.update(reached)
            waiting.extend(reached)
        return found

    def _children_of(self, node: int) -> Iterator[int]:
        for relation in self.shape.bearing.get(node, ()):
            yield self.shape.relations[relation].child
        for extra in self._extra_bearing.get(node, ()):
            yield extra.child_id or 0

    def read(self, ids: "set[int]") -> None:
        """Fetch the texts of these rows, through the gate, in one statement."""
        missing = ids - self.texts.keys()
        if missing:
            self.texts.update(ready_rows(_texts, rights=self.rights, row=sorted(missing)))

    def relations_to(self, parent: int) -> list[tuple[int, int, str]]:
        """(relation, child, side) of all that bears on a node and may be shown to this viewer, strongest first.

        A hidden child keeps its place only while something readable hangs on it.
        """
        shape = self.shape
        counted = [(pk, shape.relations[pk].child, shape.relations[pk].side) for pk in shape.bearing.get(parent, [])]
        own = [(extra.id, extra.child_id or 0, extra.side or "") for extra in self._extra_bearing.get(parent, [])]
        return [row for row in (*counted, *own) if row[1] in shape.claims or self.may_place(row[1])]

    def may_place(self, claim: int) -> bool:
        """Whether a claim that does not count may stand here: readable by this viewer, or a stub with children."""
        extra = self.extras.get(claim)
        return extra is not None and (not extra.is_stub or claim in self._stubs_in_use)

    def is_mine(self, author: int | None) -> bool:
        """Whether the viewer wrote it."""
        return author is not None and author == self.rights.user_id

    def figure(self, node: int) -> Figure | None:
        """The strength of what counts; None for the rest."""
        return figure_of(self.shape, node)

    def step(self, relation: int) -> Step | None:
        """A relation as it is drawn, published or this viewer's own."""
        shape = self.shape
        if relation in shape.relations and relation in shape.solved.strength:
            strength, base = shape.solved.strength[relation], shape.solved.base[relation]
            force = shape.force(relation)
            return Step(
                id=relation,
                side=shape.relations[relation].side,
                pips=round(strength * 4),
                counts=round(strength * 4, 1),
                base=round(base * 4, 1),
                weight=min(8, round(force * 8)) or 1,
                warrant=self.texts.get(relation, ""),
                state=State.PUBLISHED,
            )
        ends = self.ends(relation)
        if ends is None:
            return None
        state = State.PUBLISHED if relation in shape.relations else self.extras[relation].state
        return Step(relation, ends.side, 0, 0.0, 0.0, 1, self.texts.get(relation, ""), state)

    def card(self, claim: int, *, via: int | None = None) -> Card:
        """The claim's card; its texts must have been read. `via` is the relation that brought it here."""
        extra = self.extras.get(claim)
        node = self.shape.claims.get(claim)
        text = self.texts.get(claim, "")
        is_stub = claim not in self.texts
        sides = [side for _relation, _child, side in self.relations_to(claim)]
        url = claim_url(self.controversy, claim, text)
        return Card(
            id=claim,
            text=text,
            url=url,
            panel_url=f"{url}?claim={claim}",
            state=extra.state if extra else State.PUBLISHED,
            is_stub=is_stub,
            figure=self.figure(claim),
            kind=node.kind if node else "",
            step=self.step(via) if via else None,
            pros=sides.count("pro"),
            cons=sides.count("con"),
            evidence=len(self.shape.cited.get(claim, [])),
            retracted=sum(self.shape.evidence[pk].retracted for pk in self.shape.cited.get(claim, [])),
            comments=self.shape.comments.get(claim, 0),
            mine=self.is_mine(node.author if node else extra.author_id if extra else None),
            locked=bool(node and node.locked),
            is_new=claim in self.news.ids,
        )

    def place_ids(self, claim: int, via: int | None = None) -> set[int]:
        """The rows whose text a full card at this place shows."""
        ids = {claim} | ({via} if via else set())
        if via in self.shape.relations:
            ids |= set(self.shape.relations[via].premises)
            ids |= {child for _relation, child, _side in self.relations_to(via)}
        ids |= {self.above(relation)[0] for relation in self.homes(claim)}
        return ids

    def full_card(self, claim: int, *, via: int) -> Card:
        """A card with what is tied to its step: joint premises, doubts, backings, and its other places."""
        card = self.card(claim, via=via)
        if via in self.shape.relations:
            shown = [one for one in self.shape.relations[via].premises if one in self.texts]
            card.premises = [self.card(one) for one in shown]
        for relation, child, side in self.relations_to(via):
            (card.doubts if side == "con" else card.backings).append(self.card(child, via=relation))
        card.also = self.elsewhere(claim, but=via)
        return card

    def ends(self, relation: int) -> Ends | None:
        """The two ends of a relation that counts, or of one that this viewer alone may read."""
        node = self.shape.relations.get(relation)
        if node:
            return Ends(node.child, node.parent, node.side)
        extra = self.extras.get(relation)
        if extra is None or extra.kind != Kind.RELATION or extra.is_stub:
            return None
        return Ends(extra.child_id or 0, extra.parent_id or 0, extra.side or "")

    def homes(self, claim: int) -> list[int]:
        """Relations by which a claim bears on something, the oldest (its home) first."""
        return [*self.shape.bears_on.get(claim, []), *self._extra_homes.get(claim, [])]

    def above(self, relation: int) -> tuple[int, Aim]:
        """The claim that a relation leads to (0: none that may be shown), and what it is aimed at there."""
        aim: Aim = "claim"
        ends = self.ends(relation)
        node = ends.parent if ends else 0
        while (ends := self.ends(node)) is not None:
            aim, node = ("step" if aim == "claim" else aim), ends.parent
        evidence = self._claim_of_evidence(node)
        return (node, aim) if evidence is None else (evidence, "evidence" if aim == "claim" else aim)

    def _claim_of_evidence(self, node: int) -> int | None:
        if node in self.shape.evidence:
            return self.shape.evidence[node].claim
        extra = self.extras.get(node)
        return (extra.claim_id or 0) if extra and extra.kind == Kind.EVIDENCE else None

    def way_of(self, claim: int) -> list[int]:
        """Relation ids from the claim up to its thesis, by way of each one's home.

        From a doubt of a step the way goes on at the child of that step.
        """
        way: list[int] = []
        node, seen = claim, {claim}
        while homes := self.homes(node):
            way.append(homes[0])
            node = self.doubted(homes[0]) or self.above(homes[0])[0]
            if node in seen:
                break
            seen.add(node)
        return way

    def doubted(self, relation: int) -> int | None:
        """The child of the step that a relation is aimed at, if it is aimed at one."""
        ends = self.ends(relation)
        step = self.ends(ends.parent) if ends else None
        return step.child if step else None

    def mention(self, claim: int, side: str = "", aim: Aim = "claim") -> Link:
        """A claim as a short mention; its text must have been read."""
        text = self.texts.get(claim, "")
        return Link(claim, text, claim_url(self.controversy, claim, text), side, aim)

    def link_above(self, relation: int) -> Link:
        """What a relation leads to, as a mention with the side it takes there."""
        claim, aim = self.above(relation)
        ends = self.ends(relation)
        return self.mention(claim, ends.side if ends else "", aim)

    def elsewhere(self, claim: int, *, but: int | None) -> list[Link]:
        """The other places at which a claim stands, as far as they may be named."""
        links = [self.link_above(one) for one in self.homes(claim) if one != but]
        return [link for link in links if link.text]
