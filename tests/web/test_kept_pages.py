"""What a visitor's page is kept by: after whatever change it reads as if nothing had been kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import INFO
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.accounts.leaving import erase_person
from core.accounts.services import edit_account, ensure_person, set_active
from core.models import User
from debates.comments import services as comments
from debates.evidence import services as evidence
from debates.maps import services as maps
from debates.maps.models import Relation
from debates.ratings import services as ratings
from debates.reading.shape import forget_shapes
from tests.browser.world import World, build, moderator
from tests.conftest import signed_in
from tests.maps.worlds import open_map

NONCE = re.compile(rb'nonce="([^"]+)"')


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def mod(world: World) -> User:
    return moderator()


def pages(world: World) -> list[str]:
    """One of each sort that is kept."""
    base = f"/c/{world.controversy.slug}"
    deep = Client().get(world.of(world.pros[0])).headers["Location"]
    return [f"{base}/", f"{base}/outline/", f"{base}/map/", f"/es{base}/", deep]


def read(address: str) -> bytes:
    """A page as a visitor gets it, without the secret of the one answer."""
    answer = Client().get(address)
    return answer.status_code.to_bytes(2) + NONCE.sub(b"", answer.content)


def fresh(address: str) -> bytes:
    forget_shapes()
    return read(address)


def erased(world: World, _mod: User) -> None:
    """Of somebody's texts those that others built on lose their words, and the others are gone."""
    erase_person(person=world.ben, keep_texts=False)


def edition(world: World, mod: User) -> None:
    """Another language gets the same debate."""
    open_map(world.subject, mod, "soberania", language="es", translation_of=world.controversy)


def members_only(world: World, mod: User) -> None:
    maps.edit_controversy(controversy=world.controversy, by=mod, access="members")


def shut_out(world: World, _mod: User) -> None:
    set_active(person=world.ben, active=False, by=ensure_person(name="root", admin=True))


def retracted_and_back(world: World, mod: User) -> None:
    evidence.retract_source(source=world.source, by=mod, reason="The figures were made up.")
    visited(world)
    evidence.reinstate_source(source=world.source, by=mod)


def hidden_and_back(world: World, mod: User) -> None:
    maps.hide(contribution=world.pros[0], by=mod, reason="spam")
    visited(world)
    maps.restore(contribution=world.pros[0], by=mod, reason="It was none.")


def visited(world: World) -> None:
    """Somebody was there in between, and what they got is kept."""
    for address in (f"/c/{world.controversy.slug}/", f"/c/{world.controversy.slug}/map/"):
        Client().get(address)


CHANGES: dict[str, Callable[[World, User], Any]] = {
    "a claim": lambda w, _: maps.add_reply(to=w.pros[0], side="con", by=w.ben, text="Courts are not all."),
    "a thesis": lambda w, _: maps.add_claim(controversy=w.controversy, by=w.ben, text="It depends on the aid."),
    "a wording": lambda w, _: maps.edit(contribution=w.pros[0], by=w.ana, text="Some courts.", base_revision=1),
    "hidden": lambda w, mod: maps.hide(contribution=w.pros[0], by=mod, reason="spam"),
    "hidden evidence": lambda w, mod: maps.hide(contribution=w.evidence, by=mod, reason="spam"),
    "hidden comment": lambda w, mod: maps.hide(contribution=w.comment, by=mod, reason="spam"),
    "hidden step": lambda w, mod: maps.hide(contribution=w.step, by=mod, reason="spam"),
    "hidden and back": hidden_and_back,
    "withdrawn": lambda w, _: maps.withdraw(contribution=w.pros[0], by=w.ana),
    "a step": lambda w, mod: maps.relate(child=w.deep, parent=w.pros[1], side="pro", by=mod),
    "a premise": lambda w, _: maps.add_premise(relation=w.step, by=w.ben, text="Who pays decides."),
    "a doubt": lambda w, _: maps.add_reply(
        to=Relation.objects.get(child=w.pros[0]), side="con", by=w.ben, text="No, it need not."
    ),
    "a rating": lambda w, mod: ratings.rate(target=w.pros[0], by=mod, value=0),
    "a rating of a step": lambda w, mod: ratings.rate(target=w.step, by=mod, value=0),
    "a rating taken back": lambda w, _: ratings.unrate(target=w.thesis, by=w.ben),
    "evidence": lambda w, _: evidence.cite(claim=w.pros[1], by=w.ben, side="pro", text="So it says.", source=w.source),
    "a comment": lambda w, _: comments.add_comment(on=w.pros[0], by=w.ben, text="Which ones?"),
    "retracted": lambda w, mod: evidence.retract_source(source=w.source, by=mod, reason="Made up."),
    "retracted and back": retracted_and_back,
    "a source described anew": lambda w, mod: evidence.edit_source(source=w.source, by=mod, title="Courts, 2020"),
    "locked": lambda w, mod: maps.lock(contribution=w.pros[0], by=mod),
    "erased": erased,
    "renamed": lambda w, _: edit_account(person=w.ben, name="benjamin", email=""),
    "shut out": shut_out,
    "an edition": edition,
    "the question": lambda w, mod: maps.edit_controversy(controversy=w.controversy, by=mod, question="Does it?"),
    "the subject": lambda w, mod: maps.edit_subject(subject=w.subject, by=mod, title="Two countries"),
    "closed": lambda w, mod: maps.edit_controversy(controversy=w.controversy, by=mod, state="closed"),
    "by address only": lambda w, mod: maps.edit_controversy(controversy=w.controversy, by=mod, access="unlisted"),
    "for members only": members_only,
}


