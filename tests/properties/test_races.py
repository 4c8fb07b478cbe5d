"""Many people at once, in real threads on real connections: nothing is lost, doubled, deadlocked or broken."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from core.accounts.services import ensure_person
from core.errors import Refusal
from core.idempotency import once
from core.models import IdempotencyKey, User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.history.models import Entry
from debates.maps.models import Claim, Contribution, Controversy, Relation, Subject
from debates.maps.services import (
    add_claim,
    add_reply,
    edit,
    edit_controversy,
    edit_subject,
    grant_role,
    relate,
    unwithdraw,
    withdraw,
)
from debates.ratings.models import Rating
from debates.ratings.services import rate
from tests.maps.worlds import assert_no_holes, fresh, seq_of
from tests.properties.oracles import assert_map_is_sound

pytestmark = pytest.mark.django_db(transaction=True)

Answer = Any  # what an act gave, or the Refusal that it was


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Answer]:
    """Run each act in a thread and connection of its own, all started together; Refusals are answers."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Answer:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [*pool.map(run, acts)]


def in_step(acts: Sequence[Sequence[Callable[[], Any]]]) -> list[list[Answer]]:
    """As `at_once`, round after round, each thread on one connection: a list of answers for every round."""
    together = Barrier(len(acts[0]))

    def run(own: Sequence[Callable[[], Any]]) -> list[Answer]:
        answers: list[Answer] = []
        for act in own:
            together.wait(timeout=30)
            try:
                answers.append(act())
            except Refusal as refusal:
                answers.append(refusal)
        return answers

    by_thread = at_once([partial(run, own) for own in zip(*acts, strict=True)])
    return [[*answers] for answers in zip(*by_thread, strict=True)]


def behind(first: Callable[[], Any], second: Callable[[], Any]) -> list[Answer]:
    """The second begins when the first has done its work, and the first commits when the second waits for it."""
    done = Event()

    def ahead() -> Answer:
        try:
            with transaction.atomic():
                answer = first()
                done.set()
                until_somebody_waits()
            return answer
        finally:
            done.set()

    def after() -> Answer:
        done.wait(timeout=30)
        return second()

    return at_once([ahead, after])


def until_somebody_waits(tries: int = 200) -> bool:
    """Go on when another connection waits for what this one holds, or when nobody did for a while."""
    for _ in range(tries):
        with connection.cursor() as cursor:
            cursor.execute(WAITED_FOR)
            if cursor.fetchone() == (True,):
                return True
            cursor.execute("SELECT pg_sleep(0.02)")
    return False


WAITED_FOR = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"


def codes(answers: Sequence[Answer]) -> list[str]:
    """The codes of the refusals among the answers."""
    return [answer.code for answer in answers if isinstance(answer, Refusal)]


def pair_of(controversy: Controversy, by: User, number: int) -> tuple[Claim, Claim]:
    """Two theses that nothing joins yet."""
    one, two = (add_claim(controversy=controversy, by=by, text=f"{letter} {number}.") for letter in "AB")
    return one, two


@pytest.fixture
def crowd(transactional_db: None) -> list[User]:
    """Twenty people."""
    return [ensure_person(name=f"person-{number}") for number in range(20)]


def test_twenty_ratings_by_one_person_leave_one_row_and_a_true_tally(ben: User, thesis: Claim) -> None:
    answers = at_once([partial(rate, target=thesis, by=ben, value=n % 5) for n in range(20)])

    assert codes(answers) == []
    rating = Rating.objects.get()
    row = fresh(thesis)
    assert (row.rating_count, row.rating_sum) == (1, rating.value)


def test_twenty_raters_at_once_are_all_counted(crowd: list[User], thesis: Claim) -> None:
    for _again in range(2):
        answers = at_once([partial(rate, target=thesis, by=person, value=n % 5) for n, person in enumerate(crowd)])
        assert codes(answers) == []

    row = fresh(thesis)
    assert (row.rating_count, row.rating_sum) == (20, sum(n % 5 for n in range(20)))


def test_two_links_that_would_close_a_circle_never_both_stand(chloe: User, sovereignty: Controversy) -> None:
    pairs = [pair_of(sovereignty, chloe, number) for number in range(20)]

    rounds = in_step(
        [
            [
                partial(relate, child=one, parent=two, side="pro", by=chloe),
                partial(relate, child=two, parent=one, side="con", by=chloe),
            ]
            for one, two in pairs
        ]
    )

    assert [codes(answers) for answers in rounds] == [["would_cycle"]] * 20
    assert Relation.objects.count() == 20
    assert_no_holes(sovereignty)


def test_a_link_that_comes_back_while_its_reverse_is_made_closes_no_circle(
    chloe: User, sovereignty: Controversy
) -> None:
    acts: list[list[Callable[[], Any]]] = []
    for number in range(10):
        one, two = pair_of(sovereignty, chloe, number)
        old = relate(child=one, parent=two, side="pro", by=chloe)
        withdraw(contribution=old, by=chloe)
        acts.append(
            [
                partial(unwithdraw, contribution=old, by=chloe),
                partial(relate, child=two, parent=one, side="con", by=chloe),
            ]
        )

    assert [codes(answers) for answers in in_step(acts)] == [["would_cycle"]] * 10
    assert_map_is_sound(sovereignty)


