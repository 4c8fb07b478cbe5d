"""What the database promises about tallies, history, numbers and sources, asked by raw SQL around the services."""

import pytest
from django.db import IntegrityError, transaction

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.models import Evidence
from debates.evidence.services import cite
from debates.maps.models import Claim, Controversy
from debates.maps.services import add_claim, add_reply
from debates.ratings.services import rate
from tests.maps.raw import broken, put, sql
from tests.maps.worlds import fresh


@pytest.fixture
def reply(thesis: Claim, ben: User) -> Claim:
    """Ben's answer to Ana's thesis."""
    return add_reply(to=thesis, side="con", by=ben, text="It is asked for.")


@pytest.fixture
def survey(thesis: Claim, ana: User) -> Evidence:
    """Evidence under the thesis."""
    return cite(claim=thesis, by=ana, side="pro", text="Yes.", new_source={"title": "Survey", "doi": "10.1000/182"})


def test_a_tally_is_kept_with_every_rating(thesis: Claim, ana: User, ben: User, chloe: User) -> None:
    def tally() -> tuple[int, int]:
        row = fresh(thesis)
        return row.rating_count, row.rating_sum

    for person, value in ((ben, 4), (chloe, 1)):
        rate(target=thesis, by=person, value=value)
    sql("UPDATE debates_rating SET value = 3 WHERE rater_id = %s", ben.pk)
    assert tally() == (2, 4)
    sql("UPDATE debates_rating SET counted = false WHERE rater_id = %s", ben.pk)
    assert tally() == (1, 1)
    sql("UPDATE debates_rating SET counted = true, value = 0")
    assert tally() == (2, 0)
    sql("DELETE FROM debates_rating WHERE rater_id = %s", chloe.pk)
    assert tally() == (1, 0)


def test_a_rating_is_one_a_person_and_thing_and_between_0_and_4(
    thesis: Claim, reply: Claim, ana: User, ben: User
) -> None:
    rate(target=thesis, by=ben, value=4)
    comment = add_comment(on=thesis, by=ana, text="Define aid?")
    new = (
        "INSERT INTO debates_rating (target_id, rater_id, value, revision_rated, counted) VALUES (%s, %s, %s, 1, true)"
    )

    with broken("rating_is_one_per_person_and_thing"):
        sql(new, thesis.pk, ben.pk, 3)
    with broken("rating_is_between_0_and_4"):
        sql(new, reply.pk, ana.pk, 5)
    with broken("debates_rating_value_check"):
        sql(new, reply.pk, ana.pk, -1)
    with broken("DS007"):
        sql(new, comment.pk, ben.pk, 3)
    with broken("DS011"):
        sql("UPDATE debates_rating SET target_id = %s", reply.pk)
    with broken("DS011"):
        sql("UPDATE debates_rating SET rater_id = %s", ana.pk)


def test_history_is_only_ever_added_to(thesis: Claim, ana: User) -> None:
    for column, value in (("before", '{"x": 1}'), ("after", "{}"), ("reason", "x"), ("seq", 99), ("verb", "a.b")):
        with broken("DS012"):
            sql(f"UPDATE debates_entry SET {column} = %s WHERE contribution = %s", value, thesis.pk)
    with broken("DS012"):
        sql("UPDATE debates_entry SET actor_id = NULL WHERE contribution = %s", thesis.pk)
    with broken("DS012"):
        sql("UPDATE debates_entry SET at = now() + interval '1 day' WHERE contribution = %s", thesis.pk)
    with broken("DS012"):
        sql("DELETE FROM debates_entry WHERE contribution = %s", thesis.pk)
    for bit in ("hide_text", "hide_reason", "hide_actor"):
        assert sql(f"UPDATE debates_entry SET {bit} = true WHERE contribution = %s", thesis.pk) == 1


def test_erasure_alone_purges_and_still_rewrites_no_fact(thesis: Claim) -> None:
    sql("SET LOCAL dissoi.erases = 'on'")
    purge = "UPDATE debates_entry SET before = '{}', after = '{}', reason = '', actor_id = NULL WHERE contribution = %s"
    assert sql(purge, thesis.pk) == 1
    for change in ("verb = 'a.b'", "seq = 99", "at = now() + interval '1 day'", "contribution = 1"):
        with broken("DS012"):
            sql(f"UPDATE debates_entry SET {change} WHERE contribution = %s", thesis.pk)
    with broken("DS012"):
        sql("DELETE FROM debates_entry WHERE contribution = %s", thesis.pk)


def test_a_maps_number_only_grows_and_is_used_once(sovereignty: Controversy, thesis: Claim) -> None:
    with broken("DS013"):
        sql("UPDATE debates_controversy SET seq = seq - 1 WHERE id = %s", sovereignty.pk)
    with broken("entry_number_is_unique_in_a_controversy"):
        sql(
            "INSERT INTO debates_entry (controversy_id, seq, verb, version, before, after, reason, hide_text,"
            " hide_reason, hide_actor) VALUES (%s, 1, 'a.b', 1, '{}', '{}', '', false, false, false)",
            sovereignty.pk,
        )


def test_a_source_has_a_web_address_and_its_doi_to_itself(survey: Evidence) -> None:
    for column in ("url", "archive_url"):
        for value in ("javascript:alert(1)", "ftp://example.org", "https://a b", "//example.org"):
            with pytest.raises(IntegrityError), transaction.atomic():
                sql(f"UPDATE debates_source SET {column} = %s", value)
    copy = "INSERT INTO debates_source (type, title, authors, publisher, container, issued, number, url, doi,\
 archive_url, link, reason) SELECT type, title, authors, publisher, container, issued, number, url, {doi}, archive_url,\
 link, reason FROM debates_source WHERE id = %s"
    with broken("source_doi_is_unique"):
        sql(copy.format(doi="doi"), survey.source_id)
    for _again in range(2):
        assert sql(copy.format(doi="NULL"), survey.source_id) == 1
    with broken("source_doi_is_well_formed"):
        sql("UPDATE debates_source SET doi = '11.1/x'")
    with broken("retraction_has_a_reason"):
        sql("UPDATE debates_source SET retracted_at = now()")


def test_thesis_positions_are_unique_at_the_commit(thesis: Claim, ana: User) -> None:
    second = add_claim(controversy=thesis.controversy, by=ana, text="Aid is a debt.")

    put(thesis, thesis_position=2)
    put(second, thesis_position=1)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("SET CONSTRAINTS ALL DEFERRED")
    with broken("thesis_position_is_unique"):
        put(thesis, thesis_position=1)
