"""Claims as they stand on a page: what a card shows, and the one place that turns a shape into cards."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from debates.insight.words import Standing, word_for
from debates.maps.models import Contribution, Controversy
from debates.maps.rules import Kind, Rights, State
from debates.reading.shape import Shape, load_shape


@dataclass(frozen=True, slots=True)
class Figure:
    """A strength as people read it: 0 to 100, its word, and how many rated the thing itself."""

    number: int
    standing: Standing
    raters: int


@dataclass(frozen=True, slots=True)
class Link:
    """Another claim, as a short mention."""

    id: int
    text: str
    url: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A relation as it is drawn: side, impact now and without doubts (0 to 4), force as 0 to 8 for thickness."""

    id: int
    side: str
    pips: int
    counts: float
    base: float
    weight: int
    warrant: str
    state: str


@dataclass(slots=True)
class Card:
    """A claim at one place of a page.

    `state` is "published" for what counts; another state is told only to whoever may read the text. `is_stub`:
    the text may not be read here, only the place is known. `step` is how it bears on what stands above it;
    `doubts` and `backings` are claims about that step; `premises` are claims it needs beside it.
    """

    id: int
    text: str
    url: str
    panel_url: str
    state: str = State.PUBLISHED
    is_stub: bool = False
    figure: Figure | None = None
    kind: str = ""
    step: Step | None = None
    pros: int = 0
    cons: int = 0
    evidence: int = 0
    comments: int = 0
    also: list[Link] = field(default_factory=list)
    premises: list["Card"] = field(default_factory=list)
    doubts: list["Card"] = field(default_factory=list)
    backings: list["Card"] = field(default_factory=list)
    mine: bool = False

    @property
    def weakest(self) -> int | None:
        """Joint premises are as strong as the weakest of them."""
        figures = [card.figure.number for card in (self, *self.premises) if card.figure]
        return min(figures) if figures else None


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
    is_stub: bool


class Book:
    """One map opened for one viewer: the shared shape, and what lies beside it for this viewer alone."""

    def __init__(self, *, controversy: Controversy, rights: Rights) -> None:
        """Two statements (extras, stubs) beside those of the shape; a visitor has no extras."""
        self.controversy = controversy
        self.rights = rights
        self.shape: Shape = load_shape(controversy=controversy, rights=rights)
        self.texts: dict[int, str] = {}
        self.extras = {extra.id: extra for extra in [*self._stubs(), *self._own()]}
        self._extra_bearing: dict[int, list[Extra]] = {}
        for extra in self.extras.values():
            if extra.kind == Kind.RELATION and extra.parent_id and not extra.is_stub:
                self._extra_bearing.setdefault(extra.parent_id, []).append(extra)

    def _own(self) -> list[Extra]:
        if self.rights.user_id is None:
            return []
        seen = Contribution.objects.visible_to(self.rights).filter(controversy=self.controversy)
        rows = seen.exclude(state=State.PUBLISHED).exclude(kind=Kind.COMMENT).order_by("pk")
        names = ("id", "kind", "state", "child_id", "parent_id", "claim_id", "side", "thesis_position")
        return [Extra(**row, is_stub=False) for row in rows.values(*names)]

    def _stubs(self) -> list[Extra]:
        rows: Any = Contribution.objects.filter(controversy=self.controversy).exclude(kind=Kind.COMMENT)
        return [
            Extra(
                id=row["id"],
                kind=row["kind"],
                state=row["state"],
                child_id=row["child_id"],
                parent_id=row["parent_id"],
                claim_id=row["claim_id"],
                side=row["side"],
                thesis_position=None,
                is_stub=True,
            )
            for row in rows.stubs_for(self.rights)
        ]

    def read(self, ids: "set[int]") -> None:
        """Fetch the texts of these rows, through the gate, in one statement."""
        missing = ids - self.texts.keys()
        seen = Contribution.objects.visible_to(self.rights).filter(pk__in=missing)
        self.texts.update(seen.values_list("pk", "text"))

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
        if extra is None:
            return False
        return not extra.is_stub or bool(self.relations_to(claim)) or claim in self.shape.cited

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
        side, state = self._side_and_state(relation)
        return Step(relation, side, 0, 0.0, 0.0, 1, self.texts.get(relation, ""), state) if side else None

    def _side_and_state(self, relation: int) -> tuple[str, str]:
        if relation in self.shape.relations:
            return self.shape.relations[relation].side, State.PUBLISHED
        extra = self.extras.get(relation)
        return (extra.side or "", extra.state) if extra else ("", "")

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
            comments=self.shape.comments.get(claim, 0),
            mine=bool(node and node.author is not None and node.author == self.rights.user_id),
        )

    def place_ids(self, claim: int, via: int | None = None) -> set[int]:
        """The rows whose text a full card at this place shows."""
        ids = {claim} | ({via} if via else set())
        if via in self.shape.relations:
            ids |= set(self.shape.relations[via].premises)
            ids |= {child for _relation, child, _side in self.relations_to(via)}
        ids |= {self.claim_above(relation) for relation in self.shape.bears_on.get(claim, [])}
        return ids

    def full_card(self, claim: int, *, via: int) -> Card:
        """A card with what is tied to its step: joint premises, doubts, backings, and its other places."""
        card = self.card(claim, via=via)
        if via in self.shape.relations:
            shown = [one for one in self.shape.relations[via].premises if one in self.texts]
            card.premises = [self.card(one) for one in shown]
        for relation, child, side in self.relations_to(via):
            (card.doubts if side == "con" else card.backings).append(self.card(child, via=relation))
        card.also = [self.link_above(one) for one in self.shape.bears_on.get(claim, []) if one != via]
        return card

    def claim_above(self, relation: int) -> int:
        """The claim that a relation leads to, by way of the step or evidence it may be aimed at."""
        parent = self.shape.relations[relation].parent
        while parent in self.shape.relations:
            parent = self.shape.relations[parent].parent
        return self.shape.evidence[parent].claim if parent in self.shape.evidence else parent

    def link_above(self, relation: int) -> Link:
        """What a relation leads to, as a mention with the side it takes there."""
        above = self.claim_above(relation)
        text = self.texts.get(above, "")
        return Link(above, text, claim_url(self.controversy, above, text), self.shape.relations[relation].side)


def figure_of(shape: Shape, node: int) -> Figure | None:
    """The strength of a claim, relation or piece of evidence that counts; None for the rest."""
    strength = shape.solved.strength.get(node)
    if strength is None:
        return None
    row = shape.claims.get(node) or shape.relations.get(node) or shape.evidence.get(node)
    return Figure(round(strength * 100), word_for(strength, shape.raters[node]), row.rated if row else 0)


def claim_url(controversy: Controversy, claim: int, text: str) -> str:
    """The address of a claim's own page; its words are for the reader, the number decides."""
    words = slugify(text[:60]).strip("-") or "claim"
    return reverse("claim", kwargs={"slug": controversy.slug, "pk": claim, "words": words})
