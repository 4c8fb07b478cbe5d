"""A better wording for another's text: who may suggest, who decides, what is stale and how it is brought up to date."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.accounts.services import ensure_person
from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import cite
from debates.maps.models import Claim, Contribution, Controversy, Subject, Suggestion
from debates.maps.queries import rights_of
from debates.maps.queries.suggestions import own_suggestion, suggestions_by, suggestions_for
from debates.maps.services import (
    accept,
    add_claim,
    add_reply,
    edit,
    grant_role,
    hide,
    lock,
    rebase,
    reject,
    suggest,
    take_back,
    withdraw,
)
from debates.ratings.services import rate
from tests.maps.worlds import (
    ClassRoom,
    assert_no_holes,
    earned,
    everything,
    fresh,
    guest,
    last_line,
    lines_of,
    open_map,
    refused,
    relation_of,
    set_map,
)

BETTER = "Aid can weaken sovereignty."


@pytest.fixture
def dan(db: None) -> User:
    """A citizen who wrote nothing here."""
    return ensure_person(name="dan")


@pytest.fixture
def better(thesis: Claim, ben: User) -> Suggestion:
    """Ben's wording for Ana's thesis."""
    return suggest(contribution=thesis, by=ben, text=BETTER, base_revision=1, reason="Not always")


def again(suggestion: Suggestion) -> Suggestion:
    """The suggestion as the database has it now."""
    return Suggestion.objects.select_related("contribution").get(pk=suggestion.pk)


def test_a_suggestion_waits_and_changes_nothing_yet(
    better: Suggestion, thesis: Claim, ben: User, sovereignty: Controversy
) -> None:
    assert (better.state, better.text, better.base_revision, better.why) == ("open", BETTER, 1, "Not always")
    assert fresh(thesis).text == "Aid weakens sovereignty."
    line = last_line(sovereignty)
    assert (line.verb, line.actor_id, line.contribution) == ("suggestion.made", ben.pk, thesis.pk)
    assert (line.before, line.after, line.reason) == ({}, {"suggestion": better.pk}, "")
    assert_no_holes(sovereignty)


def test_the_author_accepts_and_both_names_are_kept(
    better: Suggestion, thesis: Claim, ana: User, ben: User, sovereignty: Controversy
) -> None:
    rate(target=thesis, by=ben, value=3)

    accepted = accept(suggestion=better, by=ana)

    assert (accepted.text, accepted.revision, accepted.rating_count) == (BETTER, 2, 1)
    line = last_line(sovereignty)
    assert (line.verb, line.version, line.actor_id, line.reason) == ("claim.edited", 2, ana.pk, "Not always")
    assert line.before == {"text": "Aid weakens sovereignty."}
    assert line.after == {"text": BETTER, "suggestion": better.pk, "suggested_by": ben.pk}
    kept = again(better)
    assert (kept.state, kept.decided_by_id, kept.decided_at is not None) == ("accepted", ana.pk, True)
    assert fresh(thesis).author_id == ana.pk
    assert_no_holes(sovereignty)


def test_a_rejection_has_a_reason_and_the_text_stays(
    better: Suggestion, thesis: Claim, ana: User, sovereignty: Controversy
) -> None:
    for empty in ("", "  \n ", "\u200b"):
        with refused("reason_required", "reason"):
            reject(suggestion=better, by=ana, reason=empty)
    with refused("too_long", "reason"):
        reject(suggestion=better, by=ana, reason="r" * 301)

    kept = reject(suggestion=better, by=ana, reason="It does so always.")

    assert (kept.state, kept.reason, kept.decided_by_id) == ("rejected", "It does so always.", ana.pk)
    line = last_line(sovereignty)
    assert (line.verb, line.after, line.reason) == ("suggestion.rejected", {"suggestion": better.pk}, "")
    assert fresh(thesis).revision == 1


def test_what_is_decided_stays_decided(better: Suggestion, thesis: Claim, ana: User, ben: User) -> None:
    reject(suggestion=better, by=ana, reason="No.")

    for act in (accept, rebase):
        call: Any = act
        with refused("wrong_state"):
            call(suggestion=better, by=ana)
    with refused("wrong_state"):
        reject(suggestion=better, by=ana, reason="No again.")
    with refused("wrong_state"):
        take_back(suggestion=better, by=ben)
    second = suggest(contribution=thesis, by=ben, text=f"{BETTER} Often.", base_revision=1)
    assert second.pk != better.pk


def test_who_may_suggest(
    ana: User, ben: User, mod: User, chloe: User, root: User, thesis: Claim, relations_subject: Subject
) -> None:
    """C9: a member and everybody with a role; no guest, and nobody for an own text."""
    teacher = ensure_person(name="teacher")
    grant_role(user=teacher, role="teacher", by=root)
    for person in (ben, mod, chloe, root, teacher):
        made = suggest(contribution=thesis, by=person, text=f"{BETTER} {person.username}", base_revision=1)
        assert made.state == "open"
    with refused("own_content"):
        suggest(contribution=thesis, by=ana, text=BETTER, base_revision=1)
    with refused("forbidden"):
        suggest(contribution=thesis, by=guest("owl"), text=BETTER, base_revision=1)
    closed = ensure_person(name="gone")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    with refused("forbidden"):
        suggest(contribution=thesis, by=User.objects.get(pk=closed.pk), text=BETTER, base_revision=1)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("author", True),
        ("member", False),
        ("moderator", False),
        ("teacher", False),
        ("contributor by grant", True),
        ("contributor by work", True),
        ("curator here", True),
        ("curator elsewhere", False),
        ("admin", True),
        ("suggester", False),
        ("suggester who is curator", True),
    ],
)
def test_who_may_accept_and_reject(
    who: str,
    may: bool,
    better: Suggestion,
    thesis: Claim,
    ana: User,
    ben: User,
    root: User,
    dan: User,
    sovereignty: Controversy,
    relations_subject: Subject,
) -> None:
    """C6, C7: the author, contributors and curators of the place, an admin; the rest suggest."""
    elsewhere = open_map(relations_subject, root, "elsewhere")
    granted: dict[str, dict[str, Any]] = {
        "moderator": {"role": "moderator"},
        "teacher": {"role": "teacher"},
        "contributor by grant": {"role": "contributor"},
        "curator here": {"role": "curator", "controversy": sovereignty},
        "curator elsewhere": {"role": "curator", "controversy": elsewhere},
    }
    if who in granted:
        grant_role(user=dan, by=root, **granted[who])
    if who == "suggester who is curator":
        grant_role(user=ben, by=root, role="curator")
    people = {"author": ana, "admin": root, "suggester": ben, "suggester who is curator": ben}
    person = earned(dan, sovereignty) if who == "contributor by work" else people.get(who, dan)

    decides: list[Any] = [lambda: accept(suggestion=better, by=person)]
    decides.append(lambda: reject(suggestion=better, by=person, reason="No."))
    if may:
        with transaction.atomic():
            assert decides[0]().text == BETTER
            transaction.set_rollback(True)
        assert decides[1]().state == "rejected"
    else:
        # whoever may not even read it is told what one is told of nothing
        for decide in decides:
            with refused("not_author" if who == "suggester" else "not_found"):
                decide()


def test_one_open_suggestion_a_person_and_text(better: Suggestion, thesis: Claim, ben: User, dan: User) -> None:
    with refused("already_suggested"):
        suggest(contribution=thesis, by=ben, text="Another.", base_revision=1)
    assert suggest(contribution=thesis, by=dan, text=BETTER, base_revision=1).state == "open"
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.create(contribution=thesis, author=ben, base_revision=1, text="By hand.")
    take_back(suggestion=better, by=ben)
    assert suggest(contribution=thesis, by=ben, text="Another.", base_revision=1).state == "open"


def test_the_same_wording_and_none_are_refused(thesis: Claim, ben: User) -> None:
    with refused("unchanged", "text"):
        suggest(contribution=thesis, by=ben, text=" Aid  weakens sovereignty. ", base_revision=1)
    with refused("text_missing", "text"):
        suggest(contribution=thesis, by=ben, text=" ", base_revision=1)
    with refused("too_long", "text"):
        suggest(contribution=thesis, by=ben, text="x" * 501, base_revision=1)
    with refused("bad_characters", "text"):
        suggest(contribution=thesis, by=ben, text="a\u202eb", base_revision=1)
    with refused("too_long", "reason"):
        suggest(contribution=thesis, by=ben, text=BETTER, base_revision=1, reason="r" * 301)


def test_a_suggestion_upon_an_old_wording_is_told_what_stands_now(thesis: Claim, ana: User, ben: User) -> None:
    edit(contribution=thesis, by=ana, text="Aid often weakens sovereignty.", base_revision=1)

    with refused("edit_conflict", "text") as told:
        suggest(contribution=thesis, by=ben, text=BETTER, base_revision=1)

    assert told[0].current["text"] == "Aid often weakens sovereignty."
    assert told[0].current["revision"] == 2


def test_steps_and_evidence_too_but_no_comment(thesis: Claim, ana: User, ben: User) -> None:
    step = relation_of(add_reply(to=thesis, side="pro", by=ana, text="It binds."))
    survey = cite(claim=thesis, by=ana, side="pro", text="It said so.", new_source={"title": "Survey"})
    comment = add_comment(on=thesis, by=ana, text="Define aid?")

    for row, text in ((step, "Bonds weaken."), (survey, "It says so on p. 3.")):
        made = suggest(contribution=row, by=ben, text=text, base_revision=1)
        assert accept(suggestion=made, by=ana).text == text
    with refused("too_long", "text"):
        suggest(contribution=step, by=ben, text="x" * 301, base_revision=2)
    with refused("not_allowed"):
        suggest(contribution=comment, by=ben, text="Please define aid.", base_revision=1)


def test_a_text_that_does_not_stand_takes_no_suggestion(
    thesis: Claim, ana: User, ben: User, mod: User, sovereignty: Controversy
) -> None:
    locked, hidden, gone = (add_claim(controversy=sovereignty, by=ana, text=f"Thesis {n}.") for n in range(3))
    lock(contribution=locked, by=mod)
    hide(contribution=hidden, by=mod, reason="Rule 1")
    withdraw(contribution=gone, by=ana)

    with refused("locked"):
        suggest(contribution=locked, by=ben, text=BETTER, base_revision=1)
    for row in (hidden, gone):
        with refused("not_found"):
            suggest(contribution=row, by=ben, text=BETTER, base_revision=1)
        with refused("wrong_state"):
            suggest(contribution=row, by=mod, text=BETTER, base_revision=1)


def test_a_closed_map_takes_nothing_but_ones_own_word_back(
    better: Suggestion, thesis: Claim, ana: User, ben: User, dan: User, sovereignty: Controversy
) -> None:
    set_map(sovereignty, state="closed")

    with refused("closed"):
        suggest(contribution=thesis, by=dan, text=BETTER, base_revision=1)
    with refused("closed"):
        accept(suggestion=better, by=ana)
    with refused("closed"):
        reject(suggestion=better, by=ana, reason="No.")
    assert take_back(suggestion=better, by=ben).state == "withdrawn"


def test_a_class_talks_instead(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    claim = add_claim(controversy=room.map, by=room.seat("owl", 1), text="Of group one.")

    for person in (room.host, room.seat("elk", 1)):
        with refused("not_allowed"):
            suggest(contribution=claim, by=person, text=BETTER, base_revision=1)
    room.allow([])
    with refused("paused"):
        suggest(contribution=claim, by=room.host, text=BETTER, base_revision=1)


def test_a_protected_claim_is_changed_by_two_curators_together(
    thesis: Claim, ana: User, ben: User, chloe: User, root: User
) -> None:
    """K5: what anybody suggests may be read and turned down; it is accepted where both are curators."""
    Contribution.objects.filter(pk=thesis.pk).update(protected=True)
    members = suggest(contribution=thesis, by=ben, text=BETTER, base_revision=1)
    curators = suggest(contribution=thesis, by=chloe, text=f"{BETTER} So.", base_revision=1)

    for suggestion, person in ((members, ana), (members, chloe), (curators, chloe), (curators, ana)):
        with refused("protected"):
            accept(suggestion=suggestion, by=person)
    assert reject(suggestion=members, by=ana, reason="No.").state == "rejected"
    assert accept(suggestion=curators, by=root).text == f"{BETTER} So."


def test_a_suggestion_is_taken_back_by_its_suggester_alone(
    better: Suggestion, ana: User, ben: User, root: User, sovereignty: Controversy
) -> None:
    for person in (ana, root):
        with refused("not_found"):
            take_back(suggestion=better, by=person)

    assert take_back(suggestion=better, by=ben).state == "withdrawn"
    assert last_line(sovereignty).verb == "suggestion.withdrawn"
    with refused("wrong_state"):
        take_back(suggestion=better, by=ben)


def test_who_reads_a_suggestion(
    better: Suggestion, thesis: Claim, ana: User, ben: User, chloe: User, mod: User, root: User, dan: User
) -> None:
    def read_by(person: User | None, controversy: Controversy) -> list[Suggestion]:
        return list(suggestions_for(controversy=controversy, rights=rights_of(person)))

    place = thesis.controversy
    for person in (ana, ben, chloe, root):
        assert read_by(person, place) == [better]
    for stranger in (None, mod, dan, guest("owl")):
        assert read_by(stranger, place) == []
    hide(contribution=thesis, by=mod, reason="Rule 1")
    for person in (ben, chloe, mod):
        assert read_by(person, place) == []
    assert read_by(ana, place) == [better]
    assert list(suggestions_by(person=ben, rights=rights_of(ben))) == []
    with refused("not_found"):
        accept(suggestion=better, by=chloe)
    with refused("wrong_state"):
        accept(suggestion=better, by=ana)


def test_ones_own_are_listed_with_what_became_of_them(
    better: Suggestion, thesis: Claim, ana: User, ben: User, sovereignty: Controversy
) -> None:
    other = add_claim(controversy=sovereignty, by=ana, text="Aid is a debt.")
    second = suggest(contribution=other, by=ben, text="Aid is no gift.", base_revision=1)
    reject(suggestion=second, by=ana, reason="It is.")

    rights = rights_of(ben)
    listed = suggestions_by(person=ben, rights=rights)
    assert [(one.pk, one.state, one.reason) for one in listed] == [
        (second.pk, "rejected", "It is."),
        (better.pk, "open", ""),
    ]
    assert own_suggestion(contribution=thesis, rights=rights) == better
    assert own_suggestion(contribution=other, rights=rights) is None


def test_history_has_no_word_of_what_was_not_accepted(
    better: Suggestion, thesis: Claim, ana: User, ben: User, sovereignty: Controversy
) -> None:
    rebase(suggestion=better, by=ben, text="Aid is qunheard.", reason="qwhy")
    reject(suggestion=better, by=ana, reason="qbecause")

    told = "".join(f"{line.before}{line.after}{line.reason}" for line in lines_of(sovereignty))
    assert not any(word in told for word in ("qunheard", "qwhy", "qbecause", "can weaken"))


def test_a_refused_act_writes_nothing(better: Suggestion, dan: User) -> None:
    before = everything()
    with refused("not_found"):
        rebase(suggestion=better, by=dan)
    assert everything() == before
