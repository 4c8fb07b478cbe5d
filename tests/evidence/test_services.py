"""Sources and evidence: what is written, what is refused, and what a retraction does."""

from typing import Any

import pytest

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.models import Evidence, Source
from debates.evidence.queries import find_source, leaning_on, search_sources
from debates.evidence.services import add_source, cite, edit_source, reinstate_source, retract_source
from debates.history.models import Entry
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.queries import rights_of
from debates.maps.services import add_claim, hide, lock, withdraw
from debates.reading.shape import load_shape
from tests.maps.worlds import (
    PENDING,
    ClassRoom,
    assert_no_holes,
    fresh,
    last_line,
    open_map,
    refused,
    seq_of,
    set_map,
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


def test_evidence_ties_a_source_to_a_claim(ben: User, thesis: Claim, survey: Source, sovereignty: Controversy) -> None:
    before = seq_of(sovereignty)

    evidence = cite(
        claim=thesis, by=ben, side="con", text="No trend.", source=survey, form="data", genre="study", locator="t. 2"
    )

    assert (evidence.claim_id, evidence.source_id, evidence.side) == (thesis.pk, survey.pk, "con")
    assert (evidence.form, evidence.genre, evidence.locator) == ("data", "study", "t. 2")
    assert seq_of(sovereignty) == before + 1
    line = last_line(sovereignty)
    assert line.verb == "evidence.added"
    assert line.after == {"claim": thesis.pk, "source": survey.pk, "side": "con", "text": "No trend."}


def test_a_new_source_comes_with_its_evidence_and_a_known_one_is_used(
    ben: User, thesis: Claim, survey: Source, sovereignty: Controversy
) -> None:
    new = cite(claim=thesis, by=ben, side="pro", text="Yes.", new_source={"title": "Report"})
    known = cite(claim=thesis, by=ben, side="context", text="So.", new_source={"title": "Else", "doi": "10.1000/182"})

    assert new.source is not None
    assert (new.source.title, known.source_id) == ("Report", survey.pk)
    assert Source.objects.count() == 2
    assert_no_holes(sovereignty)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"text": " "}, "text_missing", "text"),
        ({"text": "x" * 1001}, "too_long", "text"),
        ({"text": "a\x00b"}, "bad_characters", "text"),
        ({"locator": "x" * 201}, "too_long", "locator"),
        ({"side": "both"}, "unknown_choice", "side"),
        ({"form": "song"}, "unknown_choice", "form"),
        ({"genre": "song"}, "unknown_choice", "genre"),
        ({"form": "quotation"}, "locator_missing", "locator"),
        ({"new_source": None}, "invalid", "source"),
        ({"new_source": {"title": ""}}, "text_missing", "title"),
        ({"new_source": {"title": "A", "url": "javascript:1"}}, "bad_address", "url"),
    ],
)
def test_evidence_is_refused_beside_the_field_that_is_wrong(
    ben: User, thesis: Claim, fields: dict[str, Any], code: str, field: str
) -> None:
    said: dict[str, Any] = {"side": "pro", "text": "No trend.", "new_source": {"title": "Report"}} | fields

    with refused(code, field):
        cite(claim=thesis, by=ben, **said)


def test_evidence_stands_under_an_open_claim(
    ana: User, ben: User, mod: User, thesis: Claim, survey: Source, sovereignty: Controversy
) -> None:
    evidence = cite(claim=thesis, by=ana, side="pro", text="Yes.", source=survey)
    comment = add_comment(on=thesis, by=ana, text="Define aid?")

    for target in (evidence, comment):
        with refused("bad_reply"):
            cite(claim=target, by=ben, side="pro", text="Yes.", source=survey)
    lock(contribution=thesis, by=mod)
    with refused("locked"):
        cite(claim=thesis, by=ben, side="pro", text="Yes.", source=survey)
    other = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    withdraw(contribution=other, by=ana)
    with refused("not_found"):
        cite(claim=other, by=ben, side="pro", text="Yes.", new_source={"title": "New and not kept"})
    set_map(sovereignty, state="closed")
    with refused("closed"):
        cite(claim=thesis, by=ben, side="pro", text="Yes.", source=survey)


