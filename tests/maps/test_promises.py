"""What the database promises about kinds, ends, layers and columns, asked by raw SQL around the services."""

from importlib import import_module
from typing import Any

import pytest

from core.models import User
from core.text import SEEN_PATTERN, is_seen
from debates.comments.services import add_comment
from debates.evidence.models import Evidence
from debates.evidence.services import cite
from debates.maps.models import Claim, Relation, Subject
from debates.maps.services import add_claim, add_reply
from tests.maps.raw import broken, insert, put, sql
from tests.maps.worlds import ClassRoom, fresh, open_map, relation_of


@pytest.fixture
def reply(thesis: Claim, ben: User) -> Claim:
    """Ben's answer to Ana's thesis."""
    return add_reply(to=thesis, side="con", by=ben, text="It is asked for.")


@pytest.fixture
def step(reply: Claim) -> Relation:
    """The relation it came with."""
    return relation_of(reply)


@pytest.fixture
def survey(thesis: Claim, ana: User) -> Evidence:
    """Evidence under the thesis."""
    return cite(claim=thesis, by=ana, side="pro", text="Yes.", new_source={"title": "Survey", "doi": "10.1000/182"})


@pytest.fixture
def far(ana: User, chloe: User, relations_subject: Subject) -> Claim:
    """A claim of another map."""
    return add_claim(controversy=open_map(relations_subject, chloe, "far"), by=ana, text="Far away.")


@pytest.fixture
def room(chloe: User, relations_subject: Subject) -> ClassRoom:
    """A class with two groups."""
    return ClassRoom(relations_subject, chloe)


def test_a_kind_never_changes(thesis: Claim, step: Relation) -> None:
    with broken("DS001"):
        put(thesis, kind="comment")
    with broken("DS001"):
        put(step, kind="claim")


def test_a_contribution_stays_on_its_map(thesis: Claim, far: Claim) -> None:
    with broken("DS002"):
        put(thesis, controversy_id=far.controversy_id)
    sql("SET LOCAL dissoi.moves_branch = 'on'")
    put(thesis, controversy_id=far.controversy_id, thesis_position=9)
    assert fresh(thesis).controversy_id == far.controversy_id


def test_a_layer_only_ever_opens_to_the_class(room: ClassRoom, far: Claim) -> None:
    one, two = (layer.pk for layer in room.layers)
    claim = add_claim(controversy=room.map, by=room.seat("owl", 1), text="Of group one.")

    with broken("DS003"):
        put(claim, layer_id=two)
    put(claim, layer_id=None)
    with broken("DS003"):
        put(claim, layer_id=one)
    with broken("DS004"):
        insert(far, "claim", claim_kind="fact", layer_id=one)
    with broken("DS004"):
        sql("UPDATE debates_seat SET controversy_id = %s WHERE layer_id = %s", far.controversy_id, one)


def test_ends_are_of_the_right_kind(thesis: Claim, reply: Claim, step: Relation, survey: Evidence, ana: User) -> None:
    comment = add_comment(on=thesis, by=ana, text="Define aid?")

    for child in (step, survey, comment):
        with broken("DS007"):
            insert(thesis, "relation", child_id=child.pk, parent_id=thesis.pk, side="pro")
    with broken("DS007"):
        insert(thesis, "relation", child_id=reply.pk, parent_id=comment.pk, side="pro")
    for cited in (step, survey, comment):
        with broken("DS007"):
            put(survey, claim_id=cited.pk)
        with broken("DS007"):
            put(reply, merged_into_id=cited.pk)
    with broken("DS007"):
        insert(thesis, "comment", target_id=comment.pk, intent="remark")
    for premise in (step, survey, comment):
        with broken("DS007"):
            sql("INSERT INTO debates_premise (relation_id, claim_id) VALUES (%s, %s)", step.pk, premise.pk)
    with broken("DS007"):
        sql("INSERT INTO debates_premise (relation_id, claim_id) VALUES (%s, %s)", thesis.pk, reply.pk)


