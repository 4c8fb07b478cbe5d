"""An erased person's words and name stand nowhere, and the work of others stands as it stood."""

import pytest
from django.test import Client

from core.accounts.leaving import erase_person
from core.models import User
from debates.history.models import Entry
from debates.maps import services as maps
from debates.maps.models import Contribution, Controversy, Relation
from debates.maps.rules import State
from tests.conftest import signed_in
from tests.maps.worlds import assert_no_holes, everything
from tests.properties.oracles import assert_no_circle, assert_tallies_are_true
from tests.web.addresses import addresses
from tests.web.erasing import Life, found_in_tables, lead_a_life, leave_traces, rows_of_others, suggestions_left


@pytest.fixture
def life(sovereignty: Controversy, ben: User, chloe: User, mod: User) -> Life:
    made = lead_a_life(sovereignty, ben=ben, chloe=chloe, mod=mod)
    leave_traces(made)
    return made


def all_words(life: Life) -> list[str]:
    """Every word, but those that stand in others' texts."""
    return [word for kind, words in life.words.items() if kind != "standing" for word in words]


def wordings(of: Contribution) -> list[tuple[str, str | None, str]]:
    """(text, locator, reason) of each line of history that put words in place, oldest first."""
    lines = Entry.objects.filter(contribution=of.pk, after__has_key="text").order_by("pk")
    return [(line.after["text"], line.after.get("locator"), line.reason) for line in lines]


def test_the_search_would_find_every_word(life: Life) -> None:
    words = {*all_words(life), *life.words["standing"]}

    found = found_in_tables(words)

    assert set().union(*found.values()) == words
    assert {"core_user", "axes_accessattempt", "debates_entry", "debates_draft", "core_token"} <= found.keys()


def test_with_texts_removed_no_word_stands_in_any_table(life: Life) -> None:
    erase_person(person=life.petrel, keep_texts=False)

    assert found_in_tables(all_words(life)) == {}
    assert not User.objects.filter(pk=life.petrel.pk).exists()


def test_words_that_stand_in_anothers_text_go_once_it_is_reworded(life: Life, ben: User) -> None:
    erase_person(person=life.petrel, keep_texts=False)
    standing = found_in_tables(life.words["standing"])
    assert standing == {"debates_contribution": {*life.words["standing"]}, "debates_entry": {*life.words["standing"]}}

    maps.edit(contribution=life.lent["stays"], by=ben, text="Ben quotes anew.", base_revision=2)
    maps.edit(contribution=life.lent["claim"], by=ben, text="A pebble again.", base_revision=2)
    page = life.words["standing"][1]  # the new wording left it in its place
    assert found_in_tables(life.words["standing"]) == {name: {page} for name in standing}

    maps.edit(contribution=life.lent["stays"], by=ben, text="Ben quotes anew.", base_revision=3, locator="page 1")
    assert found_in_tables(life.words["standing"]) == {}
    assert [text for text, _locator, _reason in wordings(life.lent["claim"])] == [
        "A pebble that stands.",
        "",
        "A pebble again.",
    ]


def test_words_that_stand_stay_theirs_when_only_the_page_is_changed(life: Life, ben: User) -> None:
    """The text is sent again as it stands: it is the erased person's still, in another line."""
    erase_person(person=life.petrel, keep_texts=False)
    text, page = life.words["standing"][:2]
    stands = Contribution.objects.get(pk=life.lent["stays"].pk)

    maps.edit(contribution=stands, by=ben, text=stands.text, base_revision=2, locator="page 1")
    assert found_in_tables([page]) == {}
    assert found_in_tables([text]).keys() == {"debates_contribution", "debates_entry"}

    maps.edit(contribution=stands, by=ben, text="Ben quotes anew.", base_revision=3)
    assert found_in_tables([text]) == {}


def test_what_others_said_stays_in_history(life: Life) -> None:
    """Their wordings, also where Petrel went back to one, left one as it was or took up a suggestion; not Petrel's."""
    erase_person(person=life.petrel, keep_texts=False)

    assert wordings(life.lent["came back"]) == [
        ("Ben quotes page 7.", None, ""),
        ("", None, ""),
        ("Ben quotes again.", "page 8", ""),
        ("", None, ""),
        ("Chloe quotes.", "page 9", ""),
        ("Ben quotes page 7.", "page 7", ""),
    ]
    assert wordings(life.lent["moved"]) == [
        ("Ben quotes page 70.", None, ""),
        ("Ben quotes page 70.", None, ""),
        ("Chloe quotes page 70.", "page 71", ""),
    ]
    assert wordings(life.lent["dust"]) == [
        ("Dust that stands.", None, ""),
        ("Chloe's dust that stands.", None, "Chloe says why."),
    ]


def test_a_wording_whose_page_went_comes_back_with_the_page_that_stands(life: Life, ben: User) -> None:
    erase_person(person=life.petrel, keep_texts=False)

    back = maps.revert(contribution=life.lent["moved"], to_version=2, base_revision=3, by=ben)

    assert (back.text, back.locator) == ("Ben quotes page 70.", "page 71")


