"""Brakes: so many in a while, then wait; nobody waits for another."""

import pytest
from django.test import Client
from pytest_django import Settings

from core.accounts import views
from core.errors import Refusal
from core.models import User
from core.throttling import Brake


class Clock:
    """Time that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_it_lets_so_many_through_and_says_how_long_to_wait() -> None:
    clock = Clock()
    brake = Brake(3, 600, clock=clock)

    waits = [brake.wait("school") for _ in range(5)]

    assert waits == [0, 0, 0, 600, 600]
    clock.now += 600
    assert brake.wait("school") == 0


def test_what_is_given_back_was_not_counted() -> None:
    brake = Brake(2, 600)

    for _ in range(5):
        assert brake.wait("school") == 0
        brake.give_back("school")
    brake.give_back("home")  # never counted

    waits = [brake.wait("school") for _ in range(3)]
    assert waits[:2] == [0, 0]
    assert waits[2] > 0


def test_one_key_does_not_wait_for_another() -> None:
    brake = Brake(1, 600)
    brake.wait("school")

    assert brake.wait("home") == 0
    with pytest.raises(Refusal) as refused:
        brake.hold("school")
    assert refused.value.code == "rate_limited"
    assert refused.value.retry_after


def test_it_forgets_keys_whose_time_is_over_and_keeps_no_address_readable() -> None:
    clock = Clock()
    brake = Brake(1, 600, clock=clock)
    for number in range(100):
        brake.wait(f"10.0.0.{number}")

    assert not any(b"10.0.0" in key for key in brake._times)
    clock.now += 1201
    brake.wait("one more")
    assert len(brake._times) == 1


@pytest.mark.django_db
class TestTheDoor:
    def test_three_classes_of_a_school_sign_up_at_once(self, settings: Settings) -> None:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        answers = {
            Client()
            .post("/sign-up/", {"username": f"pupil{number}", "email": "", "password": "a long road to the sea"})
            .status_code
            for number in range(90)
        }
        assert answers == {302}

    def test_a_flood_of_accounts_is_slowed_and_the_form_keeps_what_was_typed(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(views, "SIGN_UPS", Brake(1, 600))
        first = client.post("/sign-up/", {"username": "Tern", "email": "", "password": "a long road to the sea"})
        answer = Client().post("/sign-up/", {"username": "Knot", "email": "", "password": "a long road to the sea"})

        assert first.status_code == 302
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert 'value="Knot"' in answer.content.decode()
        assert "Wait a few minutes" in answer.content.decode()
        assert not User.objects.filter(username="Knot").exists()

    def test_nobodys_letter_box_is_filled(self, mailoutbox: list[object]) -> None:
        User.objects.create_user("Tern", email="tern@example.org", password="a long road to the sea")

        answers = [Client().post("/password/reset/", {"email": "tern@example.org"}) for _ in range(6)]

        assert {answer.status_code for answer in answers} == {302}
        assert len({answer["Location"] for answer in answers}) == 1
        assert len(mailoutbox) == 3
