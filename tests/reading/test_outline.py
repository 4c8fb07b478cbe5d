"""The whole map as a numbered list: every claim once, its further places pointing home."""

from core.models import User
from debates.evidence.services import cite
from debates.maps.models import Claim, Controversy
from debates.maps.services import add_claim, add_premise, add_reply, hide, relate
from debates.reading.outline import outline_of
from tests.maps.worlds import relation_of, set_map
from tests.reading.worlds import book_of, grow, statements


def told(controversy: Controversy, viewer: User | None = None) -> list[tuple[str, str, str]]:
    """(number, role, text) of each line."""
    lines = outline_of(book_of(controversy, viewer)).lines
    return [(line.number, line.role, line.card.text) for line in lines]


def test_every_claim_stands_once_and_points_home_elsewhere(
    chloe: User, thesis: Claim, sovereignty: Controversy
) -> None:
    reply = add_reply(to=thesis, side="con", by=chloe, text="It is asked for.")
    add_premise(relation=relation_of(reply), by=chloe, text="Asking is consent.")
    add_reply(to=relation_of(reply), side="con", by=chloe, text="Consent can be bought.")
    add_reply(to=reply, side="pro", by=chloe, text="By parliaments.")
    evidence = cite(claim=thesis, by=chloe, side="pro", text="Yes.", new_source={"title": "Survey"})
    add_reply(to=evidence, side="con", by=chloe, text="The sample is small.")
    other = add_claim(controversy=sovereignty, by=chloe, text="Aid is a debt.")
    relate(child=reply, parent=other, side="con", by=chloe)

    assert told(sovereignty) == [
        ("1", "thesis", "Aid weakens sovereignty."),
        ("1.1", "reply", "It is asked for."),
        ("1.1", "premise", "Asking is consent."),
        ("1.1.1", "step", "Consent can be bought."),
        ("1.1.2", "reply", "By parliaments."),
        ("1.2", "evidence_doubt", "The sample is small."),
        ("2", "thesis", "Aid is a debt."),
        ("2.1", "again", "It is asked for."),
    ]
    outline = outline_of(book_of(sovereignty))
    again = outline.lines[-1]
    assert again.home is not None
    assert (again.home.id, again.home_number) == (reply.pk, "1.1")
    assert (outline.claim_count, outline.evidence_count) == (7, 1)


def test_the_tags_open_and_close(chloe: User, thesis: Claim, sovereignty: Controversy) -> None:
    reply = add_reply(to=thesis, side="con", by=chloe, text="It is asked for.")
    add_reply(to=reply, side="pro", by=chloe, text="By parliaments.")
    add_claim(controversy=sovereignty, by=chloe, text="Aid is a debt.")

    drawn = "".join(f"{line.head}<li>{line.tail}" for line in outline_of(book_of(sovereignty)).lines)

    assert drawn == "<li><ul><li><ul><li></li></ul></li></ul></li><li></li>"


def test_stubs_keep_branches_and_bare_ones_vanish(
    ana: User, ben: User, mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    hidden = add_reply(to=thesis, side="pro", by=ana, text="A secret word: xylophone.")
    add_reply(to=hidden, side="con", by=ben, text="Gifts are no debts.")
    bare = add_reply(to=thesis, side="con", by=ana, text="A bare xylophone.")
    for claim in (hidden, bare, thesis):
        hide(contribution=claim, by=mod, reason="rude")

    assert told(sovereignty) == [("1", "thesis", ""), ("1.1", "reply", ""), ("1.1.1", "reply", "Gifts are no debts.")]
    assert [line[2] for line in told(sovereignty, mod)] == [thesis.text, hidden.text, "Gifts are no debts.", bare.text]


def test_what_waits_is_listed_for_its_author_and_staff_alone(
    ana: User, ben: User, mod: User, thesis: Claim, sovereignty: Controversy
) -> None:
    set_map(sovereignty, premoderated=True)
    add_reply(to=thesis, side="con", by=ben, text="It is asked for.")
    add_claim(controversy=sovereignty, by=ben, text="Aid is a debt.")

    for person in (None, ana):
        assert told(sovereignty, person) == [("1", "thesis", thesis.text)]
    for person in (ben, mod):
        assert [line[2] for line in told(sovereignty, person)] == [thesis.text, "It is asked for.", "Aid is a debt."]


def test_1500_claims_below_one_another_are_listed(ana: User, thesis: Claim) -> None:
    grow(thesis, ana, 1500, deep=True)

    lines = told(thesis.controversy)

    assert len(lines) == 1501
    assert lines[-1][0] == "1" + ".1" * 1500


def test_the_list_costs_as_many_statements_for_ten_claims_as_for_a_thousand(ana: User, thesis: Claim) -> None:
    def cost(viewer: User | None) -> int:
        return statements(lambda: outline_of(book_of(thesis.controversy, viewer)))

    grow(thesis, ana, 10)
    few = cost(None), cost(ana)
    grow(thesis, ana, 1000)

    assert (cost(None), cost(ana)) == few == (7, 9)
