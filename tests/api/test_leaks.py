"""A text that somebody may not read stands in no answer to their programme: every operation, every role."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from core.accounts.tokens import make_token
from core.models import User
from debates.maps import queries
from debates.maps.models import Contribution, Grant, Suggestion
from debates.maps.rules import Kind
from tests.api.programme import Programme
from tests.web.test_leaks import SENDERS, World, world

__all__ = ["world"]

QUICK = ["ben"]
ROLES = ["visitor", "ben", "guest2", "chloe", "ana", "mod", "root", "teacher", "guest1"]

ASKED: dict[str, dict[str, Any]] = {
    "search": {"q": "About"},
    "search-within": {"q": "About"},
    "hints-list": {"text": "About qh there is something to say."},
    "changes-list": {"since": 0},
    "bibliography-read": {"form": "csl"},
}
SENT = {"text": "Something", "side": "pro", "value": 2, "reason": "Rule 1", "publish": True, "to_version": 1}


class Asker:
    """One person's programme: with a token where they have an account, else in the session of a page."""

    def __init__(self, world: World, name: str) -> None:
        person = User.objects.filter(username=name).first()
        has_token = person is not None and not person.is_guest
        self.headers = (
            {"Authorization": f"Bearer {make_token(by=person, name='Sweep')[1]}"} if person and has_token else {}
        )
        self.client = Client() if has_token else world.clients[name]
        self.schema = Programme().schema

    def requests(self, world: World) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(method, address, what is sent) of every operation at every place and row (of writes: every fourth row)."""
        suggestions = [*Suggestion.objects.values_list("pk", flat=True)]
        for path, methods in self.schema["paths"].items():
            ids = suggestions if "/suggestions/{id}" in path else sorted(world.ids)
            for method, operation in methods.items():
                some = ids if method == "get" else ids[::4]
                for address in _filled(path, some, world):
                    yield method, address, _sample(operation, self.schema, world)

    def ask(self, method: str, address: str, sent: dict[str, Any]) -> Any:
        """The answer; a write leaves no trace."""
        if method == "get":
            return self.client.get(address, sent, headers=self.headers)
        with transaction.atomic():
            answer = self.client.generic(
                method.upper(), address, json.dumps(sent), "application/json", headers=self.headers
            )
            transaction.set_rollback(True)
        return answer


def _filled(path: str, ids: list[int], world: World) -> Iterator[str]:
    for slug in world.slugs if "{slug}" in path else [""]:
        for pk in ids if "{id}" in path else [0]:
            if slug and pk and world.at.get(pk) != slug:
                continue
            yield path.replace("{slug}", slug).replace("{id}", str(pk))


def _sample(operation: dict[str, Any], schema: dict[str, Any], world: World) -> dict[str, Any]:
    if "requestBody" not in operation:
        return ASKED.get(operation["operationId"], {})
    form = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    fields = schema["components"]["schemas"][form]["properties"]
    ends = {"child": min(world.at), "parent": max(world.at), "base_revision": 1, "title": "Something", "subject": "x"}
    return {name: value for name, value in (SENT | ends).items() if name in fields}


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in ROLES]
)
def test_no_operation_tells_a_text_to_whoever_may_not_read_it(name: str, world: World) -> None:
    asker = Asker(world, name)
    told: set[str] = set()
    leaks: list[str] = []

    for method, address, sent in asker.requests(world):
        if method != "get" and name not in SENDERS:
            continue
        answer = asker.ask(method, address, sent)
        assert answer.status_code < 500, (method, address, answer.status_code)
        said = answer.content.decode() + repr(answer.headers)
        for word in (word for word in world.readers if word in said):
            told.add(word)
            if name not in world.readers[word]:
                leaks.append(f"{word} at {method} {address}")

    assert not leaks, leaks[:20]
    # The sweep would see a leak: whoever may read a text has met it.
    assert {word for word, readers in world.readers.items() if name in readers} <= told


@pytest.mark.parametrize("name", ["visitor", "ben", "ana", "mod", "chloe", "root", "guest1", "teacher"])
def test_lists_the_map_single_rows_and_the_gate_agree(name: str, world: World) -> None:
    asker = Asker(world, name)
    person = User.objects.filter(username=name).first()
    rights = queries.rights_of(person)
    seen = dict(Contribution.objects.visible_to(rights).values_list("pk", "kind"))
    maps_seen = set(queries.controversies_for(viewer=rights).values_list("slug", flat=True))

    def ids(address: str) -> set[int]:
        found, cursor = set(), ""
        while True:
            answer = asker.ask("get", address, {"limit": 7} | ({"cursor": cursor} if cursor else {}))
            if answer.status_code == 404:
                return set()
            found |= {row["id"] for row in answer.json()["results"]}
            cursor = answer.json()["next"]
            if not cursor:
                return found

    places = {slug: f"/api/v1/controversies/{slug}/" for slug in world.slugs}
    whole = {slug: asker.ask("get", f"{place}map/", {}) for slug, place in places.items()}
    whole_bodies = [answer.json() for answer in whole.values() if answer.status_code == 200]
    for kind in (Kind.CLAIM, Kind.RELATION, Kind.EVIDENCE):
        plural = kind if kind == Kind.EVIDENCE else f"{kind}s"
        by_gate = {pk for pk, its in seen.items() if its == kind}
        by_list = {pk for place in places.values() for pk in ids(f"{place}{plural}/")}
        by_map = {row["id"] for body in whole_bodies for row in body[plural]}
        by_row = {
            pk
            for pk, its in Contribution.objects.values_list("pk", "kind")
            if its == kind and asker.ask("get", f"/api/v1/contributions/{pk}/", {}).status_code == 200
        }
        assert by_gate == by_list == by_map == by_row, kind

    comments = {pk for pk in world.ids for pk in ids(f"/api/v1/contributions/{pk}/comments/")}
    assert comments <= {pk for pk, its in seen.items() if its == Kind.COMMENT}
    assert {slug for slug, answer in whole.items() if answer.status_code == 200} == maps_seen


def test_a_token_whose_owner_lost_a_right_reads_like_everybody(world: World) -> None:
    moderators, bens = Asker(world, "mod"), Asker(world, "ben")
    Grant.objects.filter(user__username="mod").delete()
    hidden = {word for word, readers in world.readers.items() if "mod" in readers and "ben" not in readers}

    for method, address, sent in moderators.requests(world):
        if method != "get":
            continue
        said = moderators.ask(method, address, sent).content.decode()
        assert not [word for word in hidden if word in said], address

    for pk in world.ids:
        address = f"/api/v1/contributions/{pk}/"
        assert moderators.ask("get", address, {}).status_code in (bens.ask("get", address, {}).status_code, 404)
