"""The library of sources: added once, found under every spelling, mended by those who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import User
from debates.evidence.models import Source
from debates.evidence.queries import find_source, search_sources
from debates.evidence.services import (
    add_source,
    add_sources,
    cite,
    edit_source,
    retract_source,
)
from debates.history.models import Entry
from debates.maps.models import Subject
from debates.maps.services import add_claim
from tests.maps.worlds import (
    ClassRoom,
    refused,
)


@pytest.fixture
def survey(ana: User) -> Source:
    """A source of the library."""
    return add_source(by=ana, title="Survey of aid", url="https://example.org/survey", doi="10.1000/182")


def test_a_source_enters_the_library_with_a_line_of_history(ana: User) -> None:
    source = add_source(
        by=ana,
        title=" Aid  and the state ",
        url="https://example.org/a?b=c#d",
        doi="https://doi.org/10.1000/ABC",
        csl_type="book",
        publisher="Press",
        authors=[{"family": "Roe"}],
        issued=[2001],
    )

    assert (source.title, source.doi, source.csl_type) == ("Aid and the state", "10.1000/abc", "book")
    assert (source.author_line, source.year) == ("Roe", "2001")
    line = Entry.objects.get(verb="source.added")
    assert (line.actor_id, line.after) == (ana.pk, {"id": source.pk, "title": source.title})


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"title": ""}, "text_missing", "title"),
        ({"title": "x" * 401}, "too_long", "title"),
        ({"title": "a\x00b"}, "bad_characters", "title"),
        ({"publisher": "x" * 201}, "too_long", "publisher"),
        ({"container": "\u202e"}, "bad_characters", "container"),
        ({"number": "x" * 81}, "too_long", "number"),
        ({"url": "javascript:alert(1)"}, "bad_address", "url"),
        ({"url": "ftp://example.org/x"}, "bad_address", "url"),
        ({"url": "example.org"}, "bad_address", "url"),
        ({"url": "https://exa mple.org"}, "bad_address", "url"),
        ({"url": "https://user:pass@example.org/"}, "bad_address", "url"),
        ({"url": "https://[::1"}, "bad_address", "url"),
        ({"url": "https://example.org/\x0b"}, "bad_characters", "url"),
        ({"url": "https://example.org/" + "x" * 1000}, "too_long", "url"),
        ({"archive_url": "data:text/html,x"}, "bad_address", "archive_url"),
        ({"doi": "11.1000/182"}, "invalid", "doi"),
        ({"doi": "10.1000/a b"}, "invalid", "doi"),
        ({"doi": "10.1000/" + "İ" * 150}, "too_long", "doi"),
        ({"csl_type": "song"}, "unknown_choice", "csl_type"),
        ({"volume": "x" * 41}, "too_long", "volume"),
        ({"authors": "Roe"}, "invalid", "authors"),
        ({"authors": [{"suffix": "Jr."}]}, "invalid", "authors"),
        ({"authors": ["Roe"]}, "invalid", "authors"),
        ({"authors": [{"family": "R\u202eoe"}]}, "bad_characters", "authors"),
        ({"authors": [{"family": "Roe"}] * 101}, "invalid", "authors"),
        ({"issued": [2015, 13]}, "invalid", "issued"),
        ({"issued": [2015, 2, 29]}, "invalid", "issued"),
        ({"issued": ["2015"]}, "invalid", "issued"),
        ({"issued": 2015}, "invalid", "issued"),
        ({"url": "https://example.org:99999/"}, "bad_address", "url"),
    ],
)
def test_a_source_is_refused_beside_the_field_that_is_wrong(
    ana: User, fields: dict[str, Any], code: str, field: str
) -> None:
    with refused(code, field):
        add_source(by=ana, **({"title": "Survey"} | fields))


def test_a_web_address_may_be_shouted(ana: User) -> None:
    assert add_source(by=ana, title="Loud", url="HTTPS://Example.org/A").url == "https://Example.org/A"


def test_a_source_is_known_by_its_doi_or_address(ana: User, ben: User, survey: Source) -> None:
    for known in ({"doi": "doi:10.1000/182"}, {"url": "https://example.org/survey"}):
        with refused("source_known", "source") as told:
            add_source(by=ben, title="The same", **known)
        assert told[0].current == {"id": survey.pk, "title": "Survey of aid"}
    assert find_source(doi="10.1000/182", url="https://elsewhere.org/") == survey
    assert find_source(doi=None, url="") is None
    assert search_sources(words="AID survey") == [survey]
    assert search_sources(words="aid law") == []


def test_a_source_is_found_by_what_its_names_say_and_not_by_how_they_are_kept(ana: User) -> None:
    authors = [
        {"family": "Cruz", "given": "Inés", "non-dropping-particle": "de la", "suffix": "Jr."},
        {"literal": "World Bank"},
    ]
    source = add_source(by=ana, title="Survey of aid", authors=authors)

    for said in ("ines cruz", "de la", "jr", "bank world"):
        assert search_sources(words=said) == [source], said
    for kept in ("family", "given", "literal", "suffix", "particle"):
        assert search_sources(words=kept) == [], kept


def test_a_curator_mends_a_source(ana: User, ben: User, mod: User, chloe: User, survey: Source) -> None:
    other = add_source(by=ana, title="Another", doi="10.1000/183", url="https://example.org/other")
    for person in (ben, mod):
        with refused("not_curator"):
            edit_source(source=survey, by=person, title="Mine")
    with refused("bad_address", "url"):
        edit_source(source=survey, by=chloe, url="javascript:1")
    with refused("source_known", "source"):
        edit_source(source=survey, by=chloe, doi=other.doi)
    with refused("source_known", "source"):
        edit_source(source=survey, by=chloe, doi="", url="http://www.example.org/other/")

    edit_source(source=survey, by=chloe, title="Survey of aid, 2nd ed.", doi="")

    assert (survey.title, survey.doi, survey.url) == ("Survey of aid, 2nd ed.", None, "https://example.org/survey")
    line = Entry.objects.get(verb="source.edited")
    assert line.before == {"title": "Survey of aid", "doi": "10.1000/182"}
    assert line.after == {"title": "Survey of aid, 2nd ed.", "doi": None, "id": survey.pk}
    assert (line.version, survey.revision, line.controversy_id) == (2, 2, None)


def test_whoever_added_a_source_mends_it_for_a_day(ana: User, chloe: User, survey: Source) -> None:
    edit_source(source=survey, by=ana, publisher="Press")
    assert survey.publisher == "Press"

    Source.objects.filter(pk=survey.pk).update(created_at=timezone.now() - timedelta(hours=25))
    with refused("too_late"):
        edit_source(source=survey, by=ana, publisher="Another")
    Source.objects.filter(pk=survey.pk).update(created_at=timezone.now())
    retract_source(source=survey, by=chloe, reason="Fraud")
    with refused("too_late"):
        edit_source(source=survey, by=ana, title="Nothing happened")


def test_a_mend_over_what_one_has_not_seen_changes_nothing(ana: User, chloe: User, survey: Source) -> None:
    edit_source(source=survey, by=chloe, publisher="Press", base_revision=1)

    with refused("edit_conflict") as told:
        edit_source(source=survey, by=ana, publisher="Another", base_revision=1)

    assert (told[0].current["publisher"], told[0].current["revision"]) == ("Press", 2)
    assert Source.objects.get().publisher == "Press"
    edit_source(source=survey, by=chloe, publisher="Press", base_revision=2)
    assert Entry.objects.filter(verb="source.edited").count() == 1


@pytest.mark.parametrize(
    "spelling",
    [
        {"doi": "https://doi.org/10.1000/182"},
        {"doi": "http://dx.doi.org/10.1000/182?utm_source=x"},
        {"doi": "DOI: 10.1000/182."},
        {"url": "https://doi.org/10.1000/182"},
        {"url": "https://www.doi.org/10.1000%2F182"},
        {"url": "http://example.org/survey"},
        {"url": "HTTPS://WWW.Example.ORG:443/survey/"},
        {"url": "https://example.org/survey?utm_source=mail&utm_campaign=x#page=3"},
        {"url": "https://example.org/%73urvey?fbclid=1"},
    ],
)
def test_near_spellings_of_an_address_meet(ben: User, ana: User, spelling: dict[str, str]) -> None:
    known = add_source(by=ana, title="Survey of aid", url="https://example.org/survey")
    edit_source(source=known, by=ana, doi="10.1000/182" if "oi" in str(spelling) else "")

    with refused("source_known", "source") as told:
        add_source(by=ben, title="The same", **spelling)

    assert told[0].current["id"] == known.pk
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"url": "https://example.org/survey?page=2"},
        {"url": "https://example.org/Survey"},
        {"url": "https://sub.example.org/survey"},
        {"url": "https://example.org:8080/survey"},
        {"url": "https://example.org/survey#/another"},
        {"url": "https://example.org/survey", "doi": "10.1000/chapter.2"},
        {"doi": "10.1000/1822"},
    ],
)
def test_different_documents_do_not_meet(ben: User, ana: User, other: dict[str, str]) -> None:
    """A part of a document that has a DOI of its own is a source of its own, whatever address they share."""
    add_source(by=ana, title="Survey of aid", url="https://example.org/survey", doi="10.1000/182")

    add_source(by=ben, title="Another", **other)

    assert Source.objects.count() == 2


def test_the_database_keeps_one_source_an_address_where_there_is_no_doi(ana: User) -> None:
    add_source(by=ana, title="Survey", url="https://example.org/survey")

    with pytest.raises(IntegrityError, match="source_without_a_doi_has_an_address_of_its_own"), transaction.atomic():
        Source.objects.create(title="The same", url="http://example.org/survey/", address="example.org/survey")
    with refused("source_known", "source"), transaction.atomic():
        add_sources(
            by=ana, described=[{"title": "x", "url": "https://example.org/survey", "address": "example.org/survey"}]
        )


def test_a_guest_adds_a_source_only_with_evidence_in_class(ana: User, chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl = room.seat("owl", 1)
    claim = add_claim(controversy=room.map, by=owl, text="Of group one.")

    with refused("forbidden"):
        add_source(by=owl, title="Survey")
    evidence = cite(claim=claim, by=owl, side="pro", text="Yes.", new_source={"title": "Survey"})

    assert evidence.source == Source.objects.get()
