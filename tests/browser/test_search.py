"""Finding while typing, and what is offered while a claim is written."""

import re

import pytest
from playwright.sync_api import Route, expect

from debates.maps.models import Claim, Relation
from tests.browser.conftest import Opened
from tests.browser.test_access import violations
from tests.browser.world import SUPPORT, World

ALIKE = "The money pays for courts which nobody would have"


def test_hits_come_while_one_types_and_the_address_follows(opened: Opened, world: World) -> None:
    reader = opened(world.ben)
    reader.goes_to("/search/")
    reader.marks_the_window()
    field = reader.page.get_by_role("searchbox")
    expect(field).to_be_focused()

    field.press_sequentially("cour", delay=20)

    expect(reader.page.locator("#tally")).to_contain_text("found")
    expect(reader.page.locator(".hits mark").first).to_have_text(re.compile("courts?", re.IGNORECASE))
    expect(reader.page).to_have_url(re.compile(r"/search/\?q=cour$"))
    expect(field).to_be_focused()
    assert reader.is_in_the_same_window()

    reader.page.get_by_text("Narrow it down").click()
    reader.page.get_by_label("Side").select_option("Against")
    expect(reader.page.locator("#tally")).to_have_text("Nothing found.")
    expect(reader.page).to_have_url(re.compile(r"/search/\?q=cour&side=con$"))
    reader.page.get_by_role("link", name="Look without the filters").click()
    expect(reader.page.locator(".hits > li").first).to_be_visible()


def test_the_field_of_a_debate_leads_to_its_hits(opened: Opened, world: World) -> None:
    for width in (1280, 390):
        reader = opened(width=width)
        reader.goes_to(f"/c/{world.controversy.slug}/")
        field = reader.page.get_by_role("searchbox", name="Find in this controversy")
        field.click()
        field.fill("ministri")
        field.press("Enter")
        expect(reader.page.locator(".hits mark")).to_have_text("Ministries")
        reader.page.locator(".hits .claim a").click()
        expect(reader.page.locator("#focus")).to_contain_text("Ministries plan for")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_keyboard_reaches_field_filters_and_hits(scripts: bool, opened: Opened, world: World) -> None:
    reader = opened(world.ben, java_script_enabled=scripts)
    reader.goes_to("/search/")
    expect(reader.page.get_by_role("searchbox")).to_be_focused()
    reader.page.keyboard.type("parliament")
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator(".hits > li")).to_have_count(1)
    if scripts:
        reader.tabs_to(reader.page.get_by_role("link", name=re.compile("^Claims")))
        reader.tabs_to(reader.page.locator(".hits .claim a"))


def test_a_hint_opens_the_panel_and_keeps_what_was_typed(opened: Opened, world: World) -> None:
    writer = opened(world.ben)
    writer.goes_to(world.of(world.thesis))
    writer.presses("Add opposition", ".side.con")
    text = writer.page.get_by_label("Your claim")
    text.press_sequentially(ALIKE, delay=5)

    writer.sees(SUPPORT[0], ".hints")
    writer.presses("Rate this one instead", ".hints")

    expect(writer.page.locator("#panel-title")).to_have_text(SUPPORT[0])
    expect(text).to_have_value(ALIKE)


def test_the_reason_is_kept_while_hints_come_and_goes_with_the_claim(opened: Opened, world: World) -> None:
    writer = opened(world.ben)
    writer.goes_to(world.of(world.thesis))
    writer.presses("Add opposition", ".side.con")
    text = writer.page.get_by_label("Your claim")
    text.press_sequentially(ALIKE, delay=5)
    writer.page.get_by_text("Mine is different because …").first.click()
    writer.page.get_by_role("textbox", name="Mine is different because …").fill("It is about wanting them.")
    with writer.page.expect_response(re.compile("/hints/")):
        text.press_sequentially(" wanted.", delay=5)
    expect(writer.page.get_by_role("textbox", name="Mine is different because …")).to_have_value(
        "It is about wanting them."
    )

    writer.presses("Add this reason against")

    writer.sees(f"{ALIKE} wanted.", ".side.con")
    made = Claim.objects.get(text=f"{ALIKE} wanted.")
    assert Relation.objects.get(child=made).text == "It is about wanting them."


def test_a_claim_is_not_hinted_at_while_it_is_made(opened: Opened, world: World) -> None:
    """The hint is asked for before the claim stands, and answered after it, while the page around it comes anew."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    writer = opened(world.ben)
    writer.goes_to(world.of(world.thesis))
    writer.presses("Add opposition", ".side.con")
    writer.page.route("**/hints/**", hold)
    writer.page.get_by_label("Your claim").fill("Nobody ever asked the provinces.")
    with writer.page.expect_request(re.compile("/hints/")):
        writer.page.route(writer.page.url, hold)
    with writer.page.expect_request(writer.page.url):
        writer.presses("Add this reason against")
    writer.page.wait_for_timeout(300)
    hint, page = held
    with writer.page.expect_response(re.compile("/hints/")) as late:
        hint.continue_()
    assert "Nobody ever asked" in late.value.text()
    writer.page.wait_for_timeout(300)
    expect(writer.page.locator("form .alike")).to_have_count(0)

    page.continue_()
    writer.sees("Nobody ever asked the provinces.", ".side.con")
    expect(writer.page.locator("#composer")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_same_words_are_asked_about_once(scripts: bool, opened: Opened, world: World) -> None:
    writer = opened(world.ben, java_script_enabled=scripts)
    writer.goes_to(world.at(world.thesis, "reply/con"))
    writer.page.get_by_label("Your claim").fill(SUPPORT[0])

    writer.presses("Add this reason against")

    writer.sees("This stands here already in nearly the same words.")
    expect(writer.page.get_by_label("Your claim")).to_have_value(SUPPORT[0])
    writer.presses("Post it all the same")
    expect(writer.page.locator(".side.con")).to_contain_text(SUPPORT[0])
    assert Claim.objects.filter(text=SUPPORT[0]).count() == 2


@pytest.mark.slow
def test_axe_finds_nothing_while_one_searches_and_writes(opened: Opened, world: World) -> None:
    visitor = opened(world.ben, reduced_motion="reduce")
    found = {}
    visitor.goes_to("/search/")
    visitor.page.get_by_role("searchbox").press_sequentially("courts", delay=10)
    expect(visitor.page.locator(".hits > li").first).to_be_visible()
    found["hits"] = violations(visitor)
    visitor.goes_to(f"/c/{world.controversy.slug}/search/?q=bananas&side=con")
    found["nothing"] = violations(visitor)

    visitor.page.set_viewport_size({"width": 1280, "height": 800})
    visitor.goes_to(world.of(world.thesis))
    visitor.presses("Add opposition", ".side.con")
    visitor.page.get_by_label("Your claim").press_sequentially(ALIKE, delay=5)
    visitor.page.get_by_text("Mine is different because …").first.click()
    found["hints"] = violations(visitor)

    visitor.goes_to(world.at(world.thesis, "reply/con"))
    visitor.page.get_by_label("Your claim").fill(SUPPORT[0])
    visitor.presses("Add this reason against")
    visitor.sees("Post it all the same")
    found["asked"] = violations(visitor)
    assert {name: lines for name, lines in found.items() if lines} == {}
