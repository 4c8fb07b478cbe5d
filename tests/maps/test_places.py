"""Subjects, controversies and grants, and finding claims by their words."""

import pytest

from core.models import User
from debates.history.models import Entry
from debates.maps.models import Claim, Controversy, Grant, Subject
from debates.maps.queries import find_claims
from debates.maps.services import (
    add_claim,
    add_reply,
    edit_controversy,
    edit_subject,
    grant_role,
    hide,
    may_open,
    open_controversy,
    open_subject,
    revoke_role,
)
from tests.maps.worlds import ClassRoom, last_line, open_map, refused, seq_of


def test_a_curator_opens_subjects_and_others_do_not(ana: User, mod: User, chloe: User, root: User) -> None:
    for person in (ana, mod):
        with refused("not_curator"):
            open_subject(by=person, slug="trade", title="Trade")
    opened = open_subject(by=chloe, slug="trade", title="Trade")
    open_subject(by=root, slug="law", title="Law")

    line = Entry.objects.filter(verb="subject.added").earliest("pk")
    assert (line.actor_id, line.after, line.seq, line.controversy_id) == (
        chloe.pk,
        {"id": opened.pk, "title": "Trade"},
        None,
        None,
    )


def test_a_subjects_curator_works_in_that_subject_alone(
    ben: User, root: User, chloe: User, relations_subject: Subject
) -> None:
    trade = open_subject(by=chloe, slug="trade", title="Trade")
    grant_role(user=ben, role="curator", by=root, subject=trade)

    assert (may_open(person=ben), may_open(person=ben, subject=trade)) == (False, True)
    opened = open_controversy(subject=trade, by=ben, slug="tariffs", title="Tariffs", question="Do tariffs help?")
    assert (opened.state, opened.created_by_id, seq_of(opened)) == ("draft", ben.pk, 1)
    edit_subject(subject=trade, by=ben, title="World trade")
    with refused("not_curator"):
        open_subject(by=ben, slug="law", title="Law")
    with refused("not_curator"):
        edit_subject(subject=relations_subject, by=ben, title="Mine")
    with refused("not_curator"):
        open_controversy(subject=relations_subject, by=ben, slug="x", title="X", question="X?")


