"""The map under a mouse."""

from playwright.sync_api import expect

from tests.browser.conftest import Opened
from tests.browser.maps import MAP, ZOOM_OF, card, has_panel, middle_of, opens_map, rests
from tests.browser.people import Visitor
from tests.browser.world import World


def presses_and_leaves(visitor: Visitor) -> None:
    """Press on empty map just below its top and move up, out of it."""
    box = visitor.page.locator("#map").bounding_box()
    assert box
    visitor.page.mouse.move(box["x"] + 40, box["y"] + 3)
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] + 40, box["y"] - 20)


def test_a_press_that_ends_outside_the_map_leaves_nothing_behind(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    before = middle_of(visitor, world.pros[0])
    presses_and_leaves(visitor)
    visitor.page.mouse.up()
    visitor.page.mouse.move(400, 400)
    visitor.page.mouse.move(500, 500)
    rests(visitor)
    assert middle_of(visitor, world.pros[0]) == before
    card(visitor, world.pros[0]).click()
    has_panel(visitor, world.pros[0])


def test_a_press_that_ends_where_nobody_hears_of_it_ends_too(opened: Opened, world: World) -> None:
    """Released over another window."""
    visitor = opened()
    opens_map(visitor, world.controversy)
    before = middle_of(visitor, world.pros[0])
    visitor.evaluates("addEventListener('pointerup', event => event.stopImmediatePropagation(), true)")
    presses_and_leaves(visitor)
    visitor.page.mouse.up()
    visitor.page.mouse.move(400, 400)
    visitor.page.mouse.move(500, 500)
    rests(visitor)
    assert middle_of(visitor, world.pros[0]) == before


def test_wheel_and_drag_over_the_list_of_keys_leave_the_map_alone(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    before = visitor.evaluates(f"({{...{MAP}.view}})")
    visitor.page.locator(".map-more summary").click()
    visitor.presses("Keys", ".map-more")
    title = visitor.page.locator(".map-keys h2")
    expect(title).to_be_visible()
    for x, y in ((640, 400), (40, 700)):  # on it, and on what lies around it
        visitor.page.mouse.move(x, y)
        visitor.page.mouse.wheel(0, 300)
        visitor.page.mouse.down()
        visitor.page.mouse.move(x + 90, y + 60, steps=4)
        visitor.page.mouse.up()
    expect(title).to_be_visible()
    rests(visitor)
    assert visitor.evaluates(f"({{...{MAP}.view}})") == before


def test_the_first_press_on_a_tool_after_a_drag_counts(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    visitor.page.mouse.move(20, 300)
    visitor.page.mouse.down()
    visitor.page.mouse.move(120, 300, steps=4)
    visitor.page.mouse.up()
    before = visitor.evaluates(ZOOM_OF)
    visitor.page.get_by_role("button", name="Zoom in").click()
    visitor.page.wait_for_function(f"before => {ZOOM_OF} > before", arg=before)
