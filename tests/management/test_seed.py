"""The first debates stand in both languages after `seed`, once, and what is missing is filled in."""

from io import StringIO

import pytest
from django.core.management import call_command

from debates.management.commands import seed
from debates.maps.models import Claim, Controversy, Subject

pytestmark = pytest.mark.django_db


def load(monkeypatch: pytest.MonkeyPatch, *languages: str) -> str:
    """What `seed` says when the site has these languages and one controversy in each."""
    monkeypatch.setattr(seed, "CONTROVERSIES", ("sovereignty",))
    monkeypatch.setattr(seed, "LANGUAGES", languages)
    said = StringIO()
    call_command("seed", stdout=said)
    return said.getvalue()


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
