"""A search shows who asks what they may read, where it stands, and how much there is of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.services import add_source, cite
from debates.history.models import Visit
from debates.maps.models import Claim, Contribution, Controversy, Relation, Subject
from debates.maps.queries import rights_of
from debates.maps.services import add_claim, add_premise, add_reply, edit, hide, relate, withdraw
from debates.reading import search as module
from debates.reading.hits import Hit
from debates.reading.search import Asked, Found, search
from tests.maps.worlds import open_map, refused
from tests.reading.worlds import grow, shape_of, statements


def look(
    words: str = "", viewer: User | None = None, *, at: Controversy | None = None, start: int = 0, **asked: object
) -> Found:
    """What this viewer finds."""
    return search(rights=rights_of(viewer), asked=Asked(words=words, **asked), controversy=at, start=start)  # type: ignore[arg-type]


def texts(found: Found) -> list[str]:
    return [hit.text for hit in found.hits]


def only(found: Found) -> Hit:
    [hit] = found.hits
    return hit


@pytest.fixture
def courts(thesis: Claim, ana: User, ben: User) -> dict[str, Contribution]:
    """One of everything that speaks of courts."""
    reason = add_reply(
        to=thesis, side="con", by=ana, text="Aid pays for courts.", warrant="Courts are what a state is."
    )
    step = Relation.objects.get(child=reason)
    doubt = add_reply(to=step, side="con", by=ben, text="A court that is paid for is a court that is owned.")
    source = add_source(by=ben, title="Report on courts", url="https://example.org/courts")
    cited = cite(claim=reason, by=ben, side="pro", text="Sixty new courts were opened.", source=source)
    said = add_comment(on=reason, by=ben, text="Which courts?", intent="question")
    return {"reason": reason, "step": step, "doubt": doubt, "cited": cited, "said": said}


def test_each_kind_is_found_with_where_it_stands(courts: dict[str, Contribution], thesis: Claim) -> None:
    hits = {hit.id: hit for hit in look("courts").hits}

    assert set(hits) == {row.pk for row in courts.values()}
    reason, step, doubt, cited, said = (hits[row.pk] for row in courts.values())
    assert (reason.side, reason.place and reason.place.text, reason.place and reason.place.is_thesis) == (
        "con",
        thesis.text,
        True,
    )
    assert (step.child and step.child.text, step.place and step.place.text) == ("Aid pays for courts.", thesis.text)
    assert (doubt.place and doubt.place.aim, doubt.place and doubt.place.text) == ("step", "Aid pays for courts.")
    assert (cited.source, cited.place and cited.place.id) == ("Report on courts", reason.id)
    assert (said.author, said.intent, said.place and said.place.id) == ("ben", "question", reason.id)


def test_a_premise_is_found_where_its_step_leads(courts: dict[str, Contribution], thesis: Claim, ana: User) -> None:
    step = Relation.objects.get(pk=courts["step"].pk)
    add_premise(relation=step, by=ana, text="Judges are hard to replace.")

    hit = only(look("judges", kind="claim"))

    assert (hit.side, hit.place and hit.place.text) == ("con", thesis.text)


def test_a_claim_is_found_at_the_oldest_step_that_counts(
    courts: dict[str, Contribution], thesis: Claim, ben: User, chloe: User
) -> None:
    debt = add_reply(to=courts["reason"], side="pro", by=ben, text="Judges are in debt.")
    later = relate(child=debt, parent=thesis, side="con", by=chloe)

    def place(viewer: User) -> tuple[str, str]:
        hit = only(look("judges debt", viewer))
        return hit.side, hit.place.text if hit.place else ""

    assert place(chloe) == place(ben) == ("pro", "Aid pays for courts.")
    withdraw(contribution=Relation.objects.get(child=debt, parent=courts["reason"]), by=ben)
    assert place(chloe) == place(ben) == ("con", thesis.text)
    withdraw(contribution=later, by=chloe)
    assert place(ben) == ("pro", "Aid pays for courts.")


def test_what_was_looked_for_is_marked(courts: dict[str, Contribution]) -> None:
    hit = only(look("Courts pay", kind="claim"))

    assert [piece.text for piece in hit.pieces if piece.is_hit] == ["pays", "courts"]


def test_no_word_is_marked_that_only_begins_as_a_stem_does(relations_subject: Subject, chloe: User, ana: User) -> None:
    spanish = open_map(relations_subject, chloe, "soberania", language="es")
    add_claim(controversy=spanish, by=ana, text="Ningún niño, ninguna niña y nueve niños.")

    assert [piece.text for piece in only(look("niño")).pieces if piece.is_hit] == ["niño", "niña", "niños"]
    assert [piece.text for piece in only(look("ning")).pieces if piece.is_hit] == ["Ningún", "ninguna"]


def test_markup_in_a_text_is_marked_as_text(thesis: Claim, ana: User) -> None:
    add_reply(to=thesis, side="pro", by=ana, text="<b>Courts</b> & <mark>judges</mark>")

    hit = only(look("judges"))

    assert hit.text == "<b>Courts</b> & <mark>judges</mark>"
    assert [piece.text for piece in hit.pieces if piece.is_hit] == ["judges"]


def test_the_nearest_comes_first_and_of_equals_the_newest(thesis: Claim, ana: User) -> None:
    long = f"Debt {'and other matters ' * 10}too."
    for text in (long, "Debt is a bond.", "Debt is a debt.", "Debt is a bond."):
        add_reply(to=thesis, side="pro", by=ana, text=text)

    found = look("debt")

    assert texts(found) == ["Debt is a debt.", "Debt is a bond.", "Debt is a bond.", long]
    assert found.hits[1].id > found.hits[2].id


def test_filters_narrow_and_counts_tell_what_each_kind_has(courts: dict[str, Contribution], ana: User) -> None:
    found = look("courts", ana, kind="comment")

    assert texts(found) == ["Which courts?"]
    assert found.counts == {"claim": 2, "relation": 1, "evidence": 1, "comment": 1, "mine": 2, "unseen": 0}
    assert {hit.kind for hit in look("courts", author="BEN").hits} == {"claim", "evidence", "comment"}
    assert texts(look("courts", cited=True)) == ["Aid pays for courts."]
    assert {hit.id for hit in look("courts", side="pro").hits} == {courts["cited"].pk}
    assert {hit.id for hit in look("courts", side="con").hits} == {courts[n].pk for n in ("reason", "step", "doubt")}
    assert look("courts", author="nobody").hits == []


def test_filters_alone_show_the_newest(courts: dict[str, Contribution], ben: User) -> None:
    assert texts(look(author="ben")) == [
        "Which courts?",
        "Sixty new courts were opened.",
        "A court that is paid for is a court that is owned.",
    ]
    assert look().hits == []


def test_places_narrow_a_search_across(
    courts: dict[str, Contribution], relations_subject: Subject, chloe: User, ana: User
) -> None:
    other = open_map(relations_subject, chloe, "other")
    add_claim(controversy=other, by=ana, text="Courts elsewhere.")

    assert texts(look("courts", controversy="other")) == ["Courts elsewhere."]
    assert len(look("courts", subject="relations").hits) == 6
    assert look("courts", controversy="no-such").hits == []
    assert texts(look("courts", at=other)) == ["Courts elsewhere."]


@pytest.mark.parametrize("wrong", [Asked(words="aid", kind="claims"), Asked(words="aid", side="left")])
def test_an_unknown_choice_is_refused_with_the_choices(wrong: Asked, thesis: Claim) -> None:
    with refused("unknown_choice", "kind" if wrong.kind else "side"):
        search(rights=rights_of(None), asked=wrong)


def test_nothing_to_look_for_finds_nothing(thesis: Claim) -> None:
    found = look("&|! ()")

    assert (found.words, found.hits) == ([], [])


def test_more_than_twelve_words_are_told(thesis: Claim) -> None:
    assert look(" ".join(f"word{n}" for n in range(13))).left_out
    assert not look(" ".join(f"word{n}" for n in range(12))).left_out


def test_own_and_hidden_texts_are_found_by_their_author_and_moderators_alone(
    courts: dict[str, Contribution], ana: User, ben: User, mod: User
) -> None:
    hide(contribution=courts["doubt"], by=mod, reason="Rule 1")
    withdraw(contribution=courts["reason"], by=ana)

    def states(viewer: User | None) -> dict[str, str]:
        names = {row.pk: name for name, row in courts.items()}
        return {names[hit.id]: hit.state for hit in look("court", viewer).hits}

    others = {"step": "published", "cited": "published", "said": "published"}
    assert states(None) == others
    assert states(ana) == others | {"reason": "withdrawn"}
    assert states(ben) == others | {"doubt": "hidden"}
    assert states(mod) == others | {"doubt": "hidden", "reason": "withdrawn"}


def test_a_place_that_may_not_be_read_has_no_words_and_no_address(courts: dict[str, Contribution], ana: User) -> None:
    withdraw(contribution=courts["reason"], by=ana)

    hit = only(look("courts", kind="comment"))

    assert hit.place is not None
    assert (hit.place.text, hit.place.id, hit.url) == ("", 0, "")


@pytest.mark.parametrize("access", ["unlisted", "session"])
def test_a_map_by_address_only_is_found_in_and_not_across(
    access: str, courts: dict[str, Contribution], sovereignty: Controversy, ana: User, root: User
) -> None:
    Controversy.objects.filter(pk=sovereignty.pk).update(access=access)
    sovereignty.refresh_from_db()

    assert look("courts", ana).hits == look("courts", root).hits == []
    assert len(look("courts", at=sovereignty).hits) == (5 if access == "unlisted" else 0)


def test_what_is_new_to_me_is_told_and_can_be_asked_for(
    courts: dict[str, Contribution], sovereignty: Controversy, ana: User, ben: User
) -> None:
    sovereignty.refresh_from_db()
    Visit.objects.create(
        user=ana,
        controversy=sovereignty,
        seq=sovereignty.seq,
        latest=sovereignty.seq,
        at=timezone.now() - timedelta(days=1),
    )
    edit(contribution=courts["said"], by=ben, text="Which courts are meant?", base_revision=1)
    late = add_reply(to=courts["reason"], side="con", by=ben, text="Courts cost more than they bring.")
    add_reply(to=courts["reason"], side="con", by=ana, text="My own courts.")
    sovereignty.refresh_from_db()

    for at in (None, sovereignty):
        found = look("courts", ana, at=at)
        assert {hit.id for hit in found.hits if hit.is_new} == {late.pk, courts["said"].pk}
        assert found.counts["unseen"] == 2
        assert {hit.id for hit in look("courts", ana, at=at, unseen=True).hits} == {late.pk, courts["said"].pk}
    assert not any(hit.is_new for hit in look("courts", ben).hits)
    assert look("courts", unseen=True).hits == []


def test_a_merged_claim_is_found_at_its_heir_alone(thesis: Claim, ana: User) -> None:
    twin = add_reply(to=thesis, side="pro", by=ana, text="Aid weakens sovereignty, I say.")
    heir = add_reply(to=thesis, side="pro", by=ana, text="Sovereignty is weakened.")
    Claim.objects.filter(pk=twin.pk).update(merged_into=heir)

    assert {hit.id for hit in look("sovereignty").hits} == {thesis.pk, heir.pk}


def test_a_strength_is_told_where_the_map_is_at_hand(courts: dict[str, Contribution], sovereignty: Controversy) -> None:
    cold = only(look("pays courts", kind="claim"))
    shape_of(sovereignty)
    warm = only(look("pays courts", kind="claim"))

    assert (cold.figure, cold.evidence) == (None, 0)
    assert warm.figure is not None
    assert warm.evidence == 1


@pytest.mark.parametrize("typed", ["Bogotá", "Bogo", "Bogotá courts"])
def test_what_is_written_in_the_readers_language_comes_first(
    typed: str, thesis: Claim, chloe: User, sovereignty: Controversy
) -> None:
    edition = open_map(sovereignty.subject, chloe, "soberania", language="es", translation_of=sovereignty)
    told = [
        add_claim(controversy=one, by=chloe, text=text).pk
        for one, text in ((sovereignty, "Bogotá has courts."), (edition, "Bogotá: courts, dicen."))
    ]

    def found(language: str) -> list[int]:
        asked = Asked(words=typed)
        return [hit.id for hit in search(rights=rights_of(None), asked=asked, language=language).hits]

    assert (found("en"), found("es"), sorted(found(""))) == (told, told[::-1], told)


def test_sources_are_named_beside_a_search_across(courts: dict[str, Contribution], sovereignty: Controversy) -> None:
    def named(**asked: str) -> list[str]:
        found = search(rights=rights_of(None), asked=Asked(words="report courts", **asked), library=True)  # type: ignore[arg-type]
        return [source.title for source in found.sources]

    assert named() == ["Report on courts"]
    assert named(kind="claim") == []
    assert look("report courts").sources == look("report courts", at=sovereignty).sources == []


def test_pages_follow_one_another_without_a_gap_or_a_repeat(thesis: Claim, ana: User) -> None:
    grow(thesis, ana, 45)

    seen: list[int] = []
    start: int | None = 0
    while start is not None:
        page = look("claim", start=start)
        seen += [hit.id for hit in page.hits]
        start = page.next

    assert len(seen) == len(set(seen)) == page.total == 45


def test_more_than_can_be_counted_is_said_and_each_kind_still_found(
    thesis: Claim, ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_FOUND", 20)
    monkeypatch.setattr("debates.maps.queries.fitting.MOST_FOUND", 20)
    add_comment(on=thesis, by=ana, text="Claim or no claim?")
    grow(thesis, ana, 30)

    found = look("claim")

    assert (found.total, found.is_more, found.counts) == (20, True, {})
    assert texts(look("claim", kind="comment")) == ["Claim or no claim?"]


@pytest.mark.parametrize("count", [10, 300])
def test_a_search_costs_the_same_whatever_the_size(
    count: int, courts: dict[str, Contribution], thesis: Claim, sovereignty: Controversy, ana: User
) -> None:
    grow(thesis, ana, count)
    rights = rights_of(ana)

    def cost(words: str, at: Controversy | None = None, who: User | None = None) -> int:
        return statements(
            lambda: search(rights=rights if who else rights_of(None), asked=Asked(words=words), controversy=at)
        )

    assert [cost("claim"), cost("claim", sovereignty), cost("claim", who=ana), cost("courts")] == [4, 4, 5, 4]
    assert [cost("nothing found"), cost("extraditio")] == [1, 2]
