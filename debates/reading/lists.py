"""Pages that list: home and a subject; where a contribution stands."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from debates.insight.glyph import Glyph
from debates.maps.models import Claim, Contribution, Controversy, Subject
from debates.maps.queries import in_language, listed_controversies, origin_of, subjects
from debates.maps.rules import Kind, Rights
from debates.reading.cards import Figure, claim_url, figure_of
from debates.reading.news import news_counts
from debates.reading.shape import Shape, load_shapes


@dataclass(slots=True)
class ControversyRow:
    """A controversy in a list, with its face, how its first thesis stands, and what is new since the last visit."""

    controversy: Controversy
    glyph: Glyph
    thesis: str
    figure: Figure | None
    claims: int
    evidence: int
    news: int = 0


@dataclass(slots=True)
class SubjectRows:
    subject: Subject
    rows: list[ControversyRow]


def load_home(*, rights: Rights, language: str) -> list[SubjectRows]:
    """Subjects in their order with their controversies, featured ones first.

    Of each subject and each controversy one edition: the one in this language, else the one that was first.
    """
    rows = _rows(in_language(listed_controversies(viewer=rights), language), rights)
    by_subject: dict[int, list[ControversyRow]] = defaultdict(list)
    for row in rows:
        by_subject[origin_of(row.controversy.subject)].append(row)
    return [SubjectRows(one, by_subject[origin_of(one)]) for one in in_language(subjects(), language)]


def load_subject(*, subject: Subject, rights: Rights) -> list[ControversyRow]:
    """The controversies of one subject, those of its other editions too that none of its own translates."""
    of_all_editions = Q(subject=origin_of(subject)) | Q(subject__translation_of=origin_of(subject))
    found = listed_controversies(viewer=rights).filter(of_all_editions)
    return _rows(in_language(found, subject.language), rights)


def _rows(controversies: list[Controversy], rights: Rights) -> list[ControversyRow]:
    shapes = load_shapes(controversies=controversies, rights=rights)
    firsts = [shape.theses[0] for shape in shapes.values() if shape.theses]
    texts = dict(Claim.objects.visible_to(rights).filter(pk__in=firsts).values_list("pk", "text"))
    news = news_counts(controversies=controversies, rights=rights)
    return [_row(one, shapes[one.pk], texts, news.get(one.pk, 0)) for one in controversies]


def _row(controversy: Controversy, shape: Shape, texts: dict[int, str], news: int) -> ControversyRow:
    first = shape.theses[0] if shape.theses else None
    return ControversyRow(
        controversy=controversy,
        glyph=shape.glyph,
        thesis=texts.get(first, "") if first else "",
        figure=figure_of(shape, first) if first else None,
        claims=len(shape.claims),
        evidence=len(shape.evidence),
        news=news,
    )


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