def test_words_of_a_place_are_changed_one_after_another(
    chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    def words(number: int) -> list[Callable[[], Any]]:
        subject, controversy = Subject.objects.get(), Controversy.objects.get()
        return [
            partial(edit_subject, subject=subject, by=chloe, summary=f"{number}."),
            partial(edit_controversy, controversy=controversy, by=chloe, summary=f"{number}."),
        ]

    for first, second in zip(words(1), words(2), strict=True):
        behind(first, second)

    for verb in ("subject.edited", "controversy.edited"):
        told = Entry.objects.filter(verb=verb).order_by("pk").values_list("before__summary", "after__summary")
        assert list(told) == [("", "1."), ("1.", "2.")]


def test_eight_writers_lose_nothing(crowd: list[User], thesis: Claim, sovereignty: Controversy) -> None:
    before = seq_of(sovereignty)

    def write(person: User) -> int:
        for number in range(15):
            if number % 3:
                add_reply(to=thesis, side="pro", by=person, text=f"{person.username}, {number}.")
            else:
                add_claim(controversy=sovereignty, by=person, text=f"{person.username}, {number}.")
        return 15

    answers = at_once([partial(write, person) for person in crowd[:8]])

    assert answers == [15] * 8
    assert Claim.objects.count() == 1 + 8 * 15
    assert Relation.objects.count() == 8 * 10
    assert seq_of(sovereignty) == before + 8 * (15 + 10)
    positions = Claim.objects.exclude(thesis_position=None).values_list("thesis_position", flat=True)
    assert sorted(positions) == [*range(1, 1 + 8 * 5 + 1)]
    assert_no_holes(sovereignty)


def random_act(chance: random.Random, by: User, number: int) -> Callable[[], Any]:
    """One thing that a person may try to do to something that stands."""
    rows: list[Any] = list(Contribution.objects.visible_to(by).order_by("pk"))
    row = chance.choice(rows)
    claim = chance.choice([one for one in rows if one.kind == "claim"])
    acts: list[Callable[[], Any]] = [
        partial(rate, target=row, by=by, value=chance.randrange(5)),
        partial(add_comment, on=row, by=by, text="Really?"),
        partial(edit, contribution=row, by=by, text=f"Anew {number}.", base_revision=row.revision),
        partial(withdraw, contribution=row, by=by),
        partial(unwithdraw, contribution=row, by=by),
        partial(add_reply, to=row, side="con", by=by, text=f"No {number}."),
        partial(relate, child=claim, parent=row, side="pro", by=by),
        partial(cite, claim=claim, by=by, side="pro", text="So.", new_source={"title": "Survey"}),
    ]
    return chance.choice(acts)


def mixed_work(person: User, seed: int) -> list[str]:
    """Twenty random acts on whatever stands; the codes of those that were refused."""
    chance = random.Random(seed)
    refused = []
    for number in range(20):
        act = random_act(chance, person, number)
        try:
            act()
        except Refusal as refusal:
            refused.append(refusal.code)
    return refused


def test_a_mix_of_everything_in_eight_threads_never_deadlocks(
    crowd: list[User], root: User, thesis: Claim, sovereignty: Controversy
) -> None:
    for person in crowd[:8:2]:
        grant_role(user=person, role="contributor", by=root)

    answers = at_once([partial(mixed_work, person, n) for n, person in enumerate(crowd[:8])])

    assert all(isinstance(answer, list) for answer in answers)
    assert_no_holes(sovereignty)
    assert_map_is_sound(sovereignty)


def test_the_same_form_from_eight_threads_has_one_effect_and_one_answer(ben: User, thesis: Claim) -> None:
    key = uuid4()
    body = {"at": "/reply/", "text": "It is asked for."}

    def send() -> int:
        return once(
            owner=ben,
            key=key,
            body=body,
            act=lambda: add_reply(to=thesis, side="con", by=ben, text="It is asked for.").pk,
        )

    answers = at_once([send] * 8)

    assert answers == [Claim.objects.get(author=ben).pk] * 8
    assert IdempotencyKey.objects.count() == 1


def test_a_refused_form_leaves_no_key_and_may_be_sent_again(ben: User, mod: User, thesis: Claim) -> None:
    key = uuid4()

    def send(text: str) -> int:
        body = {"at": "/reply/"}
        return once(owner=ben, key=key, body=body, act=lambda: add_reply(to=thesis, side="con", by=ben, text=text).pk)

    answers = at_once([lambda: send("")] * 4)

    assert codes(answers) == ["text_missing"] * 4
    assert not IdempotencyKey.objects.exists()
    assert send("It is asked for.") == Claim.objects.get(author=ben).pk
