"""The map with the keyboard alone, for eyes of every kind."""

import re
from typing import Literal

from playwright.sync_api import expect

from tests.browser.conftest import Opened
from tests.browser.maps import MAP, ZOOM_OF, card, has_keys, opens_map, rests
from tests.browser.people import Visitor
from tests.browser.test_access import SETTLED, axe
from tests.browser.world import World

RING = """() => {
  const {active: place, view, size: {d}} = document.getElementById("map").map;
  const canvas = document.querySelector(".map-edges");
  const copy = Object.assign(document.createElement("canvas"), {width: canvas.width, height: canvas.height});
  const pen = copy.getContext("2d");
  pen.drawImage(canvas, 0, 0);
  const x = (place.x * view.k + view.x) * d, y = ((place.y - place.h / 2) * view.k + view.y - 5) * d;
  return [...pen.getImageData(Math.round(x), Math.round(y), 1, 1).data];
}"""

NAMED = """(e => e.getAttribute("aria-label") || e.title || e.innerText)(document.activeElement)"""


def presses(visitor: Visitor, *keys: str) -> None:
    """One key after another, the map coming to rest between them."""
    for key in keys:
        visitor.page.keyboard.press(key)
        rests(visitor)


def test_walk_fold_read_rate_reply_and_return(opened: Opened, world: World) -> None:
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy)
    page = visitor.page
    visitor.tabs_to(card(visitor, world.thesis))
    presses(visitor, "ArrowLeft")
    assert visitor.evaluates("document.activeElement.classList.contains('pro')")
    presses(visitor, "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp")
    at = visitor.evaluates(f"{MAP}.active.key")
    expect(page.locator(f"#m-{at}")).to_be_focused()
    visitor.evaluates(f"{MAP}.focus({MAP}.tree.home({world.pros[0].pk}))")
    has_keys(visitor, world.pros[0])
    presses(visitor, "ArrowLeft")
    has_keys(visitor, world.deep)
    presses(visitor, "ArrowRight")
    has_keys(visitor, world.pros[0])
    presses(visitor, "Space")
    expect(card(visitor, world.deep)).to_have_count(0)
    presses(visitor, "ArrowLeft")
    expect(card(visitor, world.deep)).to_be_visible()

    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    answer = page.locator(f"#rate-{world.pros[0].pk}-3")
    visitor.tabs_to(answer)
    page.keyboard.press("Space")
    expect(answer).to_have_attribute("aria-pressed", "true")
    visitor.tabs_to(page.locator("#panel-acts + .row").get_by_role("link", name="Add opposition"))
    page.keyboard.press("Enter")
    expect(page.locator("#composer").get_by_label("Your claim")).to_be_focused()
    page.keyboard.type("Courts without judges decide nothing.")
    visitor.tabs_to(page.get_by_role("button", name="Add this reason against"))
    page.keyboard.press("Enter")
    made = page.locator(".map-card", has_text="Courts without judges decide nothing.")
    expect(made).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(made).to_be_focused()
    presses(visitor, "Home")
    has_keys(visitor, world.thesis)


def test_the_far_view_keeps_the_keys_and_shows_where_they_are(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    visitor.tabs_to(card(visitor, world.thesis))
    presses(visitor, *["-"] * 6)
    assert visitor.evaluates(ZOOM_OF) < 0.4
    expect(card(visitor, world.thesis)).to_be_focused()
    visitor.page.wait_for_function(f"() => {MAP}.drawRing && !{MAP}.asked")
    assert visitor.evaluates(RING)[2] > 150  # the focus colour
    presses(visitor, "ArrowRight")
    assert visitor.evaluates(ZOOM_OF) >= 0.8
    presses(visitor, "0")
    assert visitor.evaluates(f"document.activeElement.id === 'm-' + {MAP}.active.key")
    presses(visitor, "+", "End")
    assert visitor.evaluates(f"document.activeElement.id === 'm-' + {MAP}.active.key")


def test_a_question_mark_lists_the_keys(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    visitor.tabs_to(card(visitor, world.thesis))
    visitor.page.keyboard.press("?")
    visitor.sees("open the claim", ".map-keys")
    rows = visitor.page.locator(".map-keys dl div").first
    assert rows.evaluate("row => getComputedStyle(row).display") == "grid"  # its style sheet came with it
    visitor.page.keyboard.press("Escape")
    has_keys(visitor, world.thesis)
    visitor.page.keyboard.press("?")
    visitor.sees("open the claim", ".map-keys")


def test_tab_leads_to_one_card_and_then_to_the_tools(opened: Opened, world: World) -> None:
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy)
    assert visitor.page.locator("[role=treeitem][tabindex='0']").count() == 1
    visitor.tabs_to(card(visitor, world.thesis))
    for name in ("Add support", "Add opposition", "Zoom in", "Zoom out", "Fit all", "Read as outline", "More"):
        visitor.page.keyboard.press("Tab")
        assert name in visitor.evaluates(NAMED)


def test_the_tree_tells_level_and_place(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    thesis, pro = card(visitor, world.thesis), card(visitor, world.pros[0])
    expect(thesis).to_have_attribute("aria-level", "1")
    expect(thesis).to_have_attribute("aria-expanded", "true")
    expect(pro).to_have_attribute("aria-level", "2")
    expect(pro).to_have_attribute("aria-setsize", "8")  # seven replies, and the doubt of a step
    expect(pro).to_have_accessible_name(re.compile(f"^Supports: {re.escape(world.pros[0].text)}.*Strength"))


def test_axe_finds_nothing_on_the_map(opened: Opened, world: World) -> None:
    found = {}
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    visitor = opened(world.ben, bypass_csp=True)
    for state in ("", f"?claim={world.pros[0].pk}", "?q=ministries"):
        opens_map(visitor, world.controversy, state)
        if "q=" in state:
            expect(visitor.page.locator(".map-card.dim").first).to_be_visible()
        for width in (1280, 390, 320):
            visitor.page.set_viewport_size({"width": width, "height": 800})
            for scheme in schemes:
                visitor.page.emulate_media(color_scheme=scheme)
                visitor.page.wait_for_function(SETTLED, arg=[width, scheme])
                visitor.evaluates("document.querySelector('.map-more').open = true")
                told = axe.run(visitor.page, options={"resultTypes": ["violations"]}).response["violations"]
                found[f"{state} {width} {scheme}"] = [
                    f"{one['id']}: {node['html'][:120]}" for one in told for node in one["nodes"][:3]
                ]
    assert {name: lines for name, lines in found.items() if lines} == {}
