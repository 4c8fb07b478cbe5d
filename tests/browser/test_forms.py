"""What a form does when the answer is no: nothing that was written is lost."""

import pytest
from playwright.sync_api import expect

from debates.maps import services as maps
from tests.browser.conftest import Opened
from tests.browser.world import SUPPORT, World

MINE = "The money pays for courts that the budget would not pay for."
THEIRS = "The money pays for courts in every province."


def test_two_versions_at_once_are_shown_side_by_side(opened: Opened, world: World) -> None:
    """The second writer sees both, keeps the own one, and sends it knowingly."""
    claim = world.pros[0]
    writer = opened(world.ana)
    writer.goes_to(world.at(claim, "edit"))
    text = writer.page.locator("#composer").get_by_label("Wording")
    expect(text).to_have_value(SUPPORT[0])
    text.fill(MINE)
    writer.page.get_by_label("Why, in a few words").fill("more exact")
    maps.edit(contribution=claim, by=world.ben, text=THEIRS, base_revision=1)
    writer.presses("Save this wording")
    expect(writer.page.get_by_label("Your wording")).to_have_value(MINE)
    writer.sees(THEIRS, "#composer")
    expect(writer.page.get_by_label("Why, in a few words")).to_have_value("more exact")
    writer.presses("Put my wording in place of it")
    expect(writer.page.locator("#focus")).to_have_text(MINE)
    claim.refresh_from_db()
    assert (claim.text, claim.revision) == (MINE, 3)


def test_a_third_version_is_not_overwritten_unseen(opened: Opened, world: World) -> None:
    claim = world.pros[0]
    writer = opened(world.ana)
    writer.goes_to(world.at(claim, "edit"))
    writer.page.locator("#composer").get_by_label("Wording").fill(MINE)
    maps.edit(contribution=claim, by=world.ben, text=THEIRS, base_revision=1)
    writer.presses("Save this wording")
    writer.sees(THEIRS, "#composer")
    third = f"{THEIRS[:-1]} and town."
    maps.edit(contribution=claim, by=world.ben, text=third, base_revision=2)
    writer.presses("Put my wording in place of it")
    writer.sees(third, "#composer")
    expect(writer.page.get_by_label("Your wording")).to_have_value(MINE)


def test_a_step_that_closes_a_circle_draws_it(opened: Opened, world: World) -> None:
    """The thesis may not bear on what bears on it; what was written stays."""
    writer = opened(world.ben)
    writer.goes_to(world.at(world.deep, "relate"))
    writer.page.get_by_role("searchbox", name="A few words of it").press_sequentially("sovereign", delay=10)
    found = writer.page.locator("#found").get_by_role("radio", name=world.thesis.text)
    found.check()
    writer.page.get_by_role("radio", name="Against it").check()
    writer.page.get_by_label("Why it bears on that").fill("Because it must.")
    writer.presses("Add this step")
    circle = writer.page.get_by_role("alert").filter(has_text="A claim cannot end up supporting or opposing itself")
    expect(circle.get_by_role("listitem")).to_have_text(
        [
            world.deep.text,
            f"bears already on {world.pros[0].text}",
            f"bears already on {world.thesis.text}",
            f"would bear, by your step, on {world.deep.text}",
        ]
    )
    writer.sees("Nothing was changed and nothing you wrote is lost", "#composer")
    expect(found).to_be_checked()
    expect(writer.page.get_by_label("Why it bears on that")).to_have_value("Because it must.")
    expect(writer.page.get_by_role("radio", name="Against it")).to_be_checked()


def test_two_standing_claims_are_joined(opened: Opened, world: World) -> None:
    """A newcomer's step waits and says so before it is sent."""
    writer = opened(world.ana)
    writer.goes_to(world.at(world.cons[2], "relate"))
    writer.sees("A contributor or a curator reads this step before others see it", "#composer")
    writer.page.get_by_role("searchbox", name="A few words of it").press_sequentially("parliament", delay=10)
    writer.page.locator("#found").get_by_role("radio", name=SUPPORT[3]).check()
    writer.page.get_by_role("radio", name="Against it").check()
    writer.presses("Propose this step")
    card = writer.page.locator(".side.con li", has_text=SUPPORT[3])
    expect(card).to_contain_text("waits for review")


