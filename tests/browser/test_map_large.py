"""Large maps: what is sent, what is drawn, what a frame costs. Bounds are on work; the clock has much room."""

from typing import Any

import pytest
from playwright.sync_api import expect

from debates.maps import services as maps
from debates.maps.models import Claim
from debates.maps.queries.search import MOST_FOUND
from debates.reading.places import WHOLE
from tests.bench.made import Made, make
from tests.browser.conftest import Opened
from tests.browser.maps import MAP, card, has_keys, hears, opens_map, rests
from tests.browser.people import Visitor
from tests.browser.world import World
from tests.reading.worlds import grow

MOST_ELEMENTS = 900  # in the map, at any zoom and place
MOST_BUILT = 260  # cards in one frame
SLOW = 33  # milliseconds of script in 19 of 20 frames, on a machine that does other things too
PATH = """([dx, dy, k, frames]) => {
  const map = document.getElementById("map").map, {view, size} = map;
  const fullest = [...map.columns.values()].reduce((a, b) => (a.length > b.length ? a : b));
  const middle = fullest[Math.floor(fullest.length / 2)];
  Object.assign(view, {k, x: size.w / 2 - middle.x * k, y: size.h / 2 - middle.y * k});
  map.work.length = 0;
  let most = 0;
  return new Promise(done => {
    const go = () => {
      most = Math.max(most, document.querySelectorAll("#map *").length);
      view.x += dx;
      view.y += dy;
      map.ask();
      if (map.work.length < frames) return requestAnimationFrame(go);
      const of = name => map.work.map(one => one[name]).sort((a, b) => a - b);
      const [cards, edges, built] = ["cards", "edges", "built"].map(name => of(name).at(-1));
      done({elements: most, ms: of("ms")[Math.floor(map.work.length * 0.95)], cards, edges, built});
    };
    go();
  });
}"""
UNFOLDED = f"""async () => {{
  document.querySelector("[data-tool=unfold]").click();
  await new Promise(done => {{ const go = () => ({MAP}.isWhole ? done() : setTimeout(go, 50)); go(); }});
  return {MAP}.laid.list.length;
}}"""


def walks(visitor: Visitor, zoom: float) -> dict[str, Any]:
    """Move along the fullest column, and say what the dearest frame did."""
    found: dict[str, Any] = visitor.page.evaluate(PATH, [-7, -23, zoom, 40])
    return found


@pytest.fixture
def large(site: str) -> Made:
    """A thousand claims."""
    return make(1000)


def test_two_levels_are_sent_and_a_branch_is_fetched_when_it_is_opened(opened: Opened, large: Made) -> None:
    visitor = opened()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    opens_map(visitor, large.controversy)
    assert visitor.evaluates(f"{MAP}.tree.places.size") < 120
    child = visitor.evaluates(f"{MAP}.laid.list.find(p => p.p && !p.p.p && p.kids.length).key")
    visitor.evaluates(f"{MAP}.focus({MAP}.tree.places.get('{child}'))")
    visitor.page.keyboard.press("Space")
    visitor.page.wait_for_function(f"() => {MAP}.tree.places.get('{child}').open")
    grandchild = visitor.evaluates(
        f"{MAP}.tree.kids({MAP}.tree.places.get('{child}')).find(p => {MAP}.tree.lacks(p)).key"
    )
    visitor.evaluates(f"{MAP}.focus({MAP}.tree.places.get('{grandchild}'))")
    visitor.page.keyboard.press("Space")
    visitor.page.wait_for_function(f"() => {MAP}.tree.places.get('{grandchild}').open")
    assert any(f"under={grandchild}" in url for url in asked)
    has_keys(visitor, grandchild)


