"""The door: who gets in, who is kept out, and that no word typed is lost on the way."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from core.errors import Refusal
from core.middleware import BodyLimit, Refusals
from core.models import User

PASSWORD = "a long road to the sea"
PERSON = {"username": "Tern", "email": "tern@example.org", "password": PASSWORD}

pytestmark = pytest.mark.django_db


@pytest.fixture
def tern() -> User:
    return User.objects.create_user("Tern", email="tern@example.org", password=PASSWORD)


def signed_in_as(client: Client) -> str:
    """The name that the page's head shows."""
    found = re.search(r'<span class="name">(.*?)</span>', client.get("/account/", follow=True).content.decode())
    return found.group(1) if found else ""


class TestSigningUp:
    def test_makes_the_account_and_signs_in(self, client: Client) -> None:
        answer = client.post("/sign-up/", PERSON)
        assert answer.status_code == 302
        assert answer["Location"] == "/"
        assert signed_in_as(client) == "Tern"

    def test_needs_no_mail_address(self, client: Client) -> None:
        assert client.post("/sign-up/", PERSON | {"email": ""}).status_code == 302
        assert User.objects.get(username="Tern").email == ""

    def test_goes_on_to_where_the_visitor_was(self, client: Client) -> None:
        answer = client.post("/sign-up/", PERSON | {"next": "/account/?from=here"})
        assert answer["Location"] == "/account/?from=here"

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_never_goes_on_to_another_host(self, client: Client, elsewhere: str) -> None:
        assert client.post("/sign-up/", PERSON | {"next": elsewhere})["Location"] == "/"

    @pytest.mark.parametrize("name", ["Tern", "tern", "TERN", " tern ", "Ｔｅｒｎ"])
    def test_refuses_a_name_that_somebody_has_in_any_case(self, client: Client, tern: User, name: str) -> None:
        answer = client.post("/sign-up/", PERSON | {"username": name})
        assert answer.status_code == 422
        assert "That name is taken" in answer.content.decode()
        assert User.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"username": "T"},
            {"username": "t" * 41},
            {"username": "tern@example.org"},
            {"username": "a\u202eb"},
            {"username": "a\u200bb"},
            {"username": "a b"},
            {"email": "no address"},
            {"password": "short"},
            {"password": "password"},
            {"username": "sandpiper", "password": "sandpiper1"},
        ],
    )
    def test_says_what_is_wrong_beside_the_field(self, client: Client, wrong: dict[str, str]) -> None:
        answer = client.post("/sign-up/", PERSON | wrong)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in page
        assert 'class="error"' in page
        assert PERSON["password"] not in page
        assert not User.objects.exists()

    def test_sends_people_on_who_are_in_already(self, client: Client, tern: User) -> None:
        client.force_login(tern)
        assert client.get("/sign-up/").status_code == 302
        assert client.get("/sign-in/").status_code == 302


