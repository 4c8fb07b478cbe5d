"""One's own account: looks, name, tokens, and all own data."""

import json

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from pytest_django import Settings

from core import settings as ours
from core.accounts.tokens import make_token, person_of, tokens_of
from core.models import Token, User

PASSWORD = "a long road to the sea"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tern() -> User:
    return User.objects.create_user("Tern", email="tern@example.org", password=PASSWORD)


@pytest.fixture
def inside(tern: User) -> Client:
    """A browser in which Tern is signed in."""
    client = Client()
    client.post("/sign-in/", {"username": "Tern", "password": PASSWORD})
    return client


PAGES = ["", "ratings/", "suggestions/", "settings/", "tokens/", "data/", "data/copy.json", "data/copy.html", "leave/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_for_its_owner_and_kept_by_no_cache(client: Client, inside: Client, page: str) -> None:
    assert client.get(f"/account/{page}")["Location"] == f"/sign-in/?next=/account/{page}"
    answer = inside.get(f"/account/{page}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert client.post(f"/account/{page}").status_code in (302, 405)


class TestLooks:
    def test_a_chosen_scheme_wins_over_the_device_without_a_script(self, inside: Client) -> None:
        assert 'media="screen and (prefers-color-scheme: dark)"' in inside.get("/").content.decode()

        inside.post("/account/settings/", {"form": "looks", "theme": "dark", "language": ""})
        assert 'media="screen">' in inside.get("/").content.decode()

        inside.post("/account/settings/", {"form": "looks", "theme": "light", "language": ""})
        assert "css/dark" not in inside.get("/").content.decode()

    def test_a_visitor_keeps_the_devices(self, client: Client) -> None:
        assert 'media="screen and (prefers-color-scheme: dark)"' in client.get("/").content.decode()

    def test_a_language_is_kept_and_spoken_at_once(self, inside: Client, tern: User) -> None:
        answer = inside.post("/account/settings/", {"form": "looks", "theme": "", "language": "es"})

        assert answer["Location"] == "/es/account/settings/"
        assert User.objects.get(pk=tern.pk).language == "es"

    @pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"language": "xx"}])
    def test_nothing_else_is_taken(self, inside: Client, tern: User, wrong: dict[str, str]) -> None:
        answer = inside.post("/account/settings/", {"form": "looks"} | wrong)

        assert answer.status_code == 422
        assert User.objects.get(pk=tern.pk).theme == ""


class TestNameAndMail:
    SENT = {"form": "name", "username": "Arctic-tern", "email": "arctic@example.org", "password": PASSWORD}

    def test_are_changed_with_the_password(self, inside: Client, tern: User) -> None:
        answer = inside.post("/account/settings/", self.SENT, follow=True)

        person = User.objects.get(pk=tern.pk)
        assert (person.username, person.email) == ("Arctic-tern", "arctic@example.org")
        assert "Saved." in answer.content.decode()

    def test_are_not_changed_without_it(self, inside: Client, tern: User) -> None:
        answer = inside.post("/account/settings/", self.SENT | {"password": "wrong"})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "This is not your password" in page
        assert 'value="Arctic-tern"' in page
        assert User.objects.get(pk=tern.pk).username == "Tern"

    @pytest.mark.parametrize(
        "name", ["Knot", "KNOT", "k", "a@b", "Ｋｎｏｔ", "Kn\u200bot", "Kn\u00adot", "#1", "a\nb", "a b"]
    )
    def test_a_name_that_cannot_be_had_is_said_beside_the_field(self, inside: Client, tern: User, name: str) -> None:
        User.objects.create_user("Knot", password=PASSWORD)

        answer = inside.post("/account/settings/", self.SENT | {"username": name})

        assert answer.status_code == 422
        assert 'class="error"' in answer.content.decode()
        assert User.objects.get(pk=tern.pk).username == "Tern"

    def test_full_width_letters_are_kept_as_plain_ones(self, inside: Client, tern: User) -> None:
        inside.post("/account/settings/", self.SENT | {"username": "Ａrctic"})

        assert User.objects.get(pk=tern.pk).username == "Arctic"

    def test_ones_own_name_in_another_case_is_free(self, inside: Client, tern: User) -> None:
        inside.post("/account/settings/", self.SENT | {"username": "TERN"})

        assert User.objects.get(pk=tern.pk).username == "TERN"

    def test_the_old_name_is_kept_nowhere(self, inside: Client, tern: User) -> None:
        from axes.models import AccessAttempt

        Client().post("/sign-in/", {"username": "tern", "password": "wrong"})
        inside.post("/account/settings/", self.SENT)

        assert not AccessAttempt.objects.exists()


