"""Pages that list: home, a subject, a source and what leans on it, a claim's history."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from math import fsum

from debates.evidence.models import Evidence, Source
from debates.evidence.queries import leaning_on
from debates.history.models import Entry
from debates.history.queries import entries_of
from debates.history.rules import Piece, diff
from debates.insight.glyph import Glyph, draw
from debates.insight.methods import settle_of
from debates.insight.strength import credibility_base, signed
from debates.maps.models import Claim, Contribution, Controversy, Subject
from debates.maps.queries import listed_controversies
from debates.maps.rules import Kind, Rights, Side, State
from debates.reading.cards import Figure, claim_url, figure_of
from debates.reading.shape import Shape, load_shapes


@dataclass(slots=True)
class ControversyRow:
    """A controversy in a list, with its face and how its first thesis stands."""

    controversy: Controversy
    glyph: Glyph
    thesis: str
    figure: Figure | None
    claims: int
    evidence: int


@dataclass(slots=True)
class SubjectRows:
    subject: Subject
    rows: list[ControversyRow]


def load_home(*, rights: Rights) -> list[SubjectRows]:
    """Subjects with their controversies, featured ones first; subjects without any come last in the list."""
    found = list(listed_controversies(viewer=rights))
    rows = _rows(found, rights)
    by_subject: dict[int, list[ControversyRow]] = defaultdict(list)
    for row in rows:
        by_subject[row.controversy.subject_id].append(row)
    return [SubjectRows(subject, by_subject[subject.pk]) for subject in Subject.objects.all()]


def load_subject(*, subject: Subject, rights: Rights) -> list[ControversyRow]:
    """The controversies of one subject."""
    return _rows(list(listed_controversies(viewer=rights).filter(subject=subject)), rights)


def _rows(controversies: list[Controversy], rights: Rights) -> list[ControversyRow]:
    shapes = load_shapes(controversies=controversies, rights=rights)
    firsts = [shape.theses[0] for shape in shapes.values() if shape.theses]
    texts = dict(Claim.objects.visible_to(rights).filter(pk__in=firsts).values_list("pk", "text"))
    return [_row(one, shapes[one.pk], texts) for one in controversies]


def _row(controversy: Controversy, shape: Shape, texts: dict[int, str]) -> ControversyRow:
    first = shape.theses[0] if shape.theses else None
    return ControversyRow(
        controversy=controversy,
        glyph=glyph_of(shape),
        thesis=texts.get(first, "") if first else "",
        figure=figure_of(shape, first) if first else None,
        claims=len(shape.claims),
        evidence=len(shape.evidence),
    )


def glyph_of(shape: Shape) -> Glyph:
    """The face of a map: its first thesis with what bears on it."""
    children = {
        claim: [
            (shape.relations[pk].child, shape.relations[pk].side, shape.solved.strength[pk])
            for pk in shape.bearing.get(claim, [])
            if shape.relations[pk].child in shape.claims
        ]
        for claim in shape.claims
    }
    root = shape.theses[0] if shape.theses else 0
    return draw(root, children, shape.solved.strength)


@dataclass(slots=True)
class Leaning:
    """One piece of evidence from a source: its claim, and the claim's strength with it and without it (0 to 100).

    With a retracted source the claim stands as it would without it; `now` says what it would be otherwise.
    """

    evidence: Evidence
    claim: str
    url: str
    figure: Figure | None
    now: int | None
    without: int | None


@dataclass(slots=True)
class LeaningGroup:
    controversy: Controversy
    leanings: list[Leaning]


@dataclass(slots=True)
class SourcePage:
    source: Source
    groups: list[LeaningGroup]
    count: int
    pros: int
    cons: int


def load_source(*, source: Source, rights: Rights) -> SourcePage:
    """A source with every claim that leans on it, as far as this viewer may read them."""
    rows = [
        row
        for row in leaning_on(source=source, viewer=rights).filter(state=State.PUBLISHED)
        if row.controversy.access in ("public", "members") or row.controversy_id in rights.places
    ]
    texts = dict(
        Claim.objects.visible_to(rights).filter(pk__in={_claim_id(row) for row in rows}).values_list("pk", "text")
    )
    by_map = {controversy: list(group) for controversy, group in groupby(rows, key=lambda row: row.controversy)}
    shapes = load_shapes(controversies=list(by_map), rights=rights)
    groups = []
    for controversy, group in by_map.items():
        leanings = [_leaning(row, shapes[controversy.pk], texts) for row in group if _claim_id(row) in texts]
        if leanings:
            groups.append(LeaningGroup(controversy, leanings))
    shown = [one.evidence.side for group in groups for one in group.leanings]
    return SourcePage(source, groups, len(shown), shown.count("pro"), shown.count("con"))


def _claim_id(row: Evidence) -> int:
    """The canonical claim under which a piece of evidence stands."""
    return (row.claim and row.claim.canonical_id) or 0


def _leaning(row: Evidence, shape: Shape, texts: dict[int, str]) -> Leaning:
    claim = _claim_id(row)
    text = texts[claim]
    now, without = _with_and_without(shape, claim, row.pk)
    url = claim_url(row.controversy, claim, text)
    return Leaning(row, text, f"{url}?claim={claim}", figure_of(shape, row.pk), now, without)


def _with_and_without(shape: Shape, claim: int, evidence: int) -> tuple[int | None, int | None]:
    """The claim's strength with this evidence, as if its source were in good standing, and if it fell."""
    solved = shape.solved
    if claim not in solved.strength:
        return None, None
    settle = settle_of(solved.method)
    rest = fsum(signed(f for f in solved.forces.get(claim, []) if f.via != evidence))
    node = shape.evidence[evidence]
    own = credibility_base(node.total, node.rated) if node.retracted else solved.strength[evidence]
    force = {Side.PRO: own, Side.CON: -own}.get(Side(node.side), 0.0)
    base = solved.base[claim]
    return round(settle(base, rest + force) * 100), round(settle(base, rest) * 100)


