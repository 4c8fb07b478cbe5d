"""The first debates stand in both languages after `seed`, once, and what is missing is filled in."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from core.accounts.demo import DEMO_ACCOUNTS
from core.accounts.services import ensure_person, sign_up
from core.management.commands import run
from core.models import User
from debates.evidence.models import Source
from debates.management.commands import seed
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy, Grant, Subject

pytestmark = pytest.mark.django_db


def load(monkeypatch: pytest.MonkeyPatch, *languages: str, if_empty: bool = False) -> str:
    """What `seed` says when the site has these languages and one controversy in each."""
    monkeypatch.setattr(seed, "CONTROVERSIES", ("sovereignty",))
    monkeypatch.setattr(seed, "LANGUAGES", languages)
    said = StringIO()
    call_command("seed", if_empty=if_empty, stdout=said)
    return said.getvalue()


def nothing_is_loaded() -> bool:
    return not any(table.objects.exists() for table in (Subject, Source, Grant))


def test_each_controversy_has_an_edition_of_the_same_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    load(monkeypatch, "", "es")
    original = Controversy.objects.get(language="en")
    edition = Controversy.objects.get(language="es")

    assert edition.translation_of == original
    assert edition.subject.translation_of == original.subject
    assert edition.seq == original.seq
    claims = Claim.objects.filter(controversy=edition).order_by("pk")
    assert [claim.language for claim in claims[:3]] == ["es"] * 3
    assert [(claim.rating_count, claim.rating_sum) for claim in claims] == [
        (claim.rating_count, claim.rating_sum) for claim in Claim.objects.filter(controversy=original).order_by("pk")
    ]


def test_a_site_that_has_only_english_gets_the_spanish_edition_added(monkeypatch: pytest.MonkeyPatch) -> None:
    load(monkeypatch, "")
    before = set(Claim.objects.values_list("pk", "text", "edited_at"))
    said = load(monkeypatch, "", "es")

    assert said == "Loaded sovereignty (es).\n"
    assert before <= set(Claim.objects.values_list("pk", "text", "edited_at"))
    assert Subject.objects.count() == Controversy.objects.count() == 2


def test_a_second_time_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    load(monkeypatch, "", "es")
    claims = Claim.objects.count()

    assert load(monkeypatch, "", "es") == "The first debates are there already.\n"
    assert Claim.objects.count() == claims


def test_a_start_loads_them_into_an_empty_site_and_leaves_any_other_alone(
    monkeypatch: pytest.MonkeyPatch, chloe: User
) -> None:
    people = User.objects.count()
    water = maps.open_subject(by=chloe, slug="water", title="Water")
    assert load(monkeypatch, "", if_empty=True) == "There are debates already.\n"
    assert User.objects.exclude(username__in=DEMO_ACCOUNTS).count() == people
    assert not Controversy.objects.exists()

    water.delete()
    assert load(monkeypatch, "", if_empty=True) == "Loaded sovereignty.\n"


def test_a_debate_that_moved_to_another_address_is_not_loaded_again_by_a_start(monkeypatch: pytest.MonkeyPatch) -> None:
    load(monkeypatch, "", if_empty=True)
    Controversy.objects.update(slug="who-rules")

    load(monkeypatch, "", if_empty=True)

    assert Controversy.objects.count() == 1


def test_what_is_interrupted_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(seed, "load_controversy", interrupted)
        with pytest.raises(KeyboardInterrupt):
            load(broken, "")
    assert Subject.objects.count() == Source.objects.count() == 0

    assert load(monkeypatch, "", if_empty=True) == "Loaded sovereignty.\n"


class TestAsAService:
    """With a database of its own: its members are people, whatever they are called."""

    @pytest.fixture(autouse=True)
    def no_demonstration(self, settings: Settings) -> None:
        settings.DEMO = False

    @pytest.mark.parametrize("name", ["editors", "Editors", "luis", "LUIS"])
    def test_a_member_with_the_name_of_one_of_its_people_gets_neither_rights_nor_words(
        self, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        sign_up(name=name, email="", password="a long road to the sea")

        with pytest.raises(CommandError, match=f"called {name.lower()}"):
            load(monkeypatch, "")

        assert nothing_is_loaded()
        assert [*User.objects.values_list("username", flat=True)] == [name]

    def test_the_site_opens_all_the_same(self) -> None:
        sign_up(name="Editors", email="", password="a long road to the sea")
        said = StringIO()

        run.Command(stdout=said).prepare_debates()

        assert "The first debates are not loaded" in said.getvalue()
        assert nothing_is_loaded()

    def test_an_empty_site_gets_them_and_no_accounts_to_try(self, monkeypatch: pytest.MonkeyPatch) -> None:
        load(monkeypatch, "", if_empty=True)

        assert Subject.objects.exists()
        assert not User.objects.filter(username__in=DEMO_ACCOUNTS).exists()
        assert not any(person.has_usable_password() for person in User.objects.all())


def test_an_account_of_the_demonstration_is_found_in_any_case() -> None:
    kept = ensure_person(name="Curator", password="a long road to the sea")

    assert ensure_person(name="curator", password="another") == kept
    assert User.objects.get().check_password("a long road to the sea")
