"""The map under fingers."""

from time import time

from playwright.sync_api import expect

from tests.browser.conftest import Opened
from tests.browser.maps import MAP, ZOOM_OF, card, is_in_sight, middle_of, opens_map, rests
from tests.browser.people import Visitor
from tests.browser.test_access import COARSE, WIDE
from tests.browser.world import World

Points = list[tuple[float, float]]


class Fingers:
    """Up to two of them on the glass."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.session = visitor.context.new_cdp_session(visitor.page)

    def _send(self, kind: str, points: Points, **when: float) -> None:
        told = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told, **when})

    def flick(self, start: tuple[float, float], by: float, steps: int = 6) -> None:
        """Move one up or down, and lift it while it moves: a step each 16 ms, however busy the machine is."""
        began = time()
        for step in range(steps + 1):
            at = (start[0], start[1] + by * step / steps)
            self._send("touchMove" if step else "touchStart", [at], timestamp=began + step * 0.016)
        self._send("touchEnd", [], timestamp=began + (steps + 1) * 0.016)

    def move(self, start: Points, end: Points, steps: int = 8) -> None:
        """Put them down, move them evenly, rest a moment so that nothing is flicked, and lift them."""
        self._send("touchStart", start)
        for step in range(1, steps + 1):
            at = [
                (a + (c - a) * step / steps, b + (d - b) * step / steps)
                for (a, b), (c, d) in zip(start, end, strict=True)
            ]
            self._send("touchMove", at)
        self.visitor.page.wait_for_timeout(120)
        self._send("touchMove", end)
        self._send("touchEnd", [])
        rests(self.visitor)


def on_a_phone(opened: Opened, world: World, width: int = 390) -> Visitor:
    """A phone with the map open."""
    visitor = opened(world.ben, width=width, height=780, is_mobile=True, has_touch=True)
    opens_map(visitor, world.controversy)
    return visitor


def test_one_finger_moves_the_map_and_not_the_page(opened: Opened, world: World) -> None:
    visitor = on_a_phone(opened, world)
    before = middle_of(visitor, world.thesis)
    Fingers(visitor).move([(200, 600)], [(260, 420)])
    after = middle_of(visitor, world.thesis)
    assert abs(after[0] - before[0] - 60) < 12
    assert abs(after[1] - before[1] + 180) < 12
    assert visitor.evaluates("scrollY") == 0
    assert visitor.evaluates("visualViewport.scale") == 1
    expect(visitor.page.locator("#panel")).to_be_hidden()


def test_two_fingers_pinch(opened: Opened, world: World) -> None:
    visitor = on_a_phone(opened, world)
    before = visitor.evaluates(ZOOM_OF)
    Fingers(visitor).move([(150, 500), (240, 500)], [(105, 500), (285, 500)])
    assert 1.7 < visitor.evaluates(ZOOM_OF) / before < 2.3
    assert visitor.evaluates("visualViewport.scale") == 1
    Fingers(visitor).move([(60, 500), (330, 500)], [(180, 500), (210, 500)])
    assert visitor.evaluates(ZOOM_OF) < before


def test_a_flicked_map_goes_on_a_little(opened: Opened, world: World) -> None:
    visitor = on_a_phone(opened, world)
    fingers = Fingers(visitor)
    with visitor.page.expect_response("**/drift*.js") as fetched:
        fingers.move([(200, 500)], [(200, 510)])  # the first touch fetches what a flick needs
    visitor.evaluates(f"import('{fetched.value.url}').then(() => true)")
    before = visitor.evaluates(f"{MAP}.view.y")
    fingers.flick((200, 600), -180)
    visitor.page.wait_for_function(f"before => {MAP}.view.y < before - 190", arg=before)


def test_what_one_looks_at_is_in_sight_on_a_turned_phone(opened: Opened, world: World) -> None:
    """The thesis, a card with the keys, and the middle of a map that was moved away from it."""
    visitor = on_a_phone(opened, world)
    turns(visitor, 780, 390)
    assert is_in_sight(visitor, world.thesis)
    visitor.evaluates(f"{MAP}.focus({MAP}.tree.home({world.cons[1].pk}))")
    rests(visitor)
    turns(visitor, 390, 780)
    assert is_in_sight(visitor, world.cons[1])
    visitor.evaluates(f"""() => {{
      const {{view, size, tree}} = {MAP}, seen = tree.home({world.pros[2].pk});
      Object.assign(view, {{x: size.w / 2 - seen.x * view.k, y: size.h / 2 - seen.y * view.k}});
    }}""")
    turns(visitor, 780, 390)
    assert is_in_sight(visitor, world.pros[2])


def turns(visitor: Visitor, width: int, height: int) -> None:
    """The window is of another shape, and the map knows it."""
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.wait_for_function(f"width => {MAP}.size.w === width", arg=width)
    rests(visitor)


def test_a_tap_opens_the_sheet_and_closing_it_leads_back(opened: Opened, world: World) -> None:
    visitor = on_a_phone(opened, world)
    card(visitor, world.thesis).tap()
    expect(visitor.page.locator("#panel-title")).to_have_text(world.thesis.text)
    visitor.page.locator("#panel .close").tap()
    expect(visitor.page.locator("#panel")).to_be_hidden()
    assert is_in_sight(visitor, world.thesis)


def test_a_claim_written_on_a_phone_is_seen_on_the_map(opened: Opened, world: World) -> None:
    visitor = on_a_phone(opened, world)
    card(visitor, world.thesis).tap()
    visitor.page.locator("#panel-acts + .row").get_by_role("link", name="Add support").tap()
    visitor.page.locator("#composer").get_by_label("Your claim").fill("Its courts have overruled donors.")
    visitor.page.get_by_role("button", name="Add this reason for").tap()
    made = visitor.page.locator(".map-card", has_text="Its courts have overruled donors.")
    expect(made).to_be_focused()
    expect(visitor.page.locator("#panel")).to_be_hidden()


def test_what_is_pressed_is_as_large_as_a_finger_and_nothing_is_wider_than_the_glass(
    opened: Opened, world: World
) -> None:
    for width in (390, 320):
        visitor = on_a_phone(opened, world, width)
        visitor.evaluates("document.querySelector('.map-more').open = true")
        assert visitor.evaluates(COARSE) == []
        assert visitor.evaluates(WIDE) == []
        small, tools = (visitor.page.locator(one).bounding_box() for one in (".map-mini", ".map-tools"))
        box = visitor.page.locator("#map").bounding_box()
        assert small
        assert tools
        assert box
        assert small["y"] - box["y"] < 40, "the small map lies where no thumb rests"
        assert small["width"] < width / 3
        assert tools["y"] + tools["height"] <= box["y"] + box["height"]
        assert visitor.evaluates("document.querySelector('.tabs').getBoundingClientRect().top") >= 0
