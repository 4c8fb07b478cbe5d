"""What is new since one's last visit, and what a visit is."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite, retract_source
from debates.history.models import Visit
from debates.history.services import mark_seen, visit
from debates.maps.models import Claim, Controversy, Seat, Subject
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
    suggest,
    withdraw,
)
from debates.ratings.services import rate
from debates.reading.book import Book
from debates.reading.news import News, news_counts, news_of, reach_of
from debates.reading.since import SincePage, load_since
from tests.maps.worlds import ClassRoom, relation_of, seq_of, set_map, turn
from tests.properties.test_races import at_once, codes
from tests.reading.worlds import statements


def news(controversy: Controversy, viewer: User | None) -> News:
    """What is new to this viewer, of the map as it is now."""
    now = Controversy.objects.get(pk=controversy.pk)
    return news_of(controversy=now, rights=rights_of(viewer))


def visits(controversy: Controversy, person: User) -> None:
    """They open a page of the map."""
    now = Controversy.objects.get(pk=controversy.pk)
    reach = reach_of(controversy=now, rights=rights_of(person))
    visit(controversy_id=now.pk, seq=now.seq, reach=reach, by=person)


def pass_by(**time: int) -> None:
    """So much time passes between two visits."""
    for row in Visit.objects.all():
        at = row.at - timedelta(**time)
        Visit.objects.filter(pk=row.pk).update(at=at)


def goes_and_comes_back(controversy: Controversy, person: User) -> None:
    """A visit that ended yesterday."""
    visits(controversy, person)
    pass_by(days=1)


def since(controversy: Controversy, person: User) -> SincePage:
    """The page as this person reads it now."""
    now = Controversy.objects.get(pk=controversy.pk)
    rights = rights_of(person)
    return load_since(book=Book(controversy=now, rights=rights, news=news_of(controversy=now, rights=rights)))


def counts(page: SincePage) -> dict[str, int]:
    """{sort: how many}."""
    return {group.sort: group.count for group in (*page.mine, *page.rest)}


class TestAVisit:
    """When it begins, when it ends, and what it remembers."""

    def test_on_a_first_visit_nothing_is_new(self, thesis: Claim, ben: User) -> None:
        found = news(thesis.controversy, ben)

        assert (found.count, found.base, found.due) == (0, None, True)
        visits(thesis.controversy, ben)
        assert (news(thesis.controversy, ben).count, news(thesis.controversy, ben).due) == (0, False)

    def test_to_a_visitor_nothing_is_new_and_nothing_is_asked(self, thesis: Claim) -> None:
        assert statements(lambda: news_of(controversy=thesis.controversy, rights=rights_of(None))) == 0
        assert news(thesis.controversy, None) == News()

    def test_what_came_between_two_visits_stays_new_while_one_reads(self, thesis: Claim, ana: User, ben: User) -> None:
        on = thesis.controversy
        goes_and_comes_back(on, ben)
        reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")

        before = news(on, ben)
        visits(on, ben)
        pass_by(minutes=20)
        visits(on, ben)
        pass_by(minutes=20)
        later = news(on, ben)

        assert before.ids == later.ids == {reply.pk}
        assert before.since == later.since
        assert before.since is not None

    def test_what_comes_while_one_reads_is_new_too(self, thesis: Claim, ana: User, ben: User) -> None:
        visits(thesis.controversy, ben)
        reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")

        assert news(thesis.controversy, ben).ids == {reply.pk}
        assert news(thesis.controversy, ben).due

    def test_a_next_visit_begins_where_the_one_before_had_read_to(self, thesis: Claim, ana: User, ben: User) -> None:
        on = thesis.controversy
        visits(on, ben)
        add_reply(to=thesis, side="con", by=ana, text="Seen while reading.")
        visits(on, ben)
        pass_by(minutes=31)
        late = add_reply(to=thesis, side="con", by=ana, text="Not seen yet.")

        assert news(on, ben).ids == {late.pk}
        visits(on, ben)
        assert news(on, ben).ids == {late.pk}

    def test_it_is_written_down_now_and_then_and_not_with_every_page(self, thesis: Claim, ana: User, ben: User) -> None:
        on = thesis.controversy
        visits(on, ben)

        assert not news(on, ben).due
        pass_by(minutes=6)
        assert news(on, ben).due
        visits(on, ben)
        add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
        assert news(on, ben).due

    def test_what_was_called_seen_is_not_new_and_what_came_after_is(self, thesis: Claim, ana: User, ben: User) -> None:
        on = thesis.controversy
        goes_and_comes_back(on, ben)
        add_reply(to=thesis, side="con", by=ana, text="Shown on the page.")
        visits(on, ben)
        shown = seq_of(on)
        late = add_reply(to=thesis, side="con", by=ana, text="Came meanwhile.")

        mark_seen(controversy_id=on.pk, seq=shown, by=ben)

        assert news(on, ben).ids == {late.pk}
        mark_seen(controversy_id=on.pk, seq=2**62, by=ben)
        assert news(on, ben).ids == set()
        assert Visit.objects.get().seq == seq_of(on)
        mark_seen(controversy_id=on.pk, seq=0, by=ben)
        assert Visit.objects.get().seq == seq_of(on)

    @pytest.mark.django_db(transaction=True)
    def test_two_windows_at_once_are_one_visit(self, thesis: Claim, ana: User, ben: User) -> None:
        on = thesis.controversy
        goes_and_comes_back(on, ben)
        reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")

        answers = at_once([partial(visits, on, ben) for _ in range(8)])

        assert codes(answers) == []
        assert Visit.objects.count() == 1
        assert news(on, ben).ids == {reply.pk}


class TestWhatIsNew:
    """Published by others, read by the viewer, and a step for its claim."""

    def test_ones_own_is_not_new_but_what_others_did_to_it_is(self, thesis: Claim, ana: User, chloe: User) -> None:
        on = thesis.controversy
        goes_and_comes_back(on, ana)
        add_reply(to=thesis, side="pro", by=ana, text="Mine.")
        assert news(on, ana).ids == set()

        edit(contribution=thesis, by=chloe, text="Aid can weaken sovereignty.", base_revision=1)

        assert news(on, ana).ids == {thesis.pk}

    def test_a_reply_counts_once_and_a_joined_claim_as_itself(
        self, thesis: Claim, ana: User, ben: User, chloe: User
    ) -> None:
        on = thesis.controversy
        other = add_claim(controversy=on, by=ana, text="Aid is a debt.")
        goes_and_comes_back(on, ben)
        reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
        relate(child=other, parent=thesis, side="pro", by=chloe)
        said = add_comment(on=thesis, by=ana, text="Define aid?")

        assert news(on, ben).ids == {reply.pk, other.pk, said.pk}
        now = Controversy.objects.get(pk=on.pk)
        assert news_counts(controversies=[now], rights=rights_of(ben)) == {on.pk: 3}

    def test_ratings_are_no_news(self, thesis: Claim, ben: User, chloe: User) -> None:
        goes_and_comes_back(thesis.controversy, ben)

        rate(target=thesis, by=chloe, value=4)

        assert not news(thesis.controversy, ben).ids

    def test_not_even_the_count_tells_of_what_one_may_not_read(
        self, thesis: Claim, sovereignty: Controversy, ana: User, ben: User, mod: User
    ) -> None:
        goes_and_comes_back(sovereignty, ben)
        hidden = add_reply(to=thesis, side="con", by=ana, text="Rude.")
        step = relation_of(hidden)
        gone = add_reply(to=thesis, side="con", by=ana, text="Gone.")
        erased = add_reply(to=thesis, side="con", by=ana, text="Erased.")
        set_map(sovereignty, premoderated=True)
        add_reply(to=thesis, side="con", by=ana, text="Waiting.")
        hide(contribution=hidden, by=mod, reason="Rule 1")
        withdraw(contribution=gone, by=ana)
        turn(erased, "erased")

        assert step.state == "published"
        assert news(sovereignty, ben).ids == set()
        now = Controversy.objects.get(pk=sovereignty.pk)
        assert news_counts(controversies=[now], rights=rights_of(ben)) == {}
        assert counts(since(sovereignty, ben)) == {}

    def test_what_was_approved_or_restored_is_new_then(
        self, thesis: Claim, sovereignty: Controversy, ana: User, ben: User, mod: User
    ) -> None:
        set_map(sovereignty, premoderated=True)
        waiting = add_reply(to=thesis, side="con", by=ana, text="Waiting.")
        set_map(sovereignty, premoderated=False)
        hidden = add_reply(to=thesis, side="con", by=ana, text="Rude?")
        hide(contribution=hidden, by=mod, reason="Rule 1")
        goes_and_comes_back(sovereignty, ben)

        approve(contribution=waiting, by=mod)
        restore(contribution=hidden, by=mod)

        assert news(sovereignty, ben).ids == {waiting.pk, hidden.pk}
        assert counts(since(sovereignty, ben)) == {"claims": 2}

    def test_a_group_hears_of_its_own_alone_and_of_more_once_its_seat_shows_more(
        self, relations_subject: Subject, chloe: User
    ) -> None:
        room = ClassRoom(relations_subject, chloe, visibility="group")
        one, other = room.seat("one", 1), room.seat("other", 2)
        goes_and_comes_back(room.map, other)
        theirs = add_claim(controversy=room.map, by=one, text="Ours.")
        assert news(room.map, other).ids == set()
        goes_and_comes_back(room.map, other)

        set_map(room.map, visibility="class")

        assert news(room.map, other).ids == {theirs.pk}
        assert counts(since(room.map, other)) == {"theses": 1}
        goes_and_comes_back(room.map, other)
        assert news(room.map, other).ids == set()
        assert Seat.objects.filter(user=other).exists()


class TestThePage:
    """First about what one wrote, then the map."""

    def test_it_tells_first_of_ones_own_and_each_thing_once(
        self, thesis: Claim, ana: User, ben: User, chloe: User, mod: User
    ) -> None:
        on = thesis.controversy
        mine = add_reply(to=thesis, side="pro", by=ana, text="It binds.")
        asked = add_comment(on=mine, by=ana, text="Does it?")
        elsewhere = add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
        goes_and_comes_back(on, ana)

        add_reply(to=mine, side="con", by=ben, text="It frees.")
        add_reply(to=relation_of(mine), side="con", by=ben, text="Binding is no weakness.")
        add_reply(to=elsewhere, side="pro", by=ben, text="On paper.")
        add_claim(controversy=on, by=ben, text="Aid is a choice.")
        cite(claim=mine, by=ben, side="con", text="It says not.", new_source={"title": "Survey"})
        add_comment(on=thesis, by=ben, text="Define aid?")
        add_comment(on=mine, by=ben, text="Yes.", reply_to=asked, intent="answer")
        add_comment(on=elsewhere, by=ben, text="By whom?")
        edit(contribution=mine, by=chloe, text="It does bind.", base_revision=1)
        edit(contribution=elsewhere, by=chloe, text="It is begged for.", base_revision=1)
        hide(contribution=asked, by=mod, reason="Rule 1")

        page = since(on, ana)

        assert {group.sort: group.count for group in page.mine} == {
            "answers": 2,
            "evidence": 1,
            "comments": 2,
            "rewordings": 1,
            "decisions": 1,
        }
        assert {group.sort: group.count for group in page.rest} == {
            "theses": 1,
            "claims": 1,
            "talk": 1,
            "reworded": 1,
        }
        assert page.count == 11

    def test_what_went_is_told_to_whoever_saw_its_place(self, thesis: Claim, ana: User, ben: User, mod: User) -> None:
        on = thesis.controversy
        kept = add_reply(to=thesis, side="con", by=ana, text="Rude.")
        add_reply(to=kept, side="pro", by=ana, text="Stays.")
        alone = add_reply(to=thesis, side="con", by=ana, text="Rude too.")
        goes_and_comes_back(on, ben)

        for row in (kept, alone):
            hide(contribution=row, by=mod, reason="Rule 1")

        page = since(on, ben)
        assert counts(page) == {"gone": 1}
        assert "Rude" not in repr(page)
        assert repr(alone.pk) not in repr([line.item and line.item.id for line in page.rest[0].lines])

    def test_a_source_that_fell_is_told(self, thesis: Claim, ana: User, ben: User, chloe: User) -> None:
        excerpt = cite(claim=thesis, by=ana, side="pro", text="It says so.", new_source={"title": "Survey"})
        goes_and_comes_back(thesis.controversy, ben)
        assert excerpt.source is not None

        retract_source(source=excerpt.source, by=chloe, reason="Fraud")

        assert counts(since(thesis.controversy, ben)) == {"sources": 1}

    def test_suggestions_wait_for_the_author_and_are_answered_to_their_maker(
        self, thesis: Claim, ana: User, ben: User, chloe: User
    ) -> None:
        from debates.maps.services import reject

        on = thesis.controversy
        goes_and_comes_back(on, ben)
        goes_and_comes_back(on, ana)
        made = suggest(contribution=thesis, by=ben, text="Aid can weaken sovereignty.", base_revision=1)

        assert [one.by for one in since(on, ana).proposals] == ["ben"]
        assert since(on, chloe).proposals == []
        reject(suggestion=made, by=ana, reason="It says less")
        assert [(one.state, one.reason) for one in since(on, ben).decided] == [("rejected", "It says less")]
        assert since(on, ana).proposals == []

    def test_it_asks_as_often_for_much_as_for_little(self, thesis: Claim, ana: User, ben: User) -> None:
        on = thesis.controversy
        goes_and_comes_back(on, ana)
        claim = add_reply(to=thesis, side="con", by=ben, text="No.")
        edit(contribution=claim, by=ben, text="No!", base_revision=1)
        few = statements(lambda: since(on, ana))

        grant_role(user=ben, role="contributor", by=None)
        for number in range(20):
            claim = add_reply(to=claim, side="con", by=ben, text=f"No {number}.")
            edit(contribution=claim, by=ben, text=f"No {number}!", base_revision=1)
            add_comment(on=thesis, by=ben, text="Define aid?")

        assert statements(lambda: since(on, ana)) == few


def test_lists_count_for_each_map_in_two_statements_one_where_nothing_moved(
    thesis: Claim, relations_subject: Subject, ana: User, ben: User, chloe: User
) -> None:
    from tests.maps.worlds import open_map

    maps = [open_map(relations_subject, chloe, f"map-{number}") for number in range(5)]
    for one in maps:
        goes_and_comes_back(one, ben)
        add_claim(controversy=one, by=ana, text="New.")
    rights = rights_of(ben)

    now = list(Controversy.objects.filter(pk__in=[one.pk for one in maps]))

    assert news_counts(controversies=now, rights=rights) == {one.pk: 1 for one in maps}
    assert statements(lambda: news_counts(controversies=now, rights=rights)) == 2
    for one in maps:
        goes_and_comes_back(one, ben)
    assert news_counts(controversies=now, rights=rights) == {}
    assert statements(lambda: news_counts(controversies=now, rights=rights)) == 1
    assert statements(lambda: news_counts(controversies=maps, rights=rights_of(None))) == 0


def test_a_visit_of_long_ago_tells_at_most_so_many_things(
    thesis: Claim, ana: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from debates.reading import news as module

    goes_and_comes_back(thesis.controversy, ben)
    monkeypatch.setattr(module, "MOST_NEWS", 3)
    for number in range(5):
        add_claim(controversy=thesis.controversy, by=ana, text=f"Thesis {number}.")

    found = news(thesis.controversy, ben)

    assert (found.count, found.at_most) == (3, True)
    assert timezone.now() - found.since > timedelta(hours=23)  # type: ignore[operator]