@pytest.mark.parametrize(("form", "words"), [("relate", "parliament"), ("cite", "courts")])
def test_what_was_chosen_stays_when_the_list_comes_anew(opened: Opened, world: World, form: str, words: str) -> None:
    """The answer to the last letters may be late: who is in the list by then keeps the focus and the choice."""
    writer = opened(world.ana)
    writer.goes_to(world.at(world.cons[2], form))
    writer.page.get_by_role("searchbox", name="A few words of").fill(words)
    found = writer.page.locator("#found").get_by_role("radio").first
    found.focus()
    writer.page.keyboard.press("Space")
    before = found.element_handle()
    with writer.page.expect_response(f"**/{form}/?*q={words}*"):
        writer.page.locator("#q").dispatch_event("search")
    expect(found).to_be_checked()
    writer.page.wait_for_function("one => !one.isConnected", arg=before)
    expect(found).to_be_checked()
    expect(found).to_be_focused()


def test_evidence_without_a_source_leads_back_to_the_question(opened: Opened, world: World) -> None:
    writer = opened(world.ana)
    writer.goes_to(world.at(world.cons[0], "cite"))
    writer.page.get_by_role("textbox", name="What the source says").fill("They decide.")
    writer.presses("Add this evidence")
    library = writer.page.get_by_role("searchbox", name="A few words of its title")
    expect(library).to_be_focused()
    expect(library).to_have_accessible_description("Choose a source, or name a new one.")


def test_a_quotation_without_its_place_says_so_beside_the_field(opened: Opened, world: World) -> None:
    writer = opened(world.ana)
    writer.goes_to(world.at(world.cons[0], "cite"))
    writer.page.get_by_text("Another source").click()
    writer.page.get_by_label("Title", exact=True).fill("Letters")
    writer.page.get_by_role("radio", name="Quotation").check()
    writer.page.get_by_role("textbox", name="What the source says").fill("They decide.")
    writer.presses("Add this evidence")
    place = writer.page.get_by_label("Where in the source")
    expect(place).to_have_accessible_description("Say where in the source the quotation stands.")
    expect(place).to_be_focused()
    expect(writer.page.get_by_label("Title", exact=True)).to_have_value("Letters")
    place.fill("p. 4")
    writer.presses("Add this evidence")
    writer.sees("They decide.", "#panel")


def test_withdrawing_says_what_will_happen_and_can_be_undone(opened: Opened, world: World) -> None:
    writer = opened(world.ana)
    writer.goes_to(world.at(world.pros[0], "withdraw"))
    writer.sees("What others built on it stays in its place", "#composer")
    writer.presses("Withdraw this claim")
    writer.goes_to(world.of(world.thesis))
    writer.sees("Withdrawn", ".side.pro")
    writer.goes_to(f"{world.of(world.pros[0])}?claim={world.pros[0].pk}")
    writer.presses("Put it back", "#panel")
    expect(writer.page.get_by_role("button", name="Put it back")).to_have_count(0)
    writer.goes_to(world.of(world.thesis))
    writer.sees(SUPPORT[0], ".side.pro")


def test_a_counter_tells_how_long_a_claim_has_grown(opened: Opened, world: World) -> None:
    writer = opened(world.ana)
    writer.goes_to(world.at(world.thesis, "reply/pro"))
    writer.page.get_by_label("Your claim").fill("x" * 281)
    writer.sees("281 / 500", "#composer")
    writer.sees("Could the second half be a claim of its own?", "#composer")


def test_a_visitor_is_led_to_the_door_and_back(opened: Opened, world: World) -> None:
    world.ana.set_password("three words together")
    world.ana.save()
    visitor = opened()
    visitor.goes_to(world.of(world.thesis))
    visitor.presses("Add opposition", ".side.con")
    visitor.page.get_by_label("Name or e-mail").fill("ana")
    visitor.page.get_by_label("Password").fill("three words together")
    visitor.presses("Sign in", "main form")
    expect(visitor.page.get_by_label("Your claim")).to_be_visible()