class TestTokens:
    def test_a_secret_is_shown_once(self, inside: Client, tern: User) -> None:
        page = inside.post("/account/tokens/", {"name": "My script", "days": "30"}).content.decode()

        secret = page.split("<code")[1].split(">")[1].split("<")[0]
        assert person_of(secret) == tern
        assert secret not in inside.get("/account/tokens/").content.decode()

    def test_the_same_form_sent_twice_makes_one_and_shows_it_once(self, inside: Client) -> None:
        sent = {"name": "My script", "days": "30", "key": "11111111-1111-4111-8111-111111111111"}
        first, second = (inside.post("/account/tokens/", sent).content.decode() for _ in range(2))

        assert "<code" in first
        assert "<code" not in second
        assert "was made already" in second
        assert Token.objects.count() == 1

    def test_tells_name_and_times_and_ends_one(self, inside: Client, tern: User) -> None:
        token, secret = make_token(by=tern, name="My script")
        person_of(secret)
        page = inside.get("/account/tokens/").content.decode()
        assert "My script" in page
        assert "Last used" in page
        assert token.hash not in page

        answer = inside.post(f"/account/tokens/{token.pk}/end/", follow=True)

        assert "opens nothing any more" in answer.content.decode()
        assert person_of(secret) is None

    def test_nobody_ends_anothers(self, inside: Client) -> None:
        knot = User.objects.create_user("Knot", password=PASSWORD)
        token, secret = make_token(by=knot, name="Theirs")

        assert inside.post(f"/account/tokens/{token.pk}/end/").status_code == 404
        assert person_of(secret) == knot

    @pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 61}, {"days": "0"}, {"days": "x"}, {"key": "x"}])
    def test_a_bad_form_is_answered_in_words(self, inside: Client, tern: User, wrong: dict[str, str]) -> None:
        answer = inside.post("/account/tokens/", {"name": "My script", "days": "30"} | wrong)

        assert answer.status_code == 422
        assert not tokens_of(tern).exists()


class TestTheCopy:
    def test_holds_the_account_and_no_hash(self, inside: Client, tern: User) -> None:
        token, _secret = make_token(by=tern, name="My script")
        copy = inside.get("/account/data/copy.json")

        told = json.loads(copy.content)
        assert copy["Content-Disposition"].startswith("attachment")
        assert (told["account"]["name"], told["account"]["email"]) == ("Tern", "tern@example.org")
        assert [one["name"] for one in told["tokens"]] == ["My script"]
        for page in (copy, inside.get("/account/data/copy.html")):
            assert token.hash not in page.content.decode()
            assert User.objects.get(pk=tern.pk).password not in page.content.decode()

    def test_the_readable_one_needs_no_other_file(self, inside: Client) -> None:
        page = inside.get("/account/data/copy.html").content.decode()

        assert "<style>" in page
        assert not any(mark in page for mark in ("<link", "<script", "src=", "url("))


class TestPasswords:
    def test_are_kept_by_argon2(self, settings: Settings) -> None:
        settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS  # the tests' own is a quick one

        assert make_password(PASSWORD).startswith("argon2$argon2id$")

    def test_another_one_ends_all_other_sessions(self, inside: Client, tern: User) -> None:
        elsewhere = Client()
        elsewhere.post("/sign-in/", {"username": "Tern", "password": PASSWORD})
        new = "another road to the sea"

        inside.post("/account/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

        assert inside.get("/account/settings/").status_code == 200
        assert elsewhere.get("/account/settings/").status_code == 302

    @pytest.mark.parametrize("door", ["settings", "password", "leave"])
    def test_guessing_at_one_door_shuts_them_all_to_the_right_one_too(
        self, inside: Client, tern: User, door: str
    ) -> None:
        """Whoever found a session open learns nothing from the eleventh guess, and changes nothing with it."""
        new = {"new_password1": "another road to the sea", "new_password2": "another road to the sea"}
        doors = {
            "settings": lambda typed: {"form": "name", "username": "Stolen", "email": "", "password": typed},
            "password": lambda typed: {"old_password": typed} | new,
            "leave": lambda typed: {"texts": "keep", "password": typed},
        }

        wrong = [inside.post(f"/account/{door}/", doors[door](f"no {n}")) for n in range(10)]
        right = [inside.post(f"/account/{one}/", doors[one](PASSWORD)) for one in doors]

        assert {answer.status_code for answer in wrong} == {422}
        assert "This is not your password." in wrong[0].content.decode()
        assert [answer.status_code for answer in right] == [429] * 3
        assert all(int(answer["Retry-After"]) > 0 for answer in right)
        kept = User.objects.get(pk=tern.pk)
        assert (kept.username, kept.leaves_at, kept.check_password(PASSWORD)) == ("Tern", None, True)

    def test_a_right_one_is_no_guess(self, inside: Client) -> None:
        sent = {"form": "name", "username": "Tern", "email": "", "password": PASSWORD}

        answers = [inside.post("/account/settings/", sent) for _ in range(12)]

        assert {answer.status_code for answer in answers} == {302}

    def test_a_letter_that_sets_one_ends_all_sessions(
        self, inside: Client, tern: User, mailoutbox: list[object]
    ) -> None:
        Client().post("/password/reset/", {"email": "tern@example.org"})
        letter = str(mailoutbox[0].body)  # type: ignore[attr-defined]
        lost = Client()
        form = lost.get(next(word for word in letter.split() if "/password/reset/" in word), follow=True)
        new = {"new_password1": "another road to the sea", "new_password2": "another road to the sea"}

        lost.post(form.redirect_chain[-1][0], new)

        assert inside.get("/account/settings/").status_code == 302

    def test_a_right_one_from_elsewhere_opens_while_guessing_is_slowed(self, tern: User) -> None:
        for _ in range(9):
            guess = Client(REMOTE_ADDR="203.0.113.9").post("/sign-in/", {"username": "Tern", "password": "wrong"})
        assert guess.status_code == 429

        answer = Client(REMOTE_ADDR="198.51.100.7").post("/sign-in/", {"username": "Tern", "password": PASSWORD})

        assert answer.status_code == 302

    def test_a_school_of_mistakes_locks_nobody_out(self, tern: User) -> None:
        for number in range(30):
            Client().post("/sign-in/", {"username": f"pupil {number}", "password": "wrong"})

        assert Client().post("/sign-in/", {"username": "Tern", "password": PASSWORD}).status_code == 302
