"""Many people at once, in real threads on real connections: nothing is lost, doubled, deadlocked or broken."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from core.accounts.services import ensure_person
from core.errors import Refusal
from core.idempotency import once
from core.models import IdempotencyKey, User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution, Controversy, Relation
from debates.maps.services import add_claim, add_reply, edit, grant_role, relate, unwithdraw, withdraw
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

    by_thread = at_once([lambda own=own: run(own) for own in zip(*acts, strict=True)])  # type: ignore[misc]
    return [[*answers] for answers in zip(*by_thread, strict=True)]


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
    answers = at_once([lambda value=n % 5: rate(target=thesis, by=ben, value=value) for n in range(20)])  # type: ignore[misc]

    assert codes(answers) == []
    rating = Rating.objects.get()
    row = fresh(thesis)
    assert (row.rating_count, row.rating_sum) == (1, rating.value)


def test_twenty_raters_at_once_are_all_counted(crowd: list[User], thesis: Claim) -> None:
    for _again in range(2):
        answers = at_once(
            [lambda n=n, p=p: rate(target=thesis, by=p, value=n % 5) for n, p in enumerate(crowd)]  # type: ignore[misc]
        )
        assert codes(answers) == []

    row = fresh(thesis)
    assert (row.rating_count, row.rating_sum) == (20, sum(n % 5 for n in range(20)))


def test_two_links_that_would_close_a_circle_never_both_stand(chloe: User, sovereignty: Controversy) -> None:
    pairs = [pair_of(sovereignty, chloe, number) for number in range(20)]

    rounds = in_step(
        [
            [
                lambda c=one, p=two: relate(child=c, parent=p, side="pro", by=chloe),
                lambda c=two, p=one: relate(child=c, parent=p, side="con", by=chloe),
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
                lambda old=old: unwithdraw(contribution=old, by=chloe),  # type: ignore[misc]
                lambda c=two, p=one: relate(child=c, parent=p, side="con", by=chloe),  # type: ignore[misc]
            ]
        )

    assert [codes(answers) for answers in in_step(acts)] == [["would_cycle"]] * 10
    assert_map_is_sound(sovereignty)


def test_eight_writers_lose_nothing(crowd: list[User], thesis: Claim, sovereignty: Controversy) -> None:
    before = seq_of(sovereignty)

    def write(person: User) -> int:
        for number in range(15):
            if number % 3:
                add_reply(to=thesis, side="pro", by=person, text=f"{person.username}, {number}.")
            else:
                add_claim(controversy=sovereignty, by=person, text=f"{person.username}, {number}.")
        return 15

    answers = at_once([lambda p=p: write(p) for p in crowd[:8]])  # type: ignore[misc]

    assert answers == [15] * 8
    assert Claim.objects.count() == 1 + 8 * 15
    assert Relation.objects.count() == 8 * 10
    assert seq_of(sovereignty) == before + 8 * (15 + 10)
    positions = Claim.objects.exclude(thesis_position=None).values_list("thesis_position", flat=True)
    assert sorted(positions) == [*range(1, 1 + 8 * 5 + 1)]
    assert_no_holes(sovereignty)


def mixed_work(person: User, seed: int) -> list[str]:
    """Twenty random acts on whatever stands; the codes of those that were refused."""
    chance = random.Random(seed)
    refused = []
    for number in range(20):
        rows: list[Any] = list(Contribution.objects.visible_to(person).order_by("pk"))
        row = chance.choice(rows)
        claims = [one for one in rows if one.kind == "claim"]
        acts: list[Callable[[], Any]] = [
            lambda r=row: rate(target=r, by=person, value=chance.randrange(5)),
            lambda r=row: add_comment(on=r, by=person, text="Really?"),
            lambda r=row: edit(contribution=r, by=person, text=f"Anew {number}.", base_revision=r.revision),
            lambda r=row: withdraw(contribution=r, by=person),
            lambda r=row: add_reply(to=r, side="con", by=person, text=f"No {number}."),
            lambda r=row: relate(child=chance.choice(claims), parent=r, side="pro", by=person),
            lambda: cite(claim=chance.choice(claims), by=person, side="pro", text="So.", new_source={"title": "S"}),
            lambda r=row: unwithdraw(contribution=r, by=person),
        ]
        try:
            chance.choice(acts)()
        except Refusal as refusal:
            refused.append(refusal.code)
    return refused


def test_a_mix_of_everything_in_eight_threads_never_deadlocks(
    crowd: list[User], root: User, thesis: Claim, sovereignty: Controversy
) -> None:
    for person in crowd[:8:2]:
        grant_role(user=person, role="contributor", by=root)

    answers = at_once([lambda n=n, p=p: mixed_work(p, n) for n, p in enumerate(crowd[:8])])  # type: ignore[misc]

    assert all(isinstance(answer, list) for answer in answers)
    assert_no_holes(sovereignty)
    assert_map_is_sound(sovereignty)


def test_the_same_form_from_eight_threads_has_one_effect_and_one_answer(ben: User, thesis: Claim) -> None:
    key = uuid4()
    body = {"at": "/reply/", "text": "It is asked for."}

    def send() -> int:
        act = lambda: add_reply(to=thesis, side="con", by=ben, text="It is asked for.").pk  # noqa: E731
        return once(owner=ben, key=key, body=body, act=act)

    answers = at_once([send] * 8)

    assert answers == [Claim.objects.get(author=ben).pk] * 8
    assert IdempotencyKey.objects.count() == 1


def test_a_refused_form_leaves_no_key_and_may_be_sent_again(ben: User, mod: User, thesis: Claim) -> None:
    key = uuid4()

    def send(text: str) -> int:
        body = {"at": "/reply/"}
        act = lambda: add_reply(to=thesis, side="con", by=ben, text=text).pk  # noqa: E731
        return once(owner=ben, key=key, body=body, act=act)

    answers = at_once([lambda: send("")] * 4)

    assert codes(answers) == ["text_missing"] * 4
    assert not IdempotencyKey.objects.exists()
    assert send("It is asked for.") == Claim.objects.get(author=ben).pk
