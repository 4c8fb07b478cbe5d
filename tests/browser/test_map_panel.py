"""The panel beside the drawn map, when one is quick, or the network is not."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Opened
from tests.browser.maps import ZOOM_OF, card, has_panel, opens_map, rests
from tests.browser.people import Visitor
from tests.browser.world import World


def fails_once(visitor: Visitor, pattern: str) -> None:
    """The network is away when the page asks for this the next time."""

    def fail(route: Route) -> None:
        route.abort()

    visitor.page.route(pattern, fail, times=1)


@pytest.mark.parametrize("late", ["**/map/panel*.js", "**/*claim=*"])
def test_escape_means_a_panel_that_is_on_its_way(opened: Opened, world: World, late: str) -> None:
    """Be it the panel that has not come yet, or what opens panels."""
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy)
    held = visitor.holds(late)
    with visitor.page.expect_request(late):
        card(visitor, world.cons[0]).click()
    visitor.page.keyboard.press("Escape")
    with visitor.page.expect_response("**/*claim=*"):
        held.pop().continue_()
    visitor.page.locator(".map-answer").get_by_role("button", name="Add opposition").click()
    expect(visitor.page.locator("#panel #composer").get_by_label("Your claim")).to_be_focused()


def test_the_panel_is_the_one_that_the_address_names(opened: Opened, world: World) -> None:
    """Through Back and Forward, and when one is opened while another is on its way."""
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy)
    for claim in (world.cons[0], world.thesis):
        card(visitor, claim).click()
        has_panel(visitor, claim)
        rests(visitor)
    visitor.page.go_back()
    has_panel(visitor, world.cons[0])
    visitor.page.go_forward()
    has_panel(visitor, world.thesis)
    visitor.page.keyboard.press("Escape")

    held = visitor.holds("**/*claim=*")
    with visitor.page.expect_request("**/*claim=*"):
        card(visitor, world.thesis).press("Enter")
    card(visitor, world.cons[0]).click()
    held.pop().continue_()
    has_panel(visitor, world.cons[0])
    assert visitor.page.url.endswith(f"?claim={world.cons[0].pk}")


def test_what_is_being_written_is_not_thrown_away_for_another_claim(opened: Opened, world: World) -> None:
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy, f"?claim={world.cons[0].pk}")
    comment = visitor.page.get_by_label("Your comment")
    comment.fill("Half a thought")
    visitor.page.locator("#panel-title").focus()
    visitor.page.keyboard.press("Escape")
    card(visitor, world.thesis).click()
    visitor.sees("What you are writing here is not sent yet.", "#say")
    expect(comment).to_be_focused()
    expect(comment).to_have_value("Half a thought")
    comment.fill("")
    card(visitor, world.thesis).click()
    has_panel(visitor, world.thesis)


def test_what_could_not_be_fetched_is_said_and_fetched_the_next_time(opened: Opened, world: World) -> None:
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy)
    fails_once(visitor, "**/map/panel*.js")
    card(visitor, world.cons[0]).click()
    visitor.sees("This could not be fetched.", ".toast")
    card(visitor, world.cons[0]).click()
    has_panel(visitor, world.cons[0])
    fails_once(visitor, "**/map/tools*.js")
    visitor.presses("Fit all", "#map")
    visitor.sees("This could not be fetched.", ".toast")
    before = visitor.evaluates(ZOOM_OF)
    visitor.presses("Fit all", "#map")
    visitor.page.wait_for_function(f"before => {ZOOM_OF} !== before", arg=before)
    visitor.complaints.clear()  # the browser told of what failed
