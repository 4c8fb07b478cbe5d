"""A map's record: of a thing that somebody may not read they learn no word, no id, and not that anything happened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite, retract_source
from debates.history.models import Entry
from debates.maps.models import Claim, Contribution, Controversy, Subject
from debates.maps.models.gate import Viewer
from debates.maps.queries import rights_of
from debates.maps.services import (
    add_claim,
    add_reply,
    approve,
    edit,
    grant_role,
    hide,
    relate,
    restore,
    revert,
    withdraw,
)
from debates.reading import changes as changes_module
from debates.reading.changes import Change, Changes, changes_since, load_changes
from debates.reading.lines import Line
from tests.maps.worlds import ClassRoom, relation_of, seq_of, set_map, turn
from tests.reading.worlds import book_of, statements


def record(controversy: Controversy, viewer: Viewer = None, **asked: object) -> list[Line]:
    """The first page of the record as this viewer reads it, newest first."""
    page = load_changes(book=book_of(controversy, viewer), **asked)  # type: ignore[arg-type]
    return [line for day in page.days for line in day.lines]


def since(controversy: Controversy, viewer: Viewer = None, number: int = 0, **more: int) -> Changes:
    """What a programme is told since a number, of the map as it is now."""
    now = Controversy.objects.get(pk=controversy.pk)
    return changes_since(controversy=now, rights=rights_of(viewer), since=number, **more)


def told(controversy: Controversy, viewer: Viewer = None) -> str:
    """All that this viewer is told, by page and by programme, as one text."""
    return repr(record(controversy, viewer)) + repr(since(controversy, viewer).rows)


def about(row: Contribution, controversy: Controversy, viewer: Viewer = None) -> list[str]:
    """The verbs that this viewer is told of a thing, by page and by programme."""
    lines = [line.verb for line in record(controversy, viewer) if line.item and line.item.id == row.pk]
    return lines + [change.verb for change in since(controversy, viewer).rows if change.contribution == row.pk]


class TestWhatIsTold:
    """The lines themselves."""

    def test_a_reply_is_one_line_that_says_what_it_speaks_against(self, thesis: Claim, ben: User) -> None:
        add_reply(to=thesis, side="con", by=ben, text="It is asked for.", warrant="Requests bind.")

        newest, first, opened = record(thesis.controversy)

        assert (newest.verb, newest.actor) == ("claim.added", "ben")
        assert newest.item is not None
        assert (newest.item.text, newest.item.side, newest.item.on) == ("It is asked for.", "con", thesis.text)
        assert first.item is not None
        assert first.item.is_thesis
        assert (opened.verb, opened.item) == ("controversy.added", None)

    def test_a_standing_claim_that_is_joined_has_a_line(self, thesis: Claim, ana: User, chloe: User) -> None:
        other = add_claim(controversy=thesis.controversy, by=ana, text="Aid is a debt.")
        grant_role(user=ana, role="contributor", by=None)
        relate(child=other, parent=thesis, side="pro", by=ana, warrant="Debts bind.")

        line = record(thesis.controversy)[0]

        assert line.item is not None
        assert (line.verb, line.item.text, line.item.on, line.item.warrant) == (
            "relation.added",
            "Aid is a debt.",
            thesis.text,
            "Debts bind.",
        )

    def test_a_rewording_shows_its_way_unless_one_of_both_is_hidden(self, thesis: Claim, ana: User, mod: User) -> None:
        edit(contribution=thesis, by=ana, text="Aid can weaken sovereignty.", base_revision=1)
        edit(contribution=thesis, by=ana, text="Aid may weaken sovereignty.", base_revision=2)
        shown = record(thesis.controversy)
        Entry.objects.filter(contribution=thesis.pk, version=2).update(hide_text=True)

        after = record(thesis.controversy)

        assert all(line.pieces for line in shown[:2])
        assert not any(line.pieces for line in after)
        assert "can weaken" not in told(thesis.controversy)
        assert all(line.pieces for line in record(thesis.controversy, mod)[:2])

    def test_each_sort_and_each_person_can_be_asked_for(self, thesis: Claim, ana: User, ben: User, mod: User) -> None:
        reply = add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
        edit(contribution=thesis, by=ana, text="Aid can weaken sovereignty.", base_revision=1)
        revert(contribution=thesis, to_version=1, base_revision=2, by=ana)
        hide(contribution=reply, by=mod, reason="Rule 1")
        restore(contribution=reply, by=mod)
        on = thesis.controversy

        assert [line.verb for line in record(on, sort="new")] == ["claim.added", "claim.added"]
        assert [line.verb for line in record(on, sort="reworded")] == ["claim.reverted", "claim.edited"]
        assert [line.verb for line in record(on, sort="state")] == [
            "claim.restored",
            "claim.hidden",
            "controversy.added",
        ]
        assert {line.verb for line in record(on, by="ana")} == {"claim.added", "claim.edited", "claim.reverted"}
        assert record(on, by="nobody") == record(on, by="mod") == []
        assert [line.verb for line in record(on, mod, by="mod")] == ["claim.restored", "claim.hidden"]

    def test_whom_a_line_does_not_name_is_not_found_by_name(self, thesis: Claim, ana: User, mod: User) -> None:
        Entry.objects.filter(contribution=thesis.pk).update(hide_actor=True)

        assert record(thesis.controversy, by="ana") == []
        assert record(thesis.controversy)[0].actor == ""
        assert [line.actor for line in record(thesis.controversy, mod, by="ana")] == ["ana"]

    def test_pages_follow_one_another_without_gap_or_repetition(
        self, thesis: Claim, ana: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(11):
            add_reply(to=thesis, side="pro", by=ana, text=f"Reason {number}.")
        whole = record(thesis.controversy)
        monkeypatch.setattr(changes_module, "PAGE", 4)

        read: list[Line] = []
        before = None
        while True:
            page = load_changes(book=book_of(thesis.controversy), before=before)
            read += [line for day in page.days for line in day.lines]
            before = page.older
            if before is None:
                break

        assert [line.seq for line in read] == [line.seq for line in whole]
        assert len(whole) == 13

    def test_it_asks_as_often_for_many_lines_as_for_few(self, thesis: Claim, ana: User) -> None:
        def few_and_many() -> int:
            return statements(lambda: record(thesis.controversy))

        edit(contribution=thesis, by=ana, text="Aid can weaken sovereignty.", base_revision=1)
        few = few_and_many()
        for number in range(30):
            claim = add_reply(to=thesis, side="pro", by=ana, text=f"Reason {number}.")
            edit(contribution=claim, by=ana, text=f"Reason {number}!", base_revision=1)

        assert few_and_many() == few


class TestTheGate:
    """Each kind of row that somebody may not read."""

    @pytest.fixture
    def reply(self, thesis: Claim, ana: User) -> Claim:
        made = add_reply(to=thesis, side="con", by=ana, text="qsecretzx is asked for.", warrant="qwarrantzx.")
        edit(contribution=made, by=ana, text="qsecretzx is begged for.", base_revision=1)
        return made

    def test_of_a_hidden_thing_nothing_is_told(
        self, reply: Claim, ana: User, ben: User, chloe: User, mod: User, root: User
    ) -> None:
        on = reply.controversy
        hide(contribution=reply, by=mod, reason="Rule qreasonzx")

        for viewer in (None, ben, chloe):
            assert about(reply, on, viewer) == []
            assert about(relation_of(reply), on, viewer)[:0] == []
            assert "qsecretzx" not in told(on, viewer)
            assert "qwarrantzx" not in told(on, viewer)
            assert "qreasonzx" not in told(on, viewer)
        for viewer in (ana, mod, root):
            assert {"claim.added", "claim.edited", "claim.hidden"} <= set(about(reply, on, viewer))

    def test_where_it_keeps_its_place_that_it_was_hidden_is_told_and_no_more(
        self, reply: Claim, ben: User, mod: User
    ) -> None:
        on = reply.controversy
        add_reply(to=reply, side="pro", by=ben, text="A reply that stays.")
        hide(contribution=reply, by=mod, reason="Rule 1")

        lines = [line for line in record(on) if line.item and line.item.id == reply.pk]

        assert [(line.verb, line.actor, line.reason, line.pieces) for line in lines] == [("claim.hidden", "", "", [])]
        assert lines[0].item is not None
        assert (lines[0].item.is_stub, lines[0].item.text) == (True, "")
        assert "qsecretzx" not in told(on)
        assert not [line for line in record(on, by="ana") if line.item and line.item.id == reply.pk]
        assert not [change for change in since(on).rows if change.contribution == reply.pk]

    def test_of_what_was_withdrawn_nobody_but_its_author_and_staff_hears(
        self, reply: Claim, ana: User, ben: User, mod: User
    ) -> None:
        withdraw(contribution=reply, by=ana)

        assert about(reply, reply.controversy, ben) == about(reply, reply.controversy) == []
        assert "claim.withdrawn" in about(reply, reply.controversy, ana)
        assert "claim.withdrawn" in about(reply, reply.controversy, mod)

    def test_of_what_waits_nobody_but_its_author_and_staff_hears(
        self, thesis: Claim, sovereignty: Controversy, ana: User, ben: User, chloe: User, mod: User
    ) -> None:
        on = set_map(sovereignty, premoderated=True)
        waiting = add_reply(to=thesis, side="pro", by=ana, text="qsecretzx waits.")

        for viewer in (None, ben, chloe):
            assert about(waiting, on, viewer) == about(relation_of(waiting), on, viewer) == []
            assert "qsecretzx" not in told(on, viewer)
        assert "claim.added" in about(waiting, on, ana)
        approve(contribution=waiting, by=mod)
        assert set(about(waiting, on, ben)) == {"claim.added", "claim.approved"}
        assert not [line for line in record(on, ben) if line.actor == "mod"]

    def test_of_what_was_erased_nobody_hears(self, reply: Claim, ana: User, root: User, mod: User) -> None:
        turn(reply, "erased")

        for viewer in (None, ana, mod, root):
            assert about(reply, reply.controversy, viewer) == []
            assert "qsecretzx" not in told(reply.controversy, viewer)

    def test_what_hangs_on_a_hidden_thing_is_told_without_it(
        self, reply: Claim, ben: User, chloe: User, mod: User
    ) -> None:
        said = add_comment(on=reply, by=ben, text="Who asks?")
        excerpt = cite(claim=reply, by=ben, side="pro", text="So it says.", new_source={"title": "Survey"})
        hide(contribution=reply, by=mod, reason="Rule 1")

        lines = {line.item.id: line for line in record(reply.controversy) if line.item}

        for row in (said, excerpt):
            item = lines[row.pk].item
            assert item is not None
            assert (item.text, item.on) == (row.text, "")

    def test_that_a_source_fell_is_told_where_its_evidence_is_read(
        self, thesis: Claim, ana: User, ben: User, chloe: User, mod: User
    ) -> None:
        excerpt = cite(claim=thesis, by=ana, side="pro", text="So it says.", new_source={"title": "Survey"})
        assert excerpt.source is not None
        retract_source(source=excerpt.source, by=chloe, reason="Fraud")
        on = thesis.controversy

        assert record(on)[0].verb == since(on).rows[-1].verb == "source.retracted"
        hide(contribution=excerpt, by=mod, reason="Rule 1")
        assert "source.retracted" not in told(on, ben)
        assert "source.retracted" in told(on, ana)

    def test_one_group_hears_nothing_of_another(self, relations_subject: Subject, chloe: User) -> None:
        room = ClassRoom(relations_subject, chloe, visibility="group")
        one, other, lone = room.seat("one", 1), room.seat("other", 2), room.seat("lone")
        ours = add_claim(controversy=room.map, by=one, text="qsecretzx is ours.")
        edit(contribution=ours, by=one, text="qsecretzx is still ours.", base_revision=1)
        theirs = add_reply(to=ours, side="con", by=one, text="qsecretzx too.")

        for viewer in (other, lone):
            assert "qsecretzx" not in told(room.map, viewer)
            for row in (ours, theirs, relation_of(theirs)):
                assert about(row, room.map, viewer) == []
        for viewer in (one, room.host):
            assert set(about(ours, room.map, viewer)) == {"claim.added", "claim.edited"}


class TestForProgrammes:
    """What a programme asks for, number by number."""

    def test_it_is_told_what_is_new_to_it_oldest_first(self, thesis: Claim, ben: User) -> None:
        first = seq_of(thesis.controversy)
        reply = add_reply(to=thesis, side="con", by=ben, text="It is asked for.")

        answer = since(thesis.controversy, number=first)

        assert [(row.verb, row.contribution, row.kind, row.state, row.actor) for row in answer.rows] == [
            ("claim.added", reply.pk, "claim", "published", "ben"),
            ("relation.added", relation_of(reply).pk, "relation", "published", "ben"),
        ]
        assert (answer.seq, answer.until, answer.more, answer.ahead) == (first + 2, first + 2, False, False)
        assert since(thesis.controversy, number=answer.until).rows == []

    def test_page_by_page_it_is_told_everything_once(self, thesis: Claim, ana: User, mod: User) -> None:
        for number in range(9):
            reply = add_reply(to=thesis, side="pro", by=ana, text=f"Reason {number}.")
            if number % 3 == 0:
                hide(contribution=reply, by=mod, reason="Rule 1")
        whole = since(thesis.controversy).rows

        read: list[Change] = []
        number, more = 0, True
        while more:
            answer = since(thesis.controversy, number=number, limit=4)
            read, number, more = read + answer.rows, answer.until, answer.more

        assert read == whole
        assert number == seq_of(thesis.controversy)

    def test_whoever_is_ahead_of_the_map_is_told_to_read_it_anew(self, thesis: Claim) -> None:
        answer = since(thesis.controversy, number=2**62)

        assert (answer.rows, answer.ahead, answer.until) == ([], True, seq_of(thesis.controversy))

    def test_two_statements_whatever_there_is(self, thesis: Claim, ana: User) -> None:
        def asked() -> int:
            on = Controversy.objects.get(pk=thesis.controversy_id)
            return statements(lambda: changes_since(controversy=on, rights=rights_of(None), since=0))

        few = asked()
        for number in range(20):
            add_reply(to=thesis, side="pro", by=ana, text=f"Reason {number}.")

        assert few == asked() == 2


def test_days_are_told_apart(thesis: Claim, sovereignty: Controversy) -> None:
    early = Entry.objects.create(
        controversy=sovereignty, seq=900, verb="controversy.edited", at=timezone.now() - timedelta(days=2)
    )
    Entry.objects.create(controversy=sovereignty, seq=899, verb="controversy.edited", at=early.at)

    days = load_changes(book=book_of(sovereignty)).days

    assert [len(day.lines) for day in days] == [2, 2]
    assert (days[1].day - days[0].day).days == 2