def test_both_ends_are_of_one_map(thesis: Claim, reply: Claim, step: Relation, survey: Evidence, far: Claim) -> None:
    for child, parent in ((far, thesis), (thesis, far)):
        with broken("DS005"):
            insert(thesis, "relation", child_id=child.pk, parent_id=parent.pk, side="pro")
    for row, columns in (
        (step, {"child_id": far.pk}),
        (step, {"parent_id": far.pk}),
        (survey, {"claim_id": far.pk}),
        (reply, {"merged_into_id": far.pk}),
    ):
        with broken("DS005"):
            put(row, **columns)
    with broken("DS005"):
        insert(thesis, "comment", target_id=far.pk, intent="remark")
    with broken("DS005"):
        sql("INSERT INTO debates_premise (relation_id, claim_id) VALUES (%s, %s)", step.pk, far.pk)


def test_no_row_hangs_on_another_groups_layer(room: ClassRoom) -> None:
    one, two = (layer.pk for layer in room.layers)
    ours = add_claim(controversy=room.map, by=room.seat("owl", 1), text="Of group one.")
    theirs = add_claim(controversy=room.map, by=room.seat("elk", 2), text="Of group two.")
    common = add_claim(controversy=room.map, by=room.host, text="Of all.")

    for layer in (one, two, None):
        with broken("DS006"):
            insert(ours, "relation", child_id=ours.pk, parent_id=theirs.pk, side="pro", layer_id=layer)
    for layer in (two, None):
        with broken("DS006"):
            insert(ours, "relation", child_id=ours.pk, parent_id=common.pk, side="pro", layer_id=layer)
        with broken("DS006"):
            insert(ours, "comment", target_id=ours.pk, intent="remark", layer_id=layer)
    link = insert(ours, "relation", child_id=ours.pk, parent_id=common.pk, side="pro", layer_id=one)
    with broken("DS006"):
        sql("INSERT INTO debates_premise (relation_id, claim_id) VALUES (%s, %s)", link, theirs.pk)


def test_an_answer_stands_under_the_same_thing(thesis: Claim, reply: Claim, ana: User) -> None:
    asked = add_comment(on=thesis, by=ana, text="Define aid?")

    with broken("DS008"):
        insert(thesis, "comment", target_id=reply.pk, reply_to_id=asked.pk, intent="answer")
    with broken("DS008"):
        insert(thesis, "comment", target_id=thesis.pk, reply_to_id=thesis.pk, intent="answer")
    with broken("comment_does_not_answer_itself"):
        put(asked, reply_to_id=asked.pk)


KEPT = {
    "claim": {"claim_kind": "fact"},
    "relation": {"child_id": "reply", "parent_id": "other", "side": "pro"},
    "evidence": {"claim_id": "thesis", "source_id": "source", "side": "pro", "form": "data", "genre": "study"},
    "comment": {"target_id": "thesis", "intent": "remark"},
}
FOREIGN = {"claim_kind": "fact", "child_id": "reply", "side": "pro", "form": "data", "genre": "law", "intent": "answer"}


def test_each_kind_fills_just_its_own_columns(thesis: Claim, reply: Claim, survey: Evidence, ana: User) -> None:
    other = add_claim(controversy=thesis.controversy, by=ana, text="Aid is a debt.")
    ids = {"thesis": thesis.pk, "reply": reply.pk, "other": other.pk, "source": survey.source_id}

    def filled(columns: dict[str, str]) -> dict[str, Any]:
        return {name: ids.get(value, value) for name, value in columns.items()}

    for kind, columns in KEPT.items():
        for name in columns:
            with broken(f"{kind}_has_just_its_columns"):
                insert(thesis, kind, **filled({key: value for key, value in columns.items() if key != name}))
        for name in FOREIGN.keys() - columns.keys():
            with broken(f"{kind}_has_just_its_columns"):
                insert(thesis, kind, **filled(columns | {name: FOREIGN[name]}))
        insert(thesis, kind, **filled(columns))
    with broken("relation_has_just_its_columns"):
        insert(thesis, "relation", child_id=reply.pk, parent_id=survey.pk, side="context")