def test_evidence_waits_on_a_premoderated_map_and_lies_in_its_claims_layer(
    ana: User, chloe: User, thesis: Claim, survey: Source, sovereignty: Controversy, relations_subject: Subject
) -> None:
    set_map(sovereignty, premoderated=True)
    assert cite(claim=thesis, by=ana, side="pro", text="Yes.", source=survey).state == PENDING

    room = ClassRoom(relations_subject, chloe)
    owl = room.seat("owl", 1)
    claim = add_claim(controversy=room.map, by=owl, text="Of group one.")
    by_host = cite(claim=claim, by=room.host, side="pro", text="Yes.", source=survey)
    assert by_host.layer_id == room.layers[0].pk
    room.allow(["read", "add"])
    with refused("not_allowed_now"):
        cite(claim=claim, by=owl, side="pro", text="Yes.", source=survey)


def test_a_curator_mends_a_source(ana: User, mod: User, chloe: User, survey: Source) -> None:
    other = add_source(by=ana, title="Another", doi="10.1000/183", url="https://example.org/other")
    for person in (ana, mod):
        with refused("not_curator"):
            edit_source(source=survey, by=person, title="Mine")
    with refused("bad_address", "url"):
        edit_source(source=survey, by=chloe, url="javascript:1")
    with refused("source_known", "source"):
        edit_source(source=survey, by=chloe, doi=other.doi)

    edit_source(source=survey, by=chloe, title="Survey of aid, 2nd ed.", doi="")

    assert (survey.title, survey.doi, survey.url) == ("Survey of aid, 2nd ed.", None, "https://example.org/survey")
    line = Entry.objects.get(verb="source.edited")
    assert line.before == {"title": "Survey of aid", "doi": "10.1000/182"}
    assert line.after == {"title": "Survey of aid, 2nd ed.", "doi": None, "id": survey.pk}


def test_a_retraction_weakens_every_map_that_leans_on_the_source_and_can_be_taken_back(
    ana: User, chloe: User, thesis: Claim, survey: Source, sovereignty: Controversy, relations_subject: Subject
) -> None:
    other = open_map(relations_subject, chloe, "other")
    far = add_claim(controversy=other, by=ana, text="Aid is a debt.")
    for claim in (thesis, far):
        cite(claim=claim, by=ana, side="pro", text="Yes.", source=survey)
    strengths = [_strength(thesis), _strength(far)]
    with refused("not_curator"):
        retract_source(source=survey, by=ana, reason="Fraud")
    with refused("text_missing", "reason"):
        retract_source(source=survey, by=chloe, reason=" ")
    with refused("too_long", "reason"):
        retract_source(source=survey, by=chloe, reason="x" * 301)

    retract_source(source=survey, by=chloe, reason="Fraud")

    survey.refresh_from_db()
    assert bool(survey.retracted_at)
    for controversy in (sovereignty, other):
        line = last_line(controversy)
        assert (line.verb, line.reason, line.after) == ("source.retracted", "Fraud", {"id": survey.pk})
        assert_no_holes(controversy)
    assert [_strength(thesis), _strength(far)] == [0.5, 0.5]
    with refused("not_curator"):
        reinstate_source(source=survey, by=ana)
    reinstate_source(source=survey, by=chloe)
    assert (bool(survey.retracted_at), survey.reason) == (False, "")
    assert last_line(other).verb == "source.reinstated"
    assert [_strength(thesis), _strength(far)] == strengths
    assert strengths[0] > 0.5


def test_a_source_that_nobody_leans_on_is_retracted_too(chloe: User, survey: Source) -> None:
    retract_source(source=survey, by=chloe, reason="Fraud")

    assert Entry.objects.get(verb="source.retracted").controversy_id is None


def test_who_leans_on_a_source_is_told_as_far_as_one_may_read(
    ana: User, mod: User, thesis: Claim, survey: Source
) -> None:
    one, two = (cite(claim=thesis, by=ana, side="pro", text=text, source=survey) for text in ("One.", "Two."))
    hide(contribution=two, by=mod, reason="rude")

    assert [*leaning_on(source=survey, viewer=None)] == [one]
    assert [*leaning_on(source=survey, viewer=mod)] == [one, two]
    assert isinstance(fresh(two), Evidence)


def _strength(claim: Claim) -> float:
    return load_shape(controversy=claim.controversy, rights=rights_of(None)).solved.strength[claim.pk]
