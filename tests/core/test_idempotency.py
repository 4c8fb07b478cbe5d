"""The same write sent twice has one effect and one answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import NoReturn
from uuid import uuid4

import pytest
from django.db import connection, connections

from core.errors import Refusal
from core.idempotency import fingerprint, once
from core.models import IdempotencyKey, User


@pytest.fixture
def tern(db: None) -> User:
    return User.objects.create_user("Tern")


def counting(effects: list[int]) -> Callable[[], int]:
    def act() -> int:
        effects.append(1)
        return 40 + len(effects)

    return act


def test_the_same_key_gets_the_same_answer_and_no_second_effect(tern: User) -> None:
    effects: list[int] = []
    key = uuid4()
    answers = [once(owner=tern, key=key, body={"text": "a"}, act=counting(effects)) for _ in range(3)]
    assert answers == [41, 41, 41]
    assert len(effects) == 1


def test_without_a_key_every_call_acts(tern: User) -> None:
    effects: list[int] = []
    for _ in range(2):
        once(owner=tern, key=None, body={}, act=counting(effects))
    assert len(effects) == 2
    assert not IdempotencyKey.objects.exists()


def test_another_body_under_the_same_key_is_refused(tern: User) -> None:
    effects: list[int] = []
    key = uuid4()
    once(owner=tern, key=key, body={"text": "a"}, act=counting(effects))
    with pytest.raises(Refusal) as refused:
        once(owner=tern, key=key, body={"text": "b"}, act=counting(effects))
    assert refused.value.code == "idempotency_reuse"
    assert len(effects) == 1


def test_a_key_belongs_to_its_owner(tern: User) -> None:
    effects: list[int] = []
    key = uuid4()
    for owner in (tern, User.objects.create_user("Knot")):
        once(owner=owner, key=key, body={"text": "a"}, act=counting(effects))
    assert len(effects) == 2


def test_a_refused_write_leaves_no_key(tern: User) -> None:
    def refuse() -> NoReturn:
        raise Refusal("closed", "Closed.")

    effects: list[int] = []
    key = uuid4()
    with pytest.raises(Refusal):
        once(owner=tern, key=key, body={"text": "a"}, act=refuse)
    assert not IdempotencyKey.objects.exists()
    once(owner=tern, key=key, body={"text": "a"}, act=counting(effects))
    assert len(effects) == 1


def test_a_key_is_forgotten_after_a_day(tern: User) -> None:
    effects: list[int] = []
    key = uuid4()
    once(owner=tern, key=key, body={"text": "a"}, act=counting(effects))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_idempotencykey SET at = now() - interval '25 hours'")
    once(owner=tern, key=key, body={"text": "b"}, act=counting(effects))
    assert len(effects) == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_have_one_effect() -> None:
    person = User.objects.create_user("Tern")
    key = uuid4()
    both_here = Barrier(2, timeout=10)
    effects: list[int] = []

    def send() -> int:
        try:
            both_here.wait()
            return once(owner=person, key=key, body={"text": "a"}, act=counting(effects))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = [sent.result() for sent in [pool.submit(send), pool.submit(send)]]
    assert answers == [41, 41]
    assert len(effects) == 1


def test_a_body_is_the_same_in_any_order() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
