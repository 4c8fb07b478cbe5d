"""The panel of one claim: why it stands as it does, its evidence, its steps, ratings, talk and history."""

from debates.comments.models import Comment
from debates.comments.queries import comments_on
from debates.comments.rules import Intent
from debates.evidence.models import Evidence
from debates.evidence.rules import Genre
from debates.insight.strength import interval
from debates.insight.why import Line, depends_on_method, explain
from debates.maps.models import Contribution
from debates.maps.queries.suggestions import may_reword_others
from debates.maps.rules import Kind, State
from debates.ratings.queries import own_ratings, spread_of
from debates.ratings.rules import QUESTIONS, SCALES
from debates.reading.book import Book
from debates.reading.cards import Link
from debates.reading.panel_parts import Choice, CommentView, EvidenceView, Panel, Scale, StepView, WhyLine, WhyView
from debates.reading.shaping import fewest_for
from debates.reading.versions import newest_lines
from debates.reading.waiting import open_suggestions

NEWEST_ENTRIES = 12
OPEN_STATES = (State.PUBLISHED, State.PENDING)


class Reader:
    """What the parts of a panel share: the open map, the viewer, the ratings."""

    def __init__(self, book: Book, targets: set[int]) -> None:
        self.book = book
        self.rights = book.rights
        self.own = own_ratings(rater=book.rights.user_id, target_ids=targets)
        self.spread = spread_of(target_ids=targets)
        self.may_moderate = self.rights.moderates(**book.controversy.place)
        self.may_write = book.may_write
        self.rewords_others = may_reword_others(rights=self.rights, controversy=book.controversy)

    def may_change(self, author: int | None, state: str) -> bool:
        """Whether the viewer may reword or withdraw a row of this author and state."""
        return self.may_write and self.book.is_mine(author) and state in OPEN_STATES

    def may_reword(self, author: int | None, state: str) -> bool:
        """Whether the viewer may put other words in place here; whoever may not suggests them."""
        mine = self.book.is_mine(author) or self.rewords_others
        return self.may_write and mine and state in OPEN_STATES

    def scale(self, target: int, kind: str) -> Scale | None:
        """The question about a published thing; the answers of others stay hidden while the map is blind."""
        if target not in self.book.shape.solved.strength:
            return None
        spread = self.spread.get(target, [0] * 5)
        mine = self.own.get(target)
        count, most = sum(spread), max(spread) or 1
        fewest = fewest_for(self.book.controversy.pk, self.book.controversy.access, self.rights)
        blind = (self.book.controversy.blind_ratings and mine is None) or count < fewest
        choices = [
            Choice(
                value,
                label,
                mine == value,
                None if blind else spread[value],
                0 if blind else spread[value] * 100 // most,
            )
            for value, label in enumerate(SCALES[Kind(kind)])
        ]
        mean = sum(value * n for value, n in enumerate(spread)) / count if count and not blind else None
        return Scale(target, kind, QUESTIONS[Kind(kind)], choices, count, mean, mine, blind)


def panel_of(book: Book, claim: int) -> Panel | None:
    """The panel of a claim that this viewer may read; None otherwise. Nine statements beside the book's."""
    seen = Contribution.objects.visible_to(book.rights).select_related("author")
    row = seen.filter(pk=claim, kind=Kind.CLAIM, controversy=book.controversy).first()
    if row is None:
        return None
    evidence = list(
        Evidence.objects.visible_to(book.rights)
        .filter(claim__canonical=claim, controversy=book.controversy)
        .select_related("source")
        .order_by("pk")
    )
    steps = book.homes(claim)
    about = {claim, *steps, *(one.pk for one in evidence)}
    reader = Reader(book, about)
    book.read(_texts_wanted(book, claim, steps, evidence))
    comments, count = _comments(reader, about)
    return Panel(
        card=book.card(claim),
        author=row.author.username if row.author else "",
        created_at=row.created_at,
        edited_at=row.edited_at,
        revision=row.revision,
        earlier_ratings=_earlier(row),
        scale=reader.scale(claim, Kind.CLAIM),
        why=_why(book, claim),
        evidence=[_evidence(reader, one) for one in evidence],
        steps=[view for pk in steps if (view := _step(reader, pk)) is not None],
        comments=comments,
        comment_count=count,
        suggestions=open_suggestions(
            controversy=book.controversy, rights=book.rights, about=about, rewords=reader.rewords_others
        ),
        entries=newest_lines(
            authors=_readable_history(book, row, steps, evidence),
            controversy=book.controversy,
            rights=book.rights,
            limit=NEWEST_ENTRIES,
        ),
        locked=row.locked,
        may_write=reader.may_write and row.state == State.PUBLISHED and not row.locked,
        may_edit=reader.may_reword(row.author_id, row.state) and not row.protected,
        may_withdraw=reader.may_change(row.author_id, row.state),
        may_unwithdraw=reader.may_write and book.is_mine(row.author_id) and row.state == State.WITHDRAWN,
        may_moderate=reader.may_moderate,
    )


def _earlier(row: Contribution) -> int:
    """How many ratings were given for an earlier wording; asked only where there was one."""
    if row.revision == 1:
        return 0
    return row.ratings.filter(counted=True, revision_rated__lt=row.revision).count()