def test_changes_of_places_are_told_before_and_after(
    chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    edit_subject(subject=relations_subject, by=chloe, title="World relations")
    edit_controversy(controversy=sovereignty, by=chloe, state="closed", question="Does aid weaken states?")

    of_subject = Entry.objects.get(verb="subject.edited")
    assert of_subject.before == {"title": "Relations"}
    assert of_subject.after == {"title": "World relations", "id": relations_subject.pk}
    line = last_line(sovereignty)
    assert line.before == {"state": "open", "question": "Does aid weaken sovereignty?"}
    assert line.after == {"state": "closed", "question": "Does aid weaken states?"}
    edit_controversy(controversy=sovereignty, by=chloe, state="open")
    assert seq_of(sovereignty) == 3


def test_history_tells_what_stood_there_and_not_what_was_last_seen(
    chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    seen_subject, seen = Subject.objects.get(pk=relations_subject.pk), Controversy.objects.get(pk=sovereignty.pk)
    edit_subject(subject=relations_subject, by=chloe, summary="One.")
    edit_controversy(controversy=sovereignty, by=chloe, embedding="sites", embed_sites=["https://a.example"])

    edit_subject(subject=seen_subject, by=chloe, summary="Two.")
    edit_controversy(controversy=seen, by=chloe, embedding="sites")  # the sites stand already

    assert Entry.objects.filter(verb="subject.edited").latest("pk").before == {"summary": "One."}
    assert last_line(sovereignty).before == {"embedding": "sites"}


def test_a_controversy_is_changed_by_its_curators(
    ana: User, ben: User, mod: User, root: User, chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    other = open_map(relations_subject, chloe, "other")
    grant_role(user=ben, role="curator", by=root, controversy=other)

    for person in (ana, ben, mod):
        with refused("not_curator"):
            edit_controversy(controversy=sovereignty, by=person, title="Mine")
    edit_controversy(controversy=other, by=ben, title="Other, mine")


def test_a_controversy_is_moved_by_curators_of_both_places_only(
    ana: User, ben: User, root: User, chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    trade = open_subject(by=chloe, slug="trade", title="Trade")
    grant_role(user=ana, role="curator", by=root, controversy=sovereignty)
    grant_role(user=ben, role="curator", by=root, subject=trade)

    with refused("not_curator", field="subject"):
        edit_controversy(controversy=sovereignty, by=ana, subject=trade)
    with refused("not_curator"):
        edit_controversy(controversy=sovereignty, by=ben, subject=trade)
    edit_controversy(controversy=sovereignty, by=ana, subject=relations_subject, title="Stays")

    grant_role(user=ana, role="curator", by=root, subject=trade)
    edit_controversy(controversy=sovereignty, by=ana, subject=trade)
    assert Controversy.objects.get(pk=sovereignty.pk).subject == trade
    line = last_line(sovereignty)
    assert (line.before, line.after) == ({"subject": relations_subject.pk}, {"subject": trade.pk})


def test_a_class_session_is_changed_by_its_teacher_alone(
    chloe: User, root: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    room = ClassRoom(relations_subject, chloe)

    for person in (chloe, root):
        with refused("wrong_state"):
            edit_controversy(controversy=room.map, by=person, title="Peek")
    with refused("wrong_state"):
        edit_controversy(controversy=sovereignty, by=chloe, access="session")


def test_roles_are_granted_by_admins_once(ana: User, ben: User, mod: User, chloe: User, root: User) -> None:
    for person in (ana, mod, chloe):
        with refused("not_allowed"):
            grant_role(user=ben, role="moderator", by=person)
    grant = grant_role(user=ben, role="moderator", by=root)
    assert grant_role(user=ben, role="moderator", by=root) == grant
    for person in (ana, mod, chloe, ben):
        with refused("not_allowed"):
            revoke_role(grant=grant, by=person)
    revoke_role(grant=grant, by=root)

    told = Entry.objects.filter(verb__startswith="grant.", actor=root).order_by("pk")
    assert [line.verb for line in told] == ["grant.added", "grant.removed"]
    assert not Grant.objects.filter(user=ben).exists()


@pytest.fixture
def words(sovereignty: Controversy, ana: User) -> dict[str, Claim]:
    """Claims with words that are hard to find."""
    texts = {
        "plain": "Sovereignty is weakened by aid.",
        "accents": "A coup d’état in São Tomé ended the naïve phase.",
        "quotes": 'They don\'t call it "aid" & they (mostly) never did!',
        "number": "Donors promised 0.7 % of their income in 1970.",
        "host": "See example.org for the list.",
    }
    return {name: add_claim(controversy=sovereignty, by=ana, text=text) for name, text in texts.items()}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sovereign", {"plain"}),
        ("SOVEREIGNTY weak", {"plain"}),
        ("weakening", {"plain"}),
        ("etat", {"accents"}),
        ("ÉTAT sao", {"accents"}),
        ("naive", {"accents"}),
        ("Tome\u0301", {"accents"}),
        ("don't call", {"quotes"}),
        ('"aid" & call', {"quotes"}),
        ("aid", {"plain", "quotes"}),
        ("the of is", set()),
        ("the sovereignty of", {"plain"}),
        ("0.7", {"number"}),
        ("0.7 % income", {"number"}),
        ("example.org", {"host"}),
        ("!", set()),
        ("& | ! ( ) : * < > ' \\ \"", set()),
        ("aid & | ! call", {"quotes"}),
        ("aid:*A", {"plain", "quotes"}),
        ("'; DROP TABLE debates_contribution; --", set()),
        ("\\' aid", {"plain", "quotes"}),
        ("so\x00vereignty", set()),
        ("\x00", set()),
        ("", set()),
        ("   ", set()),
        ("a_b", set()),
        ("<->", set()),
        ("%s %(x)s {}", set()),
        ("aid" * 3334, set()),
        ("aid " * 2500, {"plain", "quotes"}),
        ("é" * 10_000, set()),
        ("&|!" * 3334, set()),
        ("\U0001f600 𝒜id", {"plain", "quotes"}),
    ],
)
def test_claims_are_found_by_what_people_type(
    sovereignty: Controversy, words: dict[str, Claim], typed: str, found: set[str]
) -> None:
    hits = find_claims(controversy=sovereignty, viewer=None, words=typed)

    assert {name for name, claim in words.items() if claim in hits} == found


def test_only_what_may_be_read_stands_and_is_not_merged_is_found(
    ana: User, mod: User, sovereignty: Controversy, thesis: Claim, relations_subject: Subject, chloe: User
) -> None:
    twin = add_reply(to=thesis, side="pro", by=ana, text="Weakens, again.")
    Claim.objects.filter(pk=twin.pk).update(merged_into=thesis)
    hidden = add_reply(to=thesis, side="pro", by=ana, text="Weakens, rudely.")
    hide(contribution=hidden, by=mod, reason="rude")
    add_claim(controversy=open_map(relations_subject, chloe, "other"), by=ana, text="Weakens, elsewhere.")

    for person in (None, ana, mod):
        assert find_claims(controversy=sovereignty, viewer=person, words="weakens") == [thesis]


def test_the_shortest_is_named_first_and_the_list_ends(sovereignty: Controversy, ana: User) -> None:
    long = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt that binds those who take it.")
    short = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")

    assert find_claims(controversy=sovereignty, viewer=None, words="debt") == [short, long]
    assert find_claims(controversy=sovereignty, viewer=None, words="debt", limit=1) == [short]


def test_spanish_words_are_found_by_their_stems(chloe: User, ana: User, relations_subject: Subject) -> None:
    mapa = open_map(relations_subject, chloe, "soberania", language="es")
    claim = add_claim(controversy=mapa, by=ana, text="Las donaciones debilitan la soberanía de las naciones.")

    for typed in ("donación", "donacion", "debilitar", "soberania", "nación"):
        assert find_claims(controversy=mapa, viewer=None, words=typed) == [claim], typed
