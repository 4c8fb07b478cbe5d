"""Sources and evidence: what is written, what is refused, and what a retraction does."""

from typing import Any

import pytest

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.models import Evidence, Source
from debates.evidence.queries import counted_uses, entries_about
from debates.evidence.services import (
    add_source,
    cite,
    edit_source,
    reinstate_source,
    retract_source,
)
from debates.history.models import Entry
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.queries import rights_of
from debates.maps.rules import Role
from debates.maps.services import add_claim, grant_role, hide, lock, withdraw
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


def test_a_new_source_comes_with_its_evidence_and_a_known_one_is_named(
    ben: User, thesis: Claim, survey: Source, sovereignty: Controversy
) -> None:
    new = cite(claim=thesis, by=ben, side="pro", text="Yes.", new_source={"title": "Report"})
    with refused("source_known", "source") as told:
        cite(claim=thesis, by=ben, side="context", text="So.", new_source={"title": "Else", "doi": "10.1000/182"})

    assert new.source is not None
    assert (new.source.title, new.source.added_by_id) == ("Report", ben.pk)
    assert told[0].current == {"id": survey.pk, "title": "Survey of aid"}
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
        assert Evidence.objects.get(pk=line.contribution).controversy == controversy
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
    standing = add_source(by=chloe, title="Standing")
    with refused("wrong_state"):
        reinstate_source(source=standing, by=chloe)


def test_a_retraction_is_for_curators_of_the_whole_site(
    ana: User, survey: Source, sovereignty: Controversy, root: User
) -> None:
    """It counts on every map; a description is mended by a curator of any place."""
    grant_role(user=ana, role=Role.CURATOR, by=None, controversy=sovereignty)
    with refused("not_curator"):
        retract_source(source=survey, by=ana, reason="Fraud")
    edit_source(source=survey, by=ana, publisher="Press")

    retract_source(source=survey, by=root, reason="Fraud")
    first = survey.retracted_at
    retract_source(source=survey, by=root, reason="Fraud, says the publisher")
    retract_source(source=survey, by=root, reason="Fraud, says the publisher")

    assert (survey.retracted_at, survey.reason) == (first, "Fraud, says the publisher")
    assert Entry.objects.filter(verb="source.retracted").count() == 2


def test_nobody_learns_from_a_retraction_of_a_use_that_they_may_not_read(
    ana: User, mod: User, chloe: User, thesis: Claim, survey: Source, sovereignty: Controversy
) -> None:
    hidden = cite(claim=thesis, by=ana, side="pro", text="Yes.", source=survey)
    hide(contribution=hidden, by=mod, reason="rude")

    retract_source(source=survey, by=chloe, reason="Fraud")

    told = entries_about(source=survey)
    assert [entry.verb for entry in told] == ["source.retracted", "source.added"]
    assert {(entry.controversy_id, entry.contribution) for entry in told} == {(None, None)}
    assert last_line(sovereignty).contribution == hidden.pk  # read through the gate of the evidence, or not at all


def test_who_leans_on_a_source_is_told_as_far_as_one_may_read(
    ana: User, mod: User, thesis: Claim, survey: Source
) -> None:
    one, two = (cite(claim=thesis, by=ana, side="pro", text=text, source=survey) for text in ("One.", "Two."))
    hide(contribution=two, by=mod, reason="rude")

    assert [*counted_uses(viewer=None)] == [*counted_uses(viewer=mod)] == [one]
    assert isinstance(fresh(two), Evidence)


def _strength(claim: Claim) -> float:
    return load_shape(controversy=claim.controversy, rights=rights_of(None)).solved.strength[claim.pk]
