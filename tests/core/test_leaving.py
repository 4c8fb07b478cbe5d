"""Leaving: seven days to come back, and then nothing of the account is left."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from core.accounts.leaving import come_back, erase_person, leave, retire
from core.accounts.tokens import make_token, person_of
from core.errors import Refusal
from core.models import IdempotencyKey, Token, User

PASSWORD = "a long road to the sea"
SAID = {"username": "Tern", "password": PASSWORD}

pytestmark = pytest.mark.django_db


@pytest.fixture
def tern() -> User:
    return User.objects.create_user("Tern", email="tern@example.org", password=PASSWORD)


def signed_in() -> Client:
    client = Client()
    assert client.post("/sign-in/", SAID).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/settings/").status_code == 200


def days_later(person: User, days: int) -> None:
    User.objects.filter(pk=person.pk).update(leaves_at=timezone.now() + timedelta(days=7 - days))


class TestAskingToLeave:
    def test_signs_out_everywhere_and_ends_tokens(self, tern: User) -> None:
        here, elsewhere = signed_in(), signed_in()
        _token, secret = make_token(by=tern, name="A script")

        answer = here.post("/account/leave/", {"texts": "keep", "password": PASSWORD})

        assert answer.status_code == 200
        assert "You have left" in answer.content.decode()
        assert not is_in(here)
        assert not is_in(elsewhere)
        assert person_of(secret) is None
        assert User.objects.get(pk=tern.pk).leaves_at is not None

    @pytest.mark.parametrize(
        "wrong", [{"texts": "keep", "password": "wrong"}, {"texts": "", "password": PASSWORD}, {"texts": "burn"}, {}]
    )
    def test_asks_for_the_password_and_a_choice(self, tern: User, wrong: dict[str, str]) -> None:
        client = signed_in()

        answer = client.post("/account/leave/", wrong)

        assert answer.status_code == 422
        assert 'class="error"' in answer.content.decode()
        assert is_in(client)
        assert User.objects.get(pk=tern.pk).leaves_at is None

    def test_says_first_what_will_happen(self, tern: User) -> None:
        page = signed_in().get("/account/leave/").content.decode()

        assert "For 7 days" in page
        assert 'value="keep"' in page
        assert "checked" in page.split('value="keep"')[1].split(">")[0]

    def test_whoever_found_an_account_open_cannot_guess_for_ever(self, tern: User) -> None:
        client = signed_in()
        answers = [client.post("/account/leave/", {"texts": "keep", "password": f"no {n}"}) for n in range(11)]

        assert [answer.status_code for answer in answers] == [422] * 10 + [429]

    def test_the_only_administrator_names_another_first(self, tern: User) -> None:
        User.objects.filter(pk=tern.pk).update(is_superuser=True, is_staff=True)
        client = signed_in()

        answer = client.post("/account/leave/", {"texts": "keep", "password": PASSWORD})

        assert answer.status_code == 422
        assert "the only administrator" in answer.content.decode()
        assert is_in(client)


class TestComingBack:
    def test_a_sign_in_opens_nothing_but_the_way_back(self, tern: User) -> None:
        leave(person=tern, texts="keep")
        client = signed_in()

        assert client.get("/account/return/").status_code == 200
        assert not is_in(client)
        assert client.get("/account/data/copy.json").status_code == 302
        assert "You asked to leave" in client.get("/account/return/").content.decode()

    def test_one_press_and_all_is_as_it_was(self, tern: User) -> None:
        leave(person=tern, texts="remove")
        client = signed_in()

        answer = client.post("/account/return/")

        assert answer["Location"] == "/account/"
        assert is_in(client)
        assert retire() == 0
        assert User.objects.filter(pk=tern.pk, leaves_at=None).exists()

    def test_nobody_comes_back_who_did_not_sign_in(self, tern: User, client: Client) -> None:
        leave(person=tern, texts="keep")

        assert client.get("/account/return/").status_code == 404
        assert client.post("/account/return/").status_code == 404

    def test_not_when_the_account_was_closed_meanwhile(self, tern: User) -> None:
        leave(person=tern, texts="keep")
        User.objects.update(is_active=False)

        with pytest.raises(Refusal) as refused:
            come_back(person=tern)
        assert refused.value.code == "too_late"

    def test_not_after_seven_days(self, tern: User) -> None:
        leave(person=tern, texts="keep")
        client = signed_in()
        days_later(tern, 7)

        assert client.post("/account/return/").status_code == 404
        with pytest.raises(Refusal) as refused:
            come_back(person=tern)
        assert refused.value.code == "too_late"


class TestHousekeeping:
    def test_erases_whoever_left_seven_days_ago_and_nobody_else(self, tern: User) -> None:
        knot = User.objects.create_user("Knot", password=PASSWORD)
        User.objects.create_user("Plover", password=PASSWORD)
        for person, days in ((tern, 7), (knot, 6)):
            leave(person=person, texts="keep")
            days_later(person, days)

        told = StringIO()
        call_command("retire", stdout=told)

        assert told.getvalue() == "Erased: 1.\n"
        assert set(User.objects.values_list("username", flat=True)) == {"Knot", "Plover"}
        assert retire() == 0

    def test_one_that_fails_does_not_keep_the_others(
        self, tern: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        knot = User.objects.create_user("Knot", password=PASSWORD)
        for person in (tern, knot):
            leave(person=person, texts="keep")
            days_later(person, 8)

        def failing(*, person: User, **options: Any) -> None:
            if person.pk == tern.pk:
                raise RuntimeError
            erase_person(person=person, **options)

        monkeypatch.setattr("core.accounts.leaving.erase_person", failing)

        assert retire() == 1
        assert [*User.objects.values_list("username", flat=True)] == ["Tern"]
        assert "could not be erased" in caplog.text

    def test_spares_whoever_came_back_in_the_last_moment(self, tern: User, monkeypatch: pytest.MonkeyPatch) -> None:
        """The return is committed when both have been found, while the first of them is erased."""
        knot = User.objects.create_user("Knot", password=PASSWORD)
        for person in (tern, knot):
            leave(person=person, texts="remove")
            days_later(person, 7)

        def erasing(*, person: User, **options: Any) -> None:
            User.objects.exclude(pk=person.pk).update(leaves_at=None)
            erase_person(person=person, **options)

        monkeypatch.setattr("core.accounts.leaving.erase_person", erasing)

        assert retire() == 1
        assert [*User.objects.values_list("is_active", "leaves_at")] == [(True, None)]

    def test_drops_old_keys_of_forms_and_old_sign_ins(self, tern: User) -> None:
        from uuid import uuid4

        from axes.models import AccessAttempt

        IdempotencyKey.objects.create(owner=tern, key=uuid4(), body_hash="")
        IdempotencyKey.objects.create(owner=tern, key=uuid4(), body_hash="", at=timezone.now() - timedelta(days=2))
        Client().post("/sign-in/", {"username": "Tern", "password": "wrong"})
        AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=2))

        retire()

        assert IdempotencyKey.objects.count() == 1
        assert not AccessAttempt.objects.exists()


class TestErasingAtOnce:
    def test_an_operator_erases_by_name_after_typing_it_again(
        self, tern: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("builtins.input", lambda _prompt: "Knot")
        call_command("erase", "tern", "--texts=remove", stdout=StringIO())
        assert User.objects.filter(pk=tern.pk).exists()

        monkeypatch.setattr("builtins.input", lambda _prompt: "Tern")
        call_command("erase", "tern", "--texts=remove", stdout=StringIO())
        assert not User.objects.filter(pk=tern.pk).exists()

    def test_an_operator_erases_by_number_after_a_restore(self, tern: User) -> None:
        call_command("erase", f"#{tern.pk}", "--texts=keep", "--yes", stdout=StringIO())

        assert not User.objects.exists()
        with pytest.raises(CommandError):
            call_command("erase", f"#{tern.pk}", "--texts=keep", "--yes", stdout=StringIO())

    def test_takes_tokens_keys_and_sessions_with_it(self, tern: User) -> None:
        client = signed_in()
        make_token(by=tern, name="A script")

        erase_person(person=tern, keep_texts=True)

        assert not Token.objects.exists()
        assert not is_in(client)


def test_while_the_site_is_served_the_house_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event

    from core import serving

    kept = Event()
    monkeypatch.setattr(serving, "retire", kept.set)

    with serving.housekeeping():
        assert kept.wait(timeout=30)