class TestSigningIn:
    @pytest.mark.parametrize("typed", ["Tern", "tern", "TERN", "tern@example.org", "Tern@Example.org"])
    def test_by_name_or_mail_in_any_case(self, client: Client, tern: User, typed: str) -> None:
        answer = client.post("/sign-in/", {"username": typed, "password": PASSWORD, "next": "/account/"})
        assert answer.status_code == 302
        assert answer["Location"] == "/account/"
        assert signed_in_as(client) == "Tern"

    def test_not_by_a_mail_address_that_two_accounts_have(self, client: Client, tern: User) -> None:
        User.objects.create_user("Knot", email="tern@example.org", password=PASSWORD)
        answer = client.post("/sign-in/", {"username": "tern@example.org", "password": PASSWORD})
        assert answer.status_code == 422

    def test_a_wrong_password_is_one_sentence_and_keeps_the_name(self, client: Client, tern: User) -> None:
        answer = client.post("/sign-in/", {"username": "Tern", "password": "wrong", "next": "/account/"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert page.count("do not belong together") == 1
        assert 'value="Tern"' in page
        assert 'value="/account/"' in page

    def test_a_closed_account_looks_like_a_wrong_password(self, client: Client, tern: User) -> None:
        User.objects.filter(pk=tern.pk).update(is_active=False)
        answer = client.post("/sign-in/", {"username": "Tern", "password": PASSWORD})
        assert answer.status_code == 422
        assert "do not belong together" in answer.content.decode()

    def test_never_goes_on_to_another_host(self, client: Client, tern: User) -> None:
        form = {"username": "Tern", "password": PASSWORD, "next": "https://evil.example/"}
        assert client.post("/sign-in/", form)["Location"] == "/"

    def test_guessing_is_slowed_down(self, client: Client, tern: User, settings: Settings) -> None:
        wrong = {"username": "Tern", "password": "wrong"}
        answers = [client.post("/sign-in/", wrong).status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
        assert answers[:-1] == [422] * (settings.AXES_FAILURE_LIMIT - 1)
        locked = client.post("/sign-in/", {"username": "tern@example.org", "password": PASSWORD})
        assert locked.status_code == 429
        assert locked["Retry-After"] == "600"
        assert "Try again in 10 minutes" in locked.content.decode()

    def test_the_way_out_is_a_post(self, client: Client, tern: User) -> None:
        client.force_login(tern)
        assert client.get("/sign-out/").status_code == 405
        assert client.post("/sign-out/")["Location"] == "/"
        assert signed_in_as(client) == ""


class TestTheAccount:
    def test_shows_what_is_kept(self, client: Client, tern: User) -> None:
        client.force_login(tern)
        page = client.get("/account/settings/").content.decode()
        assert "Tern" in page
        assert "tern@example.org" in page

    def test_leads_visitors_to_the_door_and_back(self, client: Client) -> None:
        assert client.get("/account/")["Location"] == "/sign-in/?next=/account/"

    @pytest.mark.parametrize("address", ["/sign-in/", "/sign-up/", "/password/reset/"])
    def test_is_kept_by_no_cache(self, client: Client, address: str) -> None:
        assert "no-store" in client.get(address)["Cache-Control"]

    def test_changes_the_password(self, client: Client, tern: User) -> None:
        client.force_login(tern)
        new = "another road to the sea"
        form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        assert client.post("/account/password/", form, follow=True).status_code == 200
        assert signed_in_as(client) == "Tern"
        tern.refresh_from_db()
        assert tern.check_password(new)

    def test_a_lost_password_is_set_anew_by_letter(self, client: Client, tern: User) -> None:
        assert client.post("/password/reset/", {"email": "TERN@example.org"}).status_code == 302
        (letter,) = mail.outbox
        link = next(word for word in letter.body.split() if word.startswith("http"))
        page = client.get(urlsplit(link).path, follow=True)
        new = "another road to the sea"
        form = {"new_password1": new, "new_password2": new}
        assert client.post(page.request["PATH_INFO"], form)["Location"] == "/password/reset/done/"
        tern.refresh_from_db()
        assert tern.check_password(new)
        used = client.get(urlsplit(link).path, follow=True)
        assert "used already" in used.content.decode()

    def test_the_page_does_not_say_whether_an_address_is_known(self, client: Client) -> None:
        answer = client.post("/password/reset/", {"email": "nobody@example.org"})
        assert answer["Location"] == "/password/reset/sent/"
        assert not mail.outbox


class TestTheDemonstration:
    def test_one_press_is_enough(self, client: Client, settings: Settings) -> None:
        settings.DEMO = True
        User.objects.create_user("curator", password=PASSWORD)
        assert "Look round as somebody" in client.get("/sign-in/").content.decode()
        answer = client.post("/sign-in/demo/", {"name": "curator", "next": "/account/"})
        assert answer["Location"] == "/account/"
        assert signed_in_as(client) == "curator"

    def test_only_its_own_accounts(self, client: Client, tern: User, settings: Settings) -> None:
        settings.DEMO = True
        assert client.post("/sign-in/demo/", {"name": "Tern"}).status_code == 404
        assert client.post("/sign-in/demo/", {"name": "admin"}).status_code == 404  # not made yet

    def test_nowhere_else(self, client: Client, settings: Settings) -> None:
        settings.DEMO = False
        User.objects.create_user("curator", password=PASSWORD)
        assert client.post("/sign-in/demo/", {"name": "curator"}).status_code == 404
        assert "Look round as somebody" not in client.get("/sign-in/").content.decode()


class TestAFormThatCameTooLate:
    TEXT = "A claim that took\nhalf an hour to write."

    def sent(self, **headers: str) -> HttpResponse:
        client = Client(enforce_csrf_checks=True)
        form = {"text": self.TEXT, "key": "7", "password": "secret words", "csrfmiddlewaretoken": "old"}
        answer = client.post("/sign-in/?next=/account/", form, headers=headers)
        assert isinstance(answer, HttpResponse)
        return answer

    def test_comes_back_with_all_that_was_typed(self) -> None:
        answer = self.sent(origin="http://testserver")
        page = answer.content.decode()
        assert answer.status_code == 403
        assert self.TEXT in page
        assert 'name="key" value="7"' in page
        assert 'action="/sign-in/?next=/account/"' in page
        assert "secret words" not in page
        assert 'value="old"' not in page
        assert 'type="password"' in page

    def test_can_be_sent_again(self) -> None:
        client = Client(enforce_csrf_checks=True)
        form = PERSON | {"csrfmiddlewaretoken": "old"}
        page = client.post("/sign-up/", form, headers={"origin": "http://testserver"}).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None
        again = PERSON | {"csrfmiddlewaretoken": token.group(1)}
        assert client.post("/sign-up/", again).status_code == 302

    def test_replaces_the_page_that_htmx_has_open(self) -> None:
        answer = self.sent(origin="http://testserver", hx_request="true")
        assert answer["HX-Retarget"] == "body"

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", "http://["])
    def test_shows_nothing_to_another_site(self, origin: str) -> None:
        page = self.sent(origin=origin).content.decode()
        assert "half an hour" not in page
        assert "Send again" not in page


class TestWhatEveryRequestPasses:
    def test_a_large_body_is_refused_before_it_is_read(self, settings: Settings) -> None:
        request = RequestFactory().post("/sign-up/", {"text": "x"})
        request.META["CONTENT_LENGTH"] = str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE * 2)

        def never(_request: object) -> HttpResponse:
            raise AssertionError("the request was let through")

        answer = BodyLimit(never)(request)
        assert answer.status_code == 413
        assert "too_large" in answer.content.decode()

    @pytest.mark.parametrize("announced", ["", "12", "many", "-1", "٣"])
    def test_others_pass(self, announced: str) -> None:
        request = RequestFactory().post("/sign-up/", {"text": "x"})
        request.META["CONTENT_LENGTH"] = announced
        assert BodyLimit(lambda _request: HttpResponse("through"))(request).content == b"through"

    def test_what_turns_out_large_while_it_is_read_is_refused_too(self, client: Client, settings: Settings) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
        assert client.post("/sign-up/", PERSON | {"username": "t" * 200}).status_code == 413

    def test_a_refusal_becomes_a_page(self, tern: User) -> None:
        request = RequestFactory().post("/")
        request.user = tern
        refusals = Refusals(lambda _request: HttpResponse())
        answer = refusals.process_exception(request, Refusal("rate_limited", "Wait a little.", retry_after=60))
        assert answer is not None
        assert answer.status_code == 429
        assert answer["Retry-After"] == "60"
        assert "Wait a little." in answer.content.decode()
        assert refusals.process_exception(request, ValueError()) is None

    def test_htmx_gets_a_line_for_the_open_page(self, tern: User) -> None:
        request = RequestFactory().post("/", headers={"HX-Request": "true"})
        request.user = tern
        answer = Refusals(lambda _request: HttpResponse()).process_exception(request, Refusal("closed", "Closed."))
        assert answer is not None
        assert answer["HX-Retarget"] == "#say"
        assert "<html" not in answer.content.decode()

    def test_an_unknown_address_is_as_empty_as_a_secret_one(self, client: Client) -> None:
        answer = client.get("/never/was/")
        assert answer.status_code == 404
        assert "There is nothing at this address" in answer.content.decode()
