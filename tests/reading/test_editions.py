"""Pages and lists in the reader's language, where what they show has an edition in it."""

import pytest
from django.test import Client

from core.models import User
from debates.maps import queries
from debates.maps import services as maps
from debates.maps.models import Controversy, Subject
from debates.maps.queries import NOBODY
from debates.reading.lists import load_home, load_subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def relaciones(relations_subject: Subject, chloe: User) -> Subject:
    """The subject in Spanish."""
    return maps.open_subject(
        by=chloe, slug="relaciones", title="Relaciones", language="es", translation_of=relations_subject
    )


@pytest.fixture
def soberania(relaciones: Subject, sovereignty: Controversy, chloe: User) -> Controversy:
    """The controversy in Spanish."""
    return maps.open_controversy(
        subject=relaciones,
        by=chloe,
        slug="soberania",
        title="Soberanía",
        question="¿Debilita la ayuda la soberanía?",
        state="open",
        translation_of=sovereignty,
    )


@pytest.fixture
def drugs(relations_subject: Subject, chloe: User) -> Controversy:
    """A controversy that nobody has translated."""
    return maps.open_controversy(
        subject=relations_subject, by=chloe, slug="drugs", title="Drugs", question="Do they?", state="open"
    )


def home(language: str) -> dict[str, list[str]]:
    """What home shows: {subject: controversies}."""
    rights = queries.rights_of(NOBODY)
    groups = load_home(rights=rights, language=language)
    return {group.subject.slug: [row.controversy.slug for row in group.rows] for group in groups}


def test_home_shows_one_edition_of_each_thing(soberania: Controversy) -> None:
    assert home("en") == {"relations": ["sovereignty"]}
    assert home("es") == {"relaciones": ["soberania"]}


def test_what_has_no_edition_is_shown_as_it_is(soberania: Controversy, drugs: Controversy) -> None:
    assert home("es") == {"relaciones": ["soberania", "drugs"]}
    assert home("en") == {"relations": ["sovereignty", "drugs"]}


def test_a_subject_without_an_edition_is_shown_as_it_is(sovereignty: Controversy) -> None:
    assert home("es") == {"relations": ["sovereignty"]}


def test_the_language_is_named_where_it_is_another(sovereignty: Controversy) -> None:
    spanish, english = (Client().get(address).content.decode() for address in ("/es/", "/"))
    assert '<span lang="en">Sovereignty</span> <span class="tag">' in spanish
    assert "<span>Sovereignty</span></h3>" in english


def test_an_edition_that_is_not_open_yet_hides_nothing(soberania: Controversy) -> None:
    Controversy.objects.filter(pk=soberania.pk).update(state="draft")
    assert home("es") == {"relaciones": ["sovereignty"]}


def test_a_subject_lists_what_none_of_its_own_translates(
    relaciones: Subject, soberania: Controversy, drugs: Controversy
) -> None:
    rows = load_subject(subject=relaciones, rights=queries.rights_of(NOBODY))
    assert [row.controversy.slug for row in rows] == ["soberania", "drugs"]


@pytest.mark.parametrize("page", ["/c/{}/", "/c/{}/outline/"])
def test_a_page_names_its_other_edition(page: str, soberania: Controversy) -> None:
    english, spanish = page.format("sovereignty"), "/es" + page.format("soberania")
    for address in (english, spanish, "/es" + english, page.format("soberania")):
        head = Client().get(address).content.decode()
        assert f'hreflang="en" href="http://testserver{english}"' in head
        assert f'hreflang="es" href="http://testserver{spanish}"' in head


def test_a_subject_names_its_other_edition(relaciones: Subject) -> None:
    head = Client().get("/s/relations/").content.decode()
    assert 'hreflang="es" href="http://testserver/es/s/relaciones/"' in head
    assert '<a href="/es/s/relaciones/" lang="es" hreflang="es">Español</a>' in head


def test_a_page_never_names_an_edition_that_is_not_open(soberania: Controversy) -> None:
    Controversy.objects.filter(pk=soberania.pk).update(state="draft")
    page = Client().get("/c/sovereignty/").content.decode()
    assert "soberania" not in page


def test_links_in_an_article_lead_to_pages_in_the_same_language(relations_subject: Subject) -> None:
    Subject.objects.update(background="See [it](/c/sovereignty/) and [that](https://example.org/c/x/).")
    page = Client().get("/es/s/relations/").content.decode()
    assert 'href="/es/c/sovereignty/"' in page
    assert 'href="https://example.org/c/x/"' in page