def _readable_history(
    book: Book, row: Contribution, steps: list[int], evidence: list[Evidence]
) -> dict[int, int | None]:
    """{id: author} of all whose history belongs to the panel."""
    return {row.pk: row.author_id} | {one.pk: one.author_id for one in evidence} | _authors_of(book, steps)


def _authors_of(book: Book, steps: list[int]) -> dict[int, int | None]:
    counted = book.shape.relations
    return {pk: counted[pk].author if pk in counted else book.extras[pk].author_id for pk in steps if pk in book.texts}


def _texts_wanted(book: Book, claim: int, steps: list[int], evidence: list[Evidence]) -> set[int]:
    ids = {claim, *steps, *(book.above(pk)[0] for pk in steps)}
    ids |= {force.child for force in book.shape.solved.forces.get(claim, [])}
    for one in evidence:
        ids |= {child for _relation, child, _side in book.relations_to(one.pk)}
    return ids


def _why(book: Book, claim: int) -> WhyView | None:
    solved = book.shape.solved
    if claim not in solved.strength:
        return None
    why = explain(solved, claim)
    count = book.shape.claims[claim].rated
    low, high = interval(why.base, count)
    longest = max((abs(line.force) for line in why.lines), default=1.0)
    second = book.shape.second[claim]
    return WhyView(
        base=why.base * 100,
        strength=why.strength * 100,
        energy=why.energy,
        low=round(low * 100),
        high=round(high * 100),
        lines=[_why_line(book, line, longest) for line in why.lines],
        second=round(second * 100),
        depends_on_method=depends_on_method(why.strength, second),
        raters=count,
    )


def _why_line(book: Book, line: Line, longest: float) -> WhyLine:
    is_evidence = line.via == line.child
    text = book.texts.get(line.child, "")
    child = Link(line.child, text, f"#c{line.child}", line.side) if is_evidence else book.mention(line.child, line.side)
    return WhyLine(
        child=child,
        is_evidence=is_evidence,
        side=line.side,
        force=line.force,
        share=line.share * 100,
        without=round(line.without * 100),
        bar=round(abs(line.force) / longest * 50) if longest else 0,
    )


def _evidence(reader: Reader, row: Evidence) -> EvidenceView:
    book = reader.book
    return EvidenceView(
        id=row.pk,
        text=row.text,
        side=row.side or "",
        form=row.form or "",
        genre=Genre(row.genre or Genre.DOCUMENT).label,
        locator=row.locator,
        source=row.source,  # type: ignore[arg-type]
        figure=book.figure(row.pk),
        scale=reader.scale(row.pk, Kind.EVIDENCE),
        replies=[book.card(child, via=relation) for relation, child, _side in book.relations_to(row.pk)],
        state=row.state,
        state_label=row.get_state_display(),
        revision=row.revision,
        may_edit=reader.may_reword(row.author_id, row.state),
        may_withdraw=reader.may_change(row.author_id, row.state),
    )


def _step(reader: Reader, relation: int) -> StepView | None:
    book = reader.book
    step = book.step(relation)
    if step is None:
        return None
    counted = book.shape.relations.get(relation)
    author = counted.author if counted else book.extras[relation].author_id
    return StepView(
        step=step,
        above=book.link_above(relation),
        scale=reader.scale(relation, Kind.RELATION),
        may_withdraw=reader.may_change(author, step.state),
        may_edit=reader.may_reword(author, step.state),
        may_approve=reader.may_moderate and step.state == State.PENDING,
    )


def _comments(reader: Reader, about: set[int]) -> tuple[list[CommentView], int]:
    """Threads, oldest first; a hidden comment with readable answers leaves a stub."""
    rows = list(comments_on(target_ids=about, viewer=reader.rights))
    views = {row.pk: _comment(reader, row) for row in rows}
    threads: list[CommentView] = []
    for row in rows:
        if row.reply_to_id is None:
            threads.append(views[row.pk])
        else:
            parent = views.get(row.reply_to_id) or _comment_stub(views, threads, row)
            parent.answers.append(views[row.pk])
    return threads, len(rows)


def _comment_stub(views: dict[int, CommentView], threads: list[CommentView], answer: Comment) -> CommentView:
    stub = CommentView(
        id=answer.reply_to_id or 0,
        text="",
        author="",
        intent="",
        intent_label="",
        at=answer.created_at,
        state=State.HIDDEN,
        is_stub=True,
        on=None,
        may_edit=False,
        may_answer=False,
        edited=False,
    )
    views[stub.id] = stub
    threads.append(stub)
    return stub


def _comment(reader: Reader, row: Comment) -> CommentView:
    return CommentView(
        id=row.pk,
        text=row.text,
        author=row.author.username if row.author else "",
        intent=row.intent or "",
        intent_label=Intent(row.intent or Intent.REMARK).label,
        at=row.created_at,
        state=row.state,
        is_stub=False,
        on=_on(reader, row),
        may_edit=reader.may_change(row.author_id, row.state),
        may_answer=reader.may_write and row.state == State.PUBLISHED and not row.locked,
        edited=row.revision > 1,
    )


def _on(reader: Reader, row: Comment) -> Link | None:
    """What a comment is about, where that is a step or a piece of evidence and not the claim itself."""
    target = row.target_id or 0
    ends = reader.book.ends(target)
    if ends is not None:
        return Link(target, "", f"#c{target}", ends.side, "step")
    if target in reader.book.shape.evidence:
        return Link(target, "", f"#c{target}", reader.book.shape.evidence[target].side, "evidence")
    return None