# What a visitor's page does not show, or shows no more.
SILENT = {"hidden and back", "retracted and back", "renamed", "shut out", "a source described anew", "locked"}


@pytest.mark.parametrize("change", CHANGES)
def test_a_kept_page_reads_as_a_fresh_one_after(change: str, world: World, mod: User) -> None:
    addresses = pages(world)
    before = [read(address) for address in addresses]

    CHANGES[change](world, mod)

    now = [read(address) for address in addresses]
    assert now == [fresh(address) for address in addresses]
    if change not in SILENT:
        assert now != before
    assert [read(address) for address in addresses] == now


def test_each_answer_has_a_secret_of_its_own(world: World) -> None:
    """The scripts of a kept page run, and those of another answer would not."""
    answers = [Client().get(f"/c/{world.controversy.slug}/") for _ in range(3)]
    secrets = [set(NONCE.findall(answer.content)) for answer in answers]
    assert [len(found) for found in secrets] == [1, 1, 1]
    assert len(set.union(*secrets)) == 3
    for answer, found in zip(answers, secrets, strict=True):
        assert f"script-src 'self' 'nonce-{found.pop().decode()}'" in answer["Content-Security-Policy"]
        assert (answer["Vary"], answer["Content-Language"]) == ("Cookie", "en")


def test_what_is_kept_is_nobodys(world: World) -> None:
    """A member gets a page of their own, before and after a visitor; a visitor never gets theirs."""
    address = f"/c/{world.controversy.slug}/"
    own, visitor = signed_in(world.ana), Client()
    first = own.get(address).content
    plain = visitor.get(address).content
    assert b"ana</span>" in first
    assert b"ana</span>" not in plain
    assert b"ana</span>" in own.get(address).content
    assert b"ana</span>" not in visitor.get(address).content


def test_what_is_to_be_said_to_one_browser_goes_to_that_one(world: World) -> None:
    address, told, said = f"/c/{world.controversy.slug}/", Client(), HttpResponse()
    read(address)
    messages = CookieStorage(HttpRequest())
    messages.add(INFO, "Welcome back.")
    messages.update(said)
    told.cookies["messages"] = said.cookies["messages"].value
    assert b"Welcome back." in told.get(address).content
    assert b"Welcome back." not in told.get(address).content
    assert b"Welcome back." not in read(address)


def test_a_kept_page_asks_the_database_once(world: World) -> None:
    addresses = pages(world)
    for address in addresses:
        Client().get(address)
        with CaptureQueriesContext(connection) as asked:
            Client().get(address)
        assert len(asked) == 1, address