def test_with_texts_kept_no_name_and_nothing_private_stands_in_any_table(life: Life) -> None:
    erase_person(person=life.petrel, keep_texts=True)

    assert found_in_tables(life.words["name"] + life.words["private"]) == {}
    texts = "".join(Contribution.objects.values_list("text", flat=True))
    assert all(word in texts for word in ("quthesisxj", "qulonexj", "quwarrantxj", "quexcerpttwoxj", "qucommentxj"))
    assert not Contribution.objects.filter(author=life.petrel.pk).exists()


@pytest.mark.parametrize("keep_texts", [True, False])
def test_what_others_wrote_and_rated_is_untouched(life: Life, keep_texts: bool, sovereignty: Controversy) -> None:
    before = rows_of_others(life.petrel)

    erase_person(person=life.petrel, keep_texts=keep_texts)

    after = rows_of_others(life.petrel)
    for table, rows in before.items():
        assert {pk: after[table][pk] for pk in rows} == rows
    rows_now = {row.pk: row for row in Contribution.objects.filter(controversy=sovereignty)}
    assert_no_circle(rows_now)
    assert_tallies_are_true(rows_now)
    assert_no_holes(sovereignty)


def test_others_keep_their_place_under_a_stub(life: Life, ben: User) -> None:
    """Ben's answer hung on Petrel's reply, which hung on Ben's claim: the way up is still there, without a word."""
    erase_person(person=life.petrel, keep_texts=False)

    step = Relation.objects.get(child=life.reply.pk)
    assert (step.state, step.text, step.author) == (State.PUBLISHED, "", None)
    assert Contribution.objects.get(pk=life.reply.pk).state == State.ERASED
    page = signed_in(ben).get(f"/at/{life.others[2].pk}/", follow=True).content.decode()
    assert "An answer that stays" in page
    assert "A claim that is not shown" in page


def test_what_nobody_built_on_goes_with_its_step(life: Life) -> None:
    erase_person(person=life.petrel, keep_texts=False)

    assert Relation.objects.get(child=life.lone.pk).state == State.ERASED
    answer = Client().get(f"/c/{life.lone.controversy.slug}/outline/").content.decode()
    assert "A rock that stands still." in answer


def test_suggestions_of_and_for_the_person_go_with_them(life: Life) -> None:
    erase_person(person=life.petrel, keep_texts=False)

    assert suggestions_left() == ["Chloe's dust that stands."]  # hers, for a text of Ben's


@pytest.mark.parametrize("keep_texts", [True, False])
def test_erasing_twice_changes_nothing(life: Life, keep_texts: bool) -> None:
    erase_person(person=life.petrel, keep_texts=keep_texts)
    before = everything()

    erase_person(person=User(pk=life.petrel.pk), keep_texts=keep_texts)

    assert everything() == before


@pytest.mark.parametrize("keep_texts", [True, False])
def test_every_map_touched_moves_so_that_nothing_kept_of_it_is_shown(
    life: Life, keep_texts: bool, sovereignty: Controversy
) -> None:
    outline = f"/c/{sovereignty.slug}/outline/"
    assert "quthesisxj" in Client().get(outline).content.decode()
    before = Controversy.objects.get(pk=sovereignty.pk).seq

    erase_person(person=life.petrel, keep_texts=keep_texts)

    assert Controversy.objects.get(pk=sovereignty.pk).seq > before
    assert ("quthesisxj" in Client().get(outline).content.decode()) is keep_texts


def test_history_keeps_a_line_that_names_nobody(life: Life) -> None:
    erase_person(person=life.petrel, keep_texts=False)

    line = Entry.objects.get(verb="person.erased")
    assert (line.actor, line.controversy, line.after) == (None, None, {"user": life.petrel.pk, "texts": "remove"})
    assert Entry.objects.filter(verb="claim.erased", contribution=life.thesis.pk).exists()


def test_the_log_of_the_desk_forgets_the_name(life: Life, root: User) -> None:
    desk = signed_in(root)
    granted = desk.post("/admin/debates/grant/add/", {"user": life.petrel.pk, "role": "curator"})
    closed = desk.post(f"/admin/core/user/{life.petrel.pk}/change/", {})
    assert (granted.status_code, closed.status_code) == (302, 302)
    assert found_in_tables(["Quillpetrelxj"])["django_admin_log"]

    erase_person(person=life.petrel, keep_texts=True)

    assert found_in_tables(life.words["name"]) == {}


@pytest.mark.slow
@pytest.mark.parametrize("keep_texts", [True, False])
def test_no_page_feed_export_or_answer_tells_a_word(
    life: Life, keep_texts: bool, ben: User, root: User, sovereignty: Controversy
) -> None:
    words = all_words(life) if not keep_texts else life.words["name"] + life.words["private"]
    erase_person(person=life.petrel, keep_texts=keep_texts)
    ids = sorted(Contribution.objects.values_list("pk", flat=True))
    named = {
        "side": ["con"],
        "words": ["x"],
        "uidb64": ["MQ"],
        "token": ["x"],
        "object_id": ["1"],
        "content_type_id": ["1"],
    }
    told = {}

    for client in (Client(), signed_in(ben), signed_in(root)):
        for address in addresses(ids=ids, slugs=[sovereignty.slug, "relations"], named=named):
            said = client.get(address, {"q": "much to say"}).content.decode(errors="replace").lower()
            if leaked := [word for word in words if word.lower() in said]:
                told[address] = leaked

    assert told == {}
