"""The address says the language, else the account, else English; each page names its other languages."""

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation

from core.models import User
from debates.maps.models import Claim, Controversy
from tests.conftest import signed_in


def spoken(client: Client, address: str, **extra: str) -> str:
    """The language in which this address answers, by the page and by the header."""
    answer = client.get(address, **extra)  # type: ignore[arg-type]
    language: str = answer["Content-Language"]
    assert f'<html lang="{language}">' in answer.content.decode()
    return language


@pytest.mark.django_db
class TestWhichLanguage:
    def test_an_address_without_a_language_is_english_whatever_the_browser_likes(self) -> None:
        assert spoken(Client(), "/", HTTP_ACCEPT_LANGUAGE="es") == "en"

    def test_an_address_with_a_language_speaks_it(self) -> None:
        assert spoken(Client(), "/es/") == "es"

    def test_where_the_address_says_nothing_the_account_decides(self, ana: User) -> None:
        User.objects.filter(pk=ana.pk).update(language="es")
        assert spoken(signed_in(ana), "/") == "es"

    def test_the_address_wins_over_the_account(self, ana: User) -> None:
        User.objects.filter(pk=ana.pk).update(language="en")
        assert spoken(signed_in(ana), "/es/") == "es"

    def test_an_account_without_a_wish_reads_what_the_address_says(self, ana: User) -> None:
        assert spoken(signed_in(ana), "/") == "en"

    def test_english_has_no_second_address(self) -> None:
        assert Client().get("/en/").status_code == 404

    def test_the_language_ends_with_the_request(self) -> None:
        Client().get("/es/")
        assert translation.get_language() == "en"

    def test_pages_that_say_no_speak_the_language_too(self) -> None:
        assert spoken(Client(), "/es/nothing/") == "es"
        assert spoken(Client(), "/es/c/nothing/") == "es"

    def test_programmes_are_answered_in_the_language_they_ask_for(self) -> None:
        said = {
            asked: Client().get("/api/nothing/", HTTP_ACCEPT_LANGUAGE=asked)
            for asked in ("es-CO, en;q=0.5", "en", "tlh")
        }
        assert [answer["Content-Language"] for answer in said.values()] == ["es", "en", "en"]
        assert len({answer.content for answer in said.values()}) == 2
        assert all("Accept-Language" in answer["Vary"] for answer in said.values())

    def test_the_process_answers_without_asking_for_an_account(
        self, ana: User, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        client = signed_in(ana)
        with django_assert_num_queries(0):  # type: ignore[operator]
            client.get("/healthz")


def test_addresses_are_found_whatever_is_spoken() -> None:
    for language in ("en", "es"):
        with translation.override(language):
            assert resolve("/c/x/").url_name == resolve("/es/c/x/").url_name == "debate"


def test_links_of_a_spanish_page_are_spanish() -> None:
    with translation.override("es"):
        assert reverse("debate", args=["x"]) == "/es/c/x/"
        assert reverse("admin:index") == "/admin/"


@pytest.mark.django_db
class TestOtherLanguages:
    def test_each_page_names_itself_in_every_language(self, sovereignty: Controversy) -> None:
        for address in ("/c/sovereignty/outline/", "/es/c/sovereignty/outline/"):
            page = Client().get(address).content.decode()
            assert '<link rel="alternate" hreflang="en" href="http://testserver/c/sovereignty/outline/">' in page
            assert '<link rel="alternate" hreflang="es" href="http://testserver/es/c/sovereignty/outline/">' in page
            assert '<link rel="alternate" hreflang="x-default" href="http://testserver/c/sovereignty/outline/">' in page

    def test_the_switch_keeps_what_is_open(self, thesis: Claim) -> None:
        page = Client().get(f"/c/sovereignty/?claim={thesis.pk}").content.decode()
        assert f'<a href="/es/c/sovereignty/?claim={thesis.pk}" lang="es" hreflang="es">Español</a>' in page

    def test_the_switch_of_an_account_with_a_language_changes_the_account(self, ana: User, thesis: Claim) -> None:
        User.objects.filter(pk=ana.pk).update(language="es", theme="dark")
        client = signed_in(ana)
        page = client.get("/c/sovereignty/").content.decode()
        assert 'name="next" value="/c/sovereignty/"' in page
        answer = client.post("/account/language/", {"language": "en", "next": "/c/sovereignty/"})

        assert answer["Location"] == "/c/sovereignty/"
        assert spoken(client, "/c/sovereignty/") == "en"
        ana.refresh_from_db()
        assert (ana.language, ana.theme) == ("en", "dark")

    @pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", ""])
    def test_the_switch_leads_nowhere_else(self, ana: User, elsewhere: str) -> None:
        answer = signed_in(ana).post("/account/language/", {"language": "en", "next": elsewhere})
        assert answer["Location"] == "/"

    def test_the_switch_knows_its_languages(self, ana: User) -> None:
        assert signed_in(ana).post("/account/language/", {"language": "tlh"}).status_code == 422
        assert Client().post("/account/language/", {"language": "en"}).status_code == 403

    def test_a_page_that_says_no_names_home_alone(self, sovereignty: Controversy) -> None:
        page = Client().get("/c/nothing/").content.decode()
        assert "alternate" not in page
        assert 'href="/es/"' in page

    def test_after_the_door_one_is_where_one_wanted_to_go(self, sovereignty: Controversy) -> None:
        answer = Client().get("/es/c/sovereignty/add/")
        assert answer["Location"] == "/es/sign-in/?next=%2Fes%2Fc%2Fsovereignty%2Fadd%2F"

    def test_signing_in_stays_in_the_language(self, ana: User) -> None:
        ana.set_password("tern and heron")
        ana.save()
        answer = Client().post("/es/sign-in/", {"username": "ana", "password": "tern and heron"})
        assert answer["Location"] == "/es/"