def test_a_claim_deep_down_is_found_and_opened(opened: Opened, large: Made) -> None:
    visitor = opened()
    opens_map(visitor, large.controversy)
    deep = large.claims[-1]
    words = " ".join(sorted(set(large.texts[deep].rstrip(".").split()), key=len)[-4:])
    visitor.page.get_by_role("searchbox").click()
    visitor.page.keyboard.type(words)
    expect(visitor.page.locator(".map-found [role=status]")).to_contain_text("found")
    visitor.page.wait_for_function("() => !document.querySelector('.map-found.none')")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_function(f"() => {MAP}.active.text.includes('{words.split()[0]}')")
    rests(visitor)
    opens_map(visitor, large.controversy, f"?claim={deep}")
    expect(card(visitor, str(deep))).to_be_visible()


def test_what_is_found_is_lit_wherever_it_comes_to_stand(opened: Opened, world: World) -> None:
    """Also what is sent only later; and there is more of it than can be counted."""
    claims = grow(world.deep, world.ana, MOST_FOUND + 1)
    maps.relate(child=claims[-1], parent=world.cons[2], side="con", by=world.ben)
    visitor = opened()
    opens_map(visitor, world.controversy)
    status = visitor.page.locator(".map-found [role=status]")
    visitor.page.get_by_role("searchbox").click()
    visitor.page.keyboard.type("claim")
    expect(status).to_have_text("More than 1,000 claims found")
    visitor.page.keyboard.press("Enter")
    expect(status).to_have_text("1 of more than 1,000")
    assert visitor.evaluates(UNFOLDED) > MOST_FOUND
    visitor.evaluates(f"{MAP}.focus({MAP}.tree.home({claims[-2].pk}))")
    expect(card(visitor, claims[-2])).to_contain_class("hit")
    second = visitor.evaluates(f"{MAP}.tree.ofClaim.get({claims[-1].pk})[1].key")
    visitor.evaluates(f"{MAP}.focus({MAP}.tree.places.get('{second}'))")
    expect(card(visitor, second)).to_contain_class("hit")
    expect(card(visitor, second)).not_to_have_css("box-shadow", "none")


def test_a_new_claim_far_down_waits_and_is_reached(opened: Opened, large: Made) -> None:
    visitor = opened()
    opens_map(visitor, large.controversy)
    deep = large.claim(large.deep)
    new = maps.add_reply(to=deep, side="con", by=large.people[0], text="Nobody has said this before.")
    hears(visitor, large.controversy)
    waiting = visitor.page.get_by_role("button", name="1 new claim")
    expect(waiting).to_be_visible()
    waiting.click()
    has_keys(visitor, new)
    expect(card(visitor, str(deep.pk))).to_be_visible()


def test_what_leads_to_a_new_claim_is_not_new_itself(opened: Opened, world: World) -> None:
    """It was only not sent before."""
    grow(world.deep, world.ana, WHOLE, deep=True)
    visitor = opened()
    opens_map(visitor, world.controversy)
    last = Claim.objects.filter(controversy=world.controversy).latest("pk")
    new = maps.add_reply(to=last, side="con", by=world.ben, text="Nobody has said this before.")
    hears(visitor, world.controversy)
    expect(visitor.page.locator(".map-new")).to_have_text("1 new claim")
    visitor.page.locator(".map-new").click()
    has_keys(visitor, new)


@pytest.mark.parametrize("size", [1000, pytest.param(10000, marks=pytest.mark.slow)])
def test_a_frame_costs_what_is_seen_and_not_what_there_is(opened: Opened, site: str, size: int) -> None:
    made = make(size)
    visitor = opened()
    visitor.context.set_default_timeout(60_000)
    opens_map(visitor, made.controversy)
    assert visitor.evaluates("document.querySelectorAll('#map *').length") < MOST_ELEMENTS
    assert visitor.evaluates(UNFOLDED) >= size
    rests(visitor)
    for zoom in (1, 0.45, 0.41, 0.16, 0.02):
        cost = walks(visitor, zoom)
        assert cost["elements"] < MOST_ELEMENTS, f"{zoom}: {cost}"
        assert cost["built"] <= MOST_BUILT, f"{zoom}: {cost}"
        assert cost["ms"] < SLOW, f"{zoom}: {cost}"
        if zoom > 0.1:
            assert cost["cards"] < 400, f"{zoom}: {cost}"
            assert cost["edges"] < 600, f"{zoom}: {cost}"