@dataclass(slots=True)
class Version:
    """One line of a claim's history; `pieces` is the way from the wording before it."""

    entry: Entry
    text: str
    pieces: list[Piece]


def load_history(*, contribution: Contribution) -> list[Version]:
    """The versions of one contribution, newest first. Whether it may be read has been asked at the gate."""
    versions = []
    text = ""
    for entry in reversed(entries_of(contribution_ids=[contribution.pk])):
        before, text = text, text if entry.hide_text else entry.after.get("text", text)
        changed = before != text and bool(before)
        versions.append(Version(entry, "" if entry.hide_text else text, diff(before, text) if changed else []))
    return versions[::-1]


def contribution_page(*, contribution: Contribution, rights: Rights, new: int | None = None) -> str:
    """The address of the page on which a contribution stands; no word of a claim that may not be read is in it.

    `new` names what has just been made there, so that the page can point at it.
    """
    claim = _claim_of(contribution)
    seen = Claim.objects.visible_to(rights).filter(pk=claim.pk).first() if claim else None
    if claim is None:
        return contribution.controversy.get_absolute_url()
    url = claim_url(contribution.controversy, claim.pk, seen.text if seen else "")
    if contribution.kind != Kind.CLAIM and not new:
        return f"{url}?claim={claim.pk}#c{contribution.pk}"
    return f"{url}#c{new}" if new else url


def _claim_of(contribution: Contribution) -> Contribution | None:
    """The canonical claim at which a contribution stands: its own, its child, or what it is about."""
    kind = contribution.kind
    if kind == Kind.CLAIM:
        return contribution.canonical
    if kind == Kind.RELATION:
        return contribution.child.canonical if contribution.child else None
    if kind == Kind.EVIDENCE:
        return contribution.claim.canonical if contribution.claim else None
    return _claim_of(contribution.target) if contribution.target else None