@pytest.mark.parametrize(
    ("column", "value", "promise"),
    [
        ("state", "secret", "contribution_state_is_known"),
        ("claim_kind", "joke", "claim_kind_is_known"),
        ("side", "both", "claim_has_just_its_columns"),
        ("revision", 0, "revision_starts_at_one"),
        ("text", "", "text_can_be_seen"),
        ("text", " \n\u3000", "text_can_be_seen"),
        ("text", "\u200b\u2060", "text_can_be_seen"),
        ("text", "\U000e0020\ufe0f", "text_can_be_seen"),
        ("text", "x" * 2001, "text_is_not_too_long"),
        ("text", "a\x07", "text_has_no_control_characters"),
        ("text", "a\r", "text_has_no_control_characters"),
        ("text", "a\t", "text_has_no_control_characters"),
        ("text", "a\x7f", "text_has_no_control_characters"),
        ("text", "a\x9f", "text_has_no_control_characters"),
        ("text", "a\u202e", "text_has_no_control_characters"),
        ("text", "a\u2069", "text_has_no_control_characters"),
        ("rating_sum", 1, "tally_is_possible"),
        ("rating_sum", -1, "debates_contribution_rating_sum_check"),
    ],
)
def test_a_columns_values_are_held(thesis: Claim, column: str, value: Any, promise: str) -> None:
    with broken(promise):
        put(thesis, **{column: value})


def test_a_step_may_be_without_a_reason_but_not_with_one_that_nobody_sees(step: Relation) -> None:
    put(step, text="")
    with broken("text_can_be_seen"):
        put(step, text="\u200b")


def test_what_nobody_could_see_became_a_sign(thesis: Claim, step: Relation, far: Claim) -> None:
    """Rows from before the promise: the migration that makes it finds them."""
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE debates_contribution DROP CONSTRAINT text_can_be_seen")
    for row in (thesis, step):
        put(row, text="\u200b")

    sql(import_module("debates.migrations.0011_texts_can_be_seen").MARK)

    assert [fresh(row).text for row in (thesis, step, far)] == ["…", "", "Far away."]


def test_code_and_database_agree_on_what_is_seen(db: None) -> None:
    signs = [chr(code) for code in (*range(1, 0xD800), *range(0xE000, 0x11000), *range(0xE0000, 0xE1000))]

    unseen = sql("SELECT array_agg(sign) FROM unnest(%s::text[]) sign WHERE sign !~ %s", signs, SEEN_PATTERN)

    assert unseen == [sign for sign in signs if not is_seen(sign)]


def test_a_text_may_be_2000_characters_with_line_feeds(thesis: Claim) -> None:
    put(thesis, text="é\n" * 1000)

    assert len(fresh(thesis).text) == 2000


def test_two_ends_are_joined_once_in_a_layer_while_the_link_lives(thesis: Claim, reply: Claim, step: Relation) -> None:
    ends = {"child_id": reply.pk, "parent_id": thesis.pk}

    for state in ("published", "pending", "hidden"):
        with broken("relation_is_unique_while_live"):
            put_state = insert(thesis, "relation", **ends, side="pro")
            put(Relation(pk=put_state), state=state)
    for state in ("withdrawn", "archived"):
        put(step, state=state)
        twin = Relation(pk=insert(thesis, "relation", **ends, side="pro"))
        put(twin, state="withdrawn")
        with broken("relation_is_unique_while_live"):
            insert(thesis, "relation", **ends, side="pro")
            put(step, state="published")
    with broken("relation_joins_two_ends"):
        insert(thesis, "relation", child_id=thesis.pk, parent_id=thesis.pk, side="pro")


def test_each_layer_may_have_its_own_link(room: ClassRoom) -> None:
    child, parent = (add_claim(controversy=room.map, by=room.host, text=text) for text in ("One.", "Two."))
    ends = {"child_id": child.pk, "parent_id": parent.pk, "side": "pro"}

    for layer in (None, *(layer.pk for layer in room.layers)):
        insert(child, "relation", **ends, layer_id=layer)
        with broken("relation_is_unique_while_live"):
            insert(child, "relation", **ends, layer_id=layer)
