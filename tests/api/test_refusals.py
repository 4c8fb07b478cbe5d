"""Every "no" to a programme has one form and the right status, wherever it comes from."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from core.accounts.tokens import end_token, make_token
from core.models import User
from debates.history.models import Entry
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Grant
from tests.api.programme import Programme
from tests.conftest import signed_in

NOWHERE = {"code": "not_found", "message": "There is nothing at this address, or it is not open to you."}


def raw(method: str, address: str, body: bytes = b"", client: Client | None = None, **headers: str) -> Any:
    """A request as it goes over the wire, and the refusal that answers it."""
    sent = (client or Client()).generic(
        method, address, body, headers.pop("content_type", "application/json"), headers=headers
    )
    return sent.status_code, json.loads(sent.content), sent.headers


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/api/", "/api/v2/", "/api/v1/claim/1/", "/api/v1/claims/1", "/api/v1/claims/x/"])
def test_an_unknown_address_is_answered_in_json_whatever_the_method(method: str, address: str, db: None) -> None:
    status, body, headers = raw(method, address)

    assert (status, body, headers["Content-Type"]) == (404, NOWHERE, "application/json")


def test_what_is_not_and_what_is_not_open_are_the_same(
    thesis: Claim, mods: Programme, bens: Programme, visitor: Programme
) -> None:
    mods.do("moderation-hide", id=thesis.pk, reason="Rule 1")

    for programme in (bens, visitor):
        for pk in (thesis.pk, 999_999_999, 10**17):
            for operation in ("claims-read", "contributions-read", "comments-list", "why-read", "history-read"):
                answer = programme.ask(operation, id=pk)
                assert (answer.status, answer.body) == (404, NOWHERE), (operation, pk)


@pytest.mark.parametrize("header", ["Bearer dis_unknown", "Bearer", "Bearer  ", "Basic YTpi", "dis_x", "Bearer \x00"])
def test_a_bad_token_is_no_visitor(header: str, sovereignty: Controversy) -> None:
    status, body, headers = raw("GET", "/api/v1/controversies/sovereignty/", Authorization=header)

    assert (status, body["code"], headers["WWW-Authenticate"]) == (401, "bad_token", "Bearer")


def test_an_ended_token_opens_nothing(ana: User, sovereignty: Controversy) -> None:
    token, secret = make_token(by=ana, name="Old")
    programme = Programme(secret=secret)
    before = programme.ask("me-read").status
    end_token(token_id=token.pk, by=ana)

    assert before == 200
    assert programme.ask("me-read").code == "bad_token"
    assert programme.ask("maps-read", slug="sovereignty").code == "bad_token"


def test_a_token_can_do_what_its_owner_can_do_now(thesis: Claim, mod: User, mods: Programme) -> None:
    mods.do("moderation-hide", id=thesis.pk, reason="Rule 1")
    tag = mods.ask("maps-read", slug="sovereignty").headers["ETag"]
    Grant.objects.filter(user=mod).delete()

    after = mods.ask("maps-read", slug="sovereignty", headers={"If-None-Match": tag})

    assert mods.ask("claims-read", id=thesis.pk).status == 404
    assert mods.ask("moderation-restore", id=thesis.pk).status == 404
    assert (after.status, after.body["claims"]) == (200, [])


def test_writing_without_a_token_says_what_is_missing(thesis: Claim, visitor: Programme) -> None:
    answer = visitor.ask("claims-add", slug="sovereignty", text="Mine.")

    assert (answer.status, answer.code) == (401, "token_missing")
    assert Contribution.objects.count() == 1


def test_a_session_needs_the_pages_token_to_write(thesis: Claim, ben: User) -> None:
    address = f"/api/v1/contributions/{thesis.pk}/rating/"
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ben, backend="django.contrib.auth.backends.ModelBackend")
    page = browser.get("/c/sovereignty/?claim=" + str(thesis.pk)).content.decode()
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    read = browser.get(address)
    without = browser.put(address, '{"value": 3}', "application/json")
    with_it = browser.put(address, '{"value": 3}', "application/json", headers={"X-CSRFToken": token})

    assert read.status_code == 200
    assert (without.status_code, without.json()["code"]) == (403, "form_expired")
    assert (with_it.status_code, with_it.json()) == (200, {"value": 3})


def test_a_token_needs_no_csrf(thesis: Claim, ben: User) -> None:
    programme = Programme(ben, client=Client(enforce_csrf_checks=True))

    assert programme.do("ratings-set", id=thesis.pk, value=2) == {"value": 2}


@pytest.mark.parametrize(
    ("method", "body", "content_type", "accept", "status", "code"),
    [
        ("POST", b"{", "application/json", "*/*", 400, "malformed"),
        ("POST", b"[" * 100_000, "application/json", "*/*", 400, "malformed"),
        ("POST", b'{"text": NaN}', "application/json", "*/*", 400, "malformed"),
        ("POST", b'{"text": "\\ud800"}', "application/json", "*/*", 400, "malformed"),
        ("POST", b"\xff", "application/json", "*/*", 400, "malformed"),
        ("POST", b"text=a", "application/x-www-form-urlencoded", "*/*", 415, "unsupported_media_type"),
        ("POST", b"a", "multipart/form-data; boundary=x", "*/*", 415, "unsupported_media_type"),
        ("PUT", b"{}", "application/json", "*/*", 405, "method_not_allowed"),
        ("OPTIONS", b"", "application/json", "*/*", 405, "method_not_allowed"),
        ("POST", b"{}", "application/json", "text/html", 406, "not_acceptable"),
        ("POST", b'{"text": "' + b"x" * 400_000 + b'"}', "application/json", "*/*", 413, "too_large"),
        ("POST", b"[]", "application/json", "*/*", 422, "invalid"),
        ("POST", b"null", "application/json", "*/*", 422, "invalid"),
        ("POST", b"7", "application/json", "*/*", 422, "invalid"),
        ("POST", b"", "application/json", "*/*", 422, "invalid"),
        ("POST", b'{"text": {"a": 1}}', "application/json", "*/*", 422, "invalid"),
        ("POST", b'{"text": "\\u0000"}', "application/json", "*/*", 422, "bad_characters"),
        ("POST", b'{"text": " "}', "application/json", "*/*", 422, "text_missing"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    method: str,
    body: bytes,
    content_type: str,
    accept: str,
    status: int,
    code: str,
    sovereignty: Controversy,
    ana: User,
) -> None:
    _token, secret = make_token(by=ana, name="Test")
    lines = Entry.objects.count()

    found, said, headers = raw(
        method,
        "/api/v1/controversies/sovereignty/claims/",
        body,
        content_type=content_type,
        Accept=accept,
        Authorization=f"Bearer {secret}",
    )

    assert (found, said["code"], headers["Content-Type"]) == (status, code, "application/json")
    assert len(said["message"]) > 10
    assert Entry.objects.count() == lines


def test_the_first_fault_is_named_by_its_way(thesis: Claim, anas: Programme) -> None:
    cited = anas.ask("evidence-add", id=thesis.pk, text="A.", side="pro", new_source={"title": ""})
    rated = anas.ask("ratings-set", id=thesis.pk, value=5)
    listed = anas.ask("claims-list", slug="sovereignty", limit=201)
    premises = anas.ask("relations-add", slug="sovereignty", child=1, parent=2, side="pro", premises=["x"])

    assert (cited.status, cited.body["field"]) == (422, "new_source.title")
    assert (rated.status, rated.body["field"]) == (422, "value")
    assert (listed.status, listed.body["field"]) == (422, "limit")
    assert (premises.status, premises.body["field"]) == (422, "premises.0")


def test_messages_are_in_the_language_that_is_asked_for(visitor: Programme) -> None:
    english = visitor.ask("me-read")
    spanish = visitor.ask("me-read", headers={"Accept-Language": "es"})

    assert english.headers["Content-Language"] == "en"
    assert spanish.headers["Content-Language"] == "es"
    assert english.code == spanish.code == "token_missing"


def test_a_bug_is_answered_in_json(sovereignty: Controversy, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("debates.api.maps.find_map", fail)
    client = Client(raise_request_exception=False)

    status, body, _headers = raw("GET", "/api/v1/controversies/sovereignty/map/", client=client)

    assert (status, body["code"]) == (500, "broken")


def test_the_same_key_has_one_effect_and_one_answer(sovereignty: Controversy, anas: Programme) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first, second = (anas.ask("claims-add", slug="sovereignty", text="Once.", headers=key) for _ in range(2))
    other = anas.ask("claims-add", slug="sovereignty", text="Twice.", headers=key)
    elsewhere = anas.ask("comments-add", id=first.body["id"], text="Once.", headers=key)
    wrong = anas.ask("claims-add", slug="sovereignty", text="Once.", headers={"Idempotency-Key": "7"})

    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert [answer.code for answer in (other, elsewhere)] == ["idempotency_reuse"] * 2
    assert (wrong.status, wrong.body["field"]) == (422, "Idempotency-Key")
    assert Contribution.objects.count() == 1


def test_every_write_obeys_its_key(thesis: Claim, anas: Programme, bens: Programme, mods: Programme) -> None:
    def twice(programme: Programme, operation: str, **sent: Any) -> int:
        key = {"Idempotency-Key": str(uuid4())}
        answers = [programme.ask(operation, headers=key, **sent) for _ in range(2)]
        assert answers[0].status == answers[1].status < 300, answers
        assert answers[0].body == answers[1].body
        return Entry.objects.count()

    before = Entry.objects.count()
    counted = [
        twice(anas, "contributions-edit", id=thesis.pk, text="Other.", base_revision=1),
        twice(bens, "comments-add", id=thesis.pk, text="Why?"),
        twice(mods, "moderation-lock", id=thesis.pk),
        twice(mods, "moderation-unlock", id=thesis.pk),
        twice(bens, "suggestions-add", id=thesis.pk, text="Better.", base_revision=2),
        twice(bens, "sources-add", title="A report"),
        twice(bens, "ratings-set", id=thesis.pk, value=1),
        twice(bens, "ratings-remove", id=thesis.pk),
    ]

    assert [count - before for count in counted] == [1, 2, 3, 4, 5, 6, 6, 6]


def test_a_class_guest_uses_the_session_and_has_no_token(chloe: User, sovereignty: Controversy) -> None:
    from tests.maps.worlds import ClassRoom

    room = ClassRoom(sovereignty.subject, chloe)
    guest = room.seat("guest")
    maps.add_claim(controversy=room.map, by=guest, text="Ours.")

    found = signed_in(guest).get(f"/api/v1/controversies/{room.map.slug}/claims/").json()

    assert [row["text"] for row in found["results"]] == ["Ours."]
