"""A better wording, from the one who has it to the one who takes it: in the panel, on its pages, without scripts."""

import pytest
from playwright.sync_api import expect

from core.accounts.services import ensure_person
from core.models import User
from debates.maps import services as maps
from debates.maps.models import Suggestion
from debates.maps.queries import rights_of
from debates.maps.queries.suggestions import waiting_steps
from tests.browser.conftest import Opened
from tests.browser.test_access import COARSE, WIDE, swept
from tests.browser.world import SUPPORT, World

BETTER = "The money pays for courts that would hardly exist without it."


@pytest.fixture
def dan(world: World) -> User:
    """A citizen who wrote nothing here."""
    return ensure_person(name="dan")


@pytest.fixture
def chloe(world: World) -> User:
    """The curator."""
    return ensure_person(name="chloe")


def test_a_wording_is_suggested_and_taken_without_leaving_the_debate(opened: Opened, world: World, dan: User) -> None:
    claim = world.pros[0]
    page = f"{world.of(claim)}?claim={claim.pk}"
    writer = opened(dan)
    writer.goes_to(page)
    writer.marks_the_window()
    writer.presses("Suggest a better wording", "#panel")
    composer = writer.page.locator("#panel #composer")
    expect(composer.get_by_label("How it should read")).to_have_value(SUPPORT[0])
    composer.get_by_label("How it should read").fill(BETTER)
    composer.get_by_label("Why that is better").fill("Some would")
    composer.get_by_role("button", name="Suggest this wording").click()
    made = writer.page.locator(".suggested")
    expect(made.locator("ins")).to_contain_text("hardly")
    expect(made.locator("del")).to_contain_text("not")
    expect(made).to_be_focused()
    expect(writer.page.locator("#panel-title")).to_have_text(SUPPORT[0])
    assert writer.is_in_the_same_window()

    author = opened(world.ana)
    author.goes_to(page)
    author.marks_the_window()
    author.sees("suggested by dan", "#panel")
    author.presses("Take this wording", "#panel")
    expect(author.page.locator("#panel-title")).to_have_text(BETTER)
    expect(author.page.locator("#focus")).to_have_text(BETTER)
    expect(author.page.locator(".suggested")).to_have_count(0)
    assert author.is_in_the_same_window()


def test_a_rejection_is_read_by_the_suggester(opened: Opened, world: World, dan: User) -> None:
    claim = world.pros[0]
    maps.suggest(contribution=claim, by=dan, text=BETTER, base_revision=1)
    author = opened(world.ana)
    author.goes_to(f"{world.of(claim)}?claim={claim.pk}")
    author.page.get_by_text("Reject it, with a reason").click()
    author.page.get_by_label("Why not? The suggester reads this.").fill("They would not exist at all.")
    author.presses("Reject and tell why", "#panel")
    expect(author.page.locator(".suggested")).to_have_count(0)

    writer = opened(dan)
    writer.goes_to("/c/sovereignty/waiting/")
    writer.sees("They would not exist at all.")


def test_without_scripts_a_stale_wording_is_brought_up_to_date_and_taken(
    opened: Opened, world: World, dan: User, chloe: User
) -> None:
    claim = world.pros[0]
    one = maps.suggest(contribution=claim, by=dan, text=BETTER, base_revision=1)
    maps.edit(contribution=claim, by=world.ana, text=f"{SUPPORT[0][:-1]} today.", base_revision=1)
    curator = opened(chloe, java_script_enabled=False)
    curator.goes_to("/c/sovereignty/waiting/")
    curator.sees("For an older wording")
    curator.presses("Bring it up to date")
    curator.presses("Take this wording")
    curator.sees("Nothing waits for you here.")
    claim.refresh_from_db()
    assert claim.text == f"{BETTER[:-1]} today."
    assert Suggestion.objects.get(pk=one.pk).state == "accepted"


def test_where_both_changed_the_same_words_the_suggester_sees_all_three(
    opened: Opened, world: World, dan: User
) -> None:
    claim = world.pros[0]
    maps.suggest(contribution=claim, by=dan, text=BETTER, base_revision=1)
    now = "The money pays for courts that nobody else pays for."
    maps.edit(contribution=claim, by=world.ana, text=now, base_revision=1)
    writer = opened(dan)
    writer.goes_to("/c/sovereignty/waiting/")
    writer.presses("Bring it up to date")
    writer.sees("The wording was changed since")
    writer.sees(now, "#composer")
    writer.sees(SUPPORT[0], "#composer")
    text = writer.page.get_by_label("How it should read")
    expect(text).to_have_value(BETTER)
    text.fill("The money pays for courts that hardly anybody else pays for.")
    writer.presses("Change my suggestion")
    expect(writer.page.locator(".suggested ins")).to_contain_text("hardly anybody")


def test_a_step_that_waits_is_let_count(opened: Opened, world: World, dan: User, chloe: User) -> None:
    maps.relate(child=world.pros[3], parent=world.cons[2], side="con", by=dan, warrant="It votes first.")
    curator = opened(chloe)
    curator.goes_to("/c/sovereignty/waiting/")
    curator.sees("Because: It votes first.")
    curator.presses("Let this step count")
    curator.sees("Nothing waits for you here.")
    assert not waiting_steps(controversy=world.controversy, rights=rights_of(chloe)).exists()


@pytest.mark.slow
def test_the_pages_are_for_everybody(opened: Opened, world: World, dan: User, chloe: User) -> None:
    """axe finds nothing, nothing is wider than a phone, and fingers find what they press."""
    claim, second, waits = world.pros[0], world.pros[1], "/c/sovereignty/waiting/"
    maps.suggest(contribution=claim, by=dan, text=BETTER, base_revision=1, reason="Some would")
    refused = maps.suggest(contribution=second, by=dan, text="Officers are good.", base_revision=1)
    maps.reject(suggestion=refused, by=world.ana, reason="All of them?")
    maps.suggest(contribution=second, by=dan, text="Officers trained abroad are good.", base_revision=1)
    maps.edit(contribution=second, by=world.ana, text="Officers trained are dismissed.", base_revision=1)
    maps.relate(child=world.pros[3], parent=world.cons[2], side="con", by=dan, warrant="It votes first.")
    for person, pages in (
        (chloe, {"to decide": waits, "in the panel": f"{world.of(claim)}?claim={claim.pk}"}),
        (dan, {"own": waits, "change it": world.at(claim, "suggest"), "three wordings": world.at(second, "suggest")}),
        (ensure_person(name="eve"), {"nothing waits": waits, "suggest": world.at(claim, "suggest")}),
    ):
        assert swept(opened(person, reduced_motion="reduce"), pages) == {}
        phone = opened(person, width=390, is_mobile=True, has_touch=True)
        for name, address in pages.items():
            phone.goes_to(address)
            assert (name, phone.evaluates(WIDE), phone.evaluates(COARSE)) == (name, [], [])
