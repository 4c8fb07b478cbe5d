"""The description of the API is whole, true of every answer, and served by the site alone."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.accounts.tokens import make_token
from core.models import User
from debates.api.docs import read
from debates.comments.services import add_comment
from debates.evidence.services import add_source, cite
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Suggestion
from tests.maps.worlds import relation_of

SCHEMA = "/api/v1/schema/"
CHECKS = (not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance)
QUICKLY = 2
AT_LENGTH = 60


def described() -> dict[str, Any]:
    """The description as it is served."""
    found: dict[str, Any] = json.loads(Client().get(SCHEMA).content)
    return found


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation) of all."""
    return [(path, method, one) for path, methods in described()["paths"].items() for method, one in methods.items()]


def test_every_operation_says_what_it_is(db: None) -> None:
    names = [one["operationId"] for _path, _method, one in operations()]

    assert described()["openapi"] == "3.1.0"
    assert len(names) == len(set(names)) > 50
    for path, method, one in operations():
        assert one["summary"], path
        assert len(one["tags"]) == 1, path
        assert {"default", "401"} <= one["responses"].keys(), path
        assert ("requestBody" in one) <= (method in ("post", "put", "patch")), path
        keys = [parameter for parameter in one.get("parameters", []) if parameter["name"] == "Idempotency-Key"]
        assert bool(keys) == (method != "get"), path


def test_every_address_of_the_api_is_described(db: None) -> None:
    from debates.api.urls import urlpatterns

    written = {
        str(pattern.pattern).replace("<slug:slug>", "{slug}").replace("<id:pk>", "{id}") for pattern in urlpatterns
    }

    assert {f"/api/v1/{route}" for route in written - {"schema/", "docs/"}} == described()["paths"].keys()


def test_the_page_lists_every_operation_and_asks_nobody_else(db: None) -> None:
    answer = Client().get("/api/v1/docs/")
    page = answer.content.decode()

    assert answer.status_code == 200
    for path, method, one in operations():
        assert f'id="op-{one["operationId"]}"' in page
        assert f"<b>{method.upper()}</b> <code>{path}</code>" in page
    assert page.count("curl ") >= len(operations())
    assert "//cdn" not in page
    assert 'src="http' not in page


OWN = {"me-read", "me-data", "news-read", "ratings-read"}


def test_only_what_is_ones_own_and_writing_asks_who_reads(db: None) -> None:
    for path, method, one in operations():
        anybody = {} in one["security"]
        assert anybody == (method == "get" and one["operationId"] not in OWN), path


def test_the_refusal_of_a_why_and_the_headers_of_a_map_are_told(db: None) -> None:
    told = {one["operationId"]: one for _path, _method, one in operations()}
    whole = told["maps-read"]

    assert "409" in told["why-read"]["responses"]
    assert "409" not in told["claims-read"]["responses"]
    assert "If-None-Match" in [parameter["name"] for parameter in whole["parameters"]]
    assert all("ETag" in whole["responses"][status]["headers"] for status in ("200", "304"))
    assert "x-" not in "".join(key for one in told.values() for key in one)


def test_an_edit_says_what_must_be_sent(db: None) -> None:
    forms = described()["components"]["schemas"]

    assert forms["EditIn"]["required"] == ["base_revision", "text"]
    assert forms["SourceEdit"]["required"] == ["base_revision"]
    assert "required" not in forms["MeEdit"]


def test_every_edit_has_a_line_to_try_with_a_body(db: None) -> None:
    groups, _forms = read()
    edits = [one.curl("") for group in groups for one in group.operations if one.method == "PATCH"]

    assert len(edits) == 5
    assert [line for line in edits if "-d '{" not in line] == []


@pytest.fixture
def busy(thesis: Claim, ana: User, ben: User, root: User) -> dict[str, Any]:
    """A map with one of each, and the token of an administrator, to whom little is refused."""
    reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    source = add_source(by=ana, title="A report", url="https://example.org/report")
    evidence = cite(claim=thesis, by=ben, side="pro", text="It says so.", source=source)
    comment = add_comment(on=thesis, by=ben, text="Why?")
    maps.suggest(contribution=reply, by=ana, text="It is wanted.", base_revision=1)
    _token, secret = make_token(by=root, name="Test")
    return {
        "secret": secret,
        "ids": [thesis.pk, reply.pk, relation_of(reply).pk, evidence.pk, comment.pk],
        "sources": [source.pk],
        "suggestions": [*Suggestion.objects.values_list("pk", flat=True)],
    }


def send_what_the_schema_allows(busy: dict[str, Any], examples: int) -> None:
    """Cases drawn from the schema for every operation, mostly at rows that are there."""
    schema: Any = schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application())
    for result in schema.get_all_operations():
        send_to(result.ok(), busy, examples)


def send_to(operation: Any, busy: dict[str, Any], examples: int) -> None:
    """Cases of one operation, each answer held against the description."""
    kind = next((name for name in ("sources", "suggestions") if f"/{name}/{{id}}" in operation.path), "ids")

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=[*HealthCheck]
    )
    @given(case=operation.as_strategy(), chosen=st.integers(0, 99))
    def holds(case: Any, chosen: int) -> None:
        if chosen >= 10 and "slug" in (case.path_parameters or {}):
            case.path_parameters["slug"] = "sovereignty"
        if chosen >= 10 and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = busy[kind][chosen % len(busy[kind])]
        answer = case.call(headers={"Authorization": f"Bearer {busy['secret']}"})
        case.validate_response(answer, checks=CHECKS)

    holds()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests that come in as over the wire leave the test's connection, and so its transaction, open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
def test_no_case_of_the_schema_breaks_it(busy: dict[str, Any]) -> None:
    send_what_the_schema_allows(busy, QUICKLY)

    assert Contribution.objects.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
def test_no_case_of_the_schema_breaks_it_at_length(busy: dict[str, Any]) -> None:
    send_what_the_schema_allows(busy, AT_LENGTH)
