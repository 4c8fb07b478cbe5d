"""The drawn map: what one sees, opens, folds, finds and writes on it."""

import pytest
from playwright.sync_api import expect

from core.accounts.services import ensure_person
from debates.maps import services as maps
from debates.maps.rules import Role
from tests.browser.conftest import Opened
from tests.browser.maps import MAP, ZOOM_OF, card, has_keys, has_panel, hears, is_in_sight, middle_of, opens_map, rests
from tests.browser.world import World

TOO_HIGH = """[...document.querySelectorAll(".map-card")].filter(e => Math.abs(e.scrollHeight - e.clientHeight) > 3)
  .map(e => e.textContent.slice(0, 60) + ` ${e.scrollHeight} ${e.clientHeight}`)"""
WRONG_HEIGHT = f"""() => {{
  const map = {MAP};
  return map.laid.list.map(place => {{
    map.focus(place);
    const card = map.cards.get(place);
    const [low, end] = [card, card.querySelector(".meta")].map(e => e.getBoundingClientRect().bottom);
    return [place.text.slice(0, 40), Math.round((low - end) / map.view.k - (place.p ? 10 : 12))];
  }}).filter(([, spare]) => Math.abs(spare) > 3);
}}"""
FOCUS_DRAWN = """() => {
  const canvas = document.querySelector(".map-edges");
  const {width, height} = canvas;
  const pen = Object.assign(document.createElement("canvas"), {width, height}).getContext("2d");
  pen.drawImage(canvas, 0, 0);
  const [r, g, b] = [1, 3, 5].map(at => parseInt(getComputedStyle(document.documentElement)
    .getPropertyValue("--focus").slice(at, at + 2), 16));
  const data = pen.getImageData(0, 0, width, height).data;
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] > 200 && Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b) < 24)
      return true;
  return false;
}"""
ANSWERS_COVERED = f"""() => {{
  const map = {MAP}, covered = [];
  for (const place of map.laid.list) for (const share of [0.2, 0.5, 0.8]) for (const above of [30, 65, 105, 130]) {{
    const {{view, size}} = map;
    view.x = size.w * share - place.x * view.k;
    view.y = size.h - above - (place.y + place.h / 2) * view.k;
    map.focus(place);
    for (const button of document.querySelectorAll(".map-answer:not([hidden]) button")) {{
      const {{x, y, width, height}} = button.getBoundingClientRect();
      const over = document.elementFromPoint(x + width / 2, y + height / 2);
      if (!button.contains(over)) covered.push([place.text.slice(0, 30), share, above, over?.className]);
    }}
  }}
  return covered;
}}"""

ESCAPE_AS_IT_COMES = """() => new MutationObserver((_, observer) => {
  if (!document.getElementById("panel-title")) return;
  observer.disconnect();
  window.pressed = document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
}).observe(document.body, {childList: true, subtree: true})"""


def test_it_opens_on_the_thesis_at_a_size_one_can_read(opened: Opened, world: World) -> None:
    for width in (1280, 390, 320):
        visitor = opened(width=width)
        opens_map(visitor, world.controversy)
        assert visitor.evaluates(ZOOM_OF) >= 0.8
        assert is_in_sight(visitor, world.thesis)
        expect(card(visitor, world.thesis)).to_contain_text("4 for")
        assert visitor.evaluates(TOO_HIGH) == []
    first = middle_of(visitor, world.thesis)[0]
    pros = {middle_of(visitor, pro)[0] < first for pro in world.pros if card(visitor, pro).count()}
    cons = {middle_of(visitor, con)[0] > first for con in world.cons if card(visitor, con).count()}
    assert pros | cons <= {True}


LONG = (
    " ".join(["Rechtsschutzversicherungsgesellschaften" * 2] * 4),
    "https://example.org/" + "reports/2024/the-courts-of-the-provinces?page=12&print=yes&" * 2,
    "As told at https://example.org/archive/of-the-ministry-of-finance/what-was-paid-in-1999?whole=1 at length.",
    "Well-known, long-standing, cross-border, state-of-the-art half-truths: are they self-evident?really?yes-and-no.",
    *(" ".join(["W" * length] * 4) for length in range(46, 52)),
    *(" ".join(["Mining-rights" + "m" * length] * 3) for length in range(26, 36, 3)),
    "Un 5-4 y -3, «¿por qué?» o no-sé-qué más; dos--guiones y fin-.",
)


def test_a_card_is_as_high_as_what_stands_on_it_however_long_its_words(opened: Opened, world: World) -> None:
    for text in LONG:
        maps.add_reply(to=world.thesis, side="con", by=world.ben, text=text)
    visitor = opened(reduced_motion="reduce")
    opens_map(visitor, world.controversy)
    assert visitor.evaluates(WRONG_HEIGHT) == []


def test_the_outline_stays_for_ears_and_out_of_the_way_of_tab(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    outline = visitor.page.locator("#spread.outline")
    expect(outline.get_by_role("link", name=world.deep.text)).to_have_attribute("tabindex", "-1")
    assert outline.evaluate("e => e.getBoundingClientRect().width") <= 1
    visitor.presses("Read as outline", "#map")
    visitor.page.wait_for_url("**/outline/")


def test_a_claim_opens_at_an_address_of_its_own_and_back_closes_it(opened: Opened, world: World) -> None:
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy)
    visitor.marks_the_window()
    card(visitor, world.cons[0]).click()
    has_panel(visitor, world.cons[0])
    expect(visitor.page.locator("#panel-title")).to_be_focused()
    assert visitor.page.url.endswith(f"?claim={world.cons[0].pk}")
    rests(visitor)
    assert is_in_sight(visitor, world.cons[0])

    visitor.page.go_back()
    expect(visitor.page.locator("#panel")).to_be_hidden()
    has_keys(visitor, world.cons[0])
    visitor.page.go_forward()
    has_panel(visitor, world.cons[0])
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#panel")).to_be_hidden()
    has_keys(visitor, world.cons[0])
    assert "claim" not in visitor.page.url
    assert visitor.is_in_the_same_window()


def test_escape_closes_a_panel_that_has_only_just_come(opened: Opened, world: World) -> None:
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy)
    visitor.evaluates(ESCAPE_AS_IT_COMES)
    card(visitor, world.cons[0]).click()
    visitor.page.wait_for_function("() => window.pressed")
    expect(visitor.page.locator("#panel")).to_be_hidden()
    has_keys(visitor, world.cons[0])
    assert "claim" not in visitor.page.url


def test_an_address_with_a_claim_opens_the_map_there(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy, f"?claim={world.deep.pk}")
    has_panel(visitor, world.deep)
    assert is_in_sight(visitor, world.deep)


def test_a_reply_is_written_from_the_card_and_takes_its_place(opened: Opened, world: World) -> None:
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy)
    visitor.marks_the_window()
    card(visitor, world.pros[1]).click()
    visitor.page.keyboard.press("Escape")
    visitor.page.locator(".map-answer").get_by_role("button", name="Add opposition").click()
    composer = visitor.page.locator("#panel #composer")
    expect(composer.get_by_label("Your claim")).to_be_focused()
    composer.get_by_label("Your claim").fill("Dismissals are rarely counted.")
    composer.get_by_role("button", name="Add this reason against").click()

    made = visitor.page.locator(".map-card", has_text="Dismissals are rarely counted.")
    expect(made).to_be_focused()
    expect(card(visitor, world.pros[1])).to_contain_text("1 against")
    expect(visitor.page.locator("#spread")).to_contain_text("Dismissals are rarely counted.")
    assert visitor.is_in_the_same_window()


def test_a_rating_in_the_panel_moves_the_figure_on_the_card(opened: Opened, world: World) -> None:
    visitor = opened(world.ben)
    opens_map(visitor, world.controversy, f"?claim={world.deep.pk}")
    before = card(visitor, world.deep).inner_text()
    visitor.page.locator(f"#rate-{world.deep.pk}-4").click()
    expect(card(visitor, world.deep)).not_to_have_text(before)


def test_folding_keeps_the_card_in_its_place_and_the_keys_on_the_map(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    visitor.evaluates(f"{MAP}.focus({MAP}.tree.home({world.deep.pk}))")
    rests(visitor)
    before = middle_of(visitor, world.pros[0])
    card(visitor, world.pros[0]).locator(".fold").click()
    expect(card(visitor, world.deep)).to_have_count(0)
    has_keys(visitor, world.pros[0])
    expect(card(visitor, world.pros[0])).to_have_attribute("aria-expanded", "false")
    after = middle_of(visitor, world.pros[0])
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 1.5
    expect(visitor.page.locator("#panel")).to_be_hidden()


def test_a_doubted_step_and_a_second_use_say_what_they_are(opened: Opened, world: World) -> None:
    maps.relate(child=world.deep, parent=world.cons[2], side="con", by=world.ben)
    visitor = opened()
    opens_map(visitor, world.controversy)
    expect(visitor.page.locator(".map-card.step")).to_contain_text("doubts the step")
    second = visitor.page.locator(".map-card.again")
    expect(second).to_contain_text("also used here")
    assert not visitor.evaluates(FOCUS_DRAWN)
    visitor.evaluates(f"{MAP}.focus({MAP}.tree.home({world.deep.pk}))")
    visitor.page.wait_for_function(FOCUS_DRAWN)

    visitor.evaluates(f"{MAP}.focus({MAP}.tree.ofClaim.get({world.deep.pk})[1])")
    expect(second).to_be_focused()
    visitor.page.keyboard.press("Space")
    has_keys(visitor, world.deep)


@pytest.mark.parametrize(("width", "height"), [(390, 664), (844, 390), (1280, 800)])
def test_nothing_lies_over_the_answer_buttons(opened: Opened, world: World, width: int, height: int) -> None:
    """Wherever its card stood before it was focused: in the lower left, middle or right."""
    visitor = opened(world.ben, width=width, height=height, reduced_motion="reduce")
    opens_map(visitor, world.controversy)
    assert visitor.evaluates(ANSWERS_COVERED) == []


def test_map_and_outline_count_claims_alike(opened: Opened, world: World) -> None:
    """A claim that stands in two places is one."""
    maps.relate(child=world.deep, parent=world.cons[2], side="con", by=world.ben)
    visitor = opened()
    opens_map(visitor, world.controversy)
    told = visitor.page.locator("[data-tool=unfold] small").text_content()
    assert told
    expect(visitor.page.locator("#spread > .note")).to_contain_text(f"{told},")


def test_hits_are_lit_and_enter_goes_from_one_to_the_next(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    field = visitor.page.get_by_role("searchbox")
    field.click()
    visitor.page.keyboard.type("courts")
    expect(visitor.page.locator(".map-found [role=status]")).to_have_text("2 claims found")
    expect(card(visitor, world.pros[0])).to_have_class("map-card pro reply left hit")
    expect(card(visitor, world.thesis)).to_have_class("map-card thesis dim active")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".map-found [role=status]")).to_have_text("1 of 2")
    expect(field).to_be_focused()
    visitor.page.keyboard.press("Enter")
    rests(visitor)
    assert is_in_sight(visitor, world.deep)
    visitor.page.keyboard.press("ArrowDown")
    has_keys(visitor, world.deep)
    field.focus()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator(".dim")).to_have_count(0)
    assert visitor.page.url.endswith("/map/")


def test_what_others_write_slides_in_and_moves_nothing_that_is_read(opened: Opened, world: World) -> None:
    visitor = opened(world.ana)
    opens_map(visitor, world.controversy)
    card(visitor, world.thesis).focus()
    before = middle_of(visitor, world.thesis)
    new = maps.add_reply(to=world.thesis, side="con", by=world.ben, text="It is bound by every treaty it signs.")
    hears(visitor, world.controversy)
    expect(card(visitor, new)).to_be_visible()
    expect(card(visitor, world.thesis)).to_contain_text("4 against")
    rests(visitor)
    after = middle_of(visitor, world.thesis)
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 1.5
    has_keys(visitor, world.thesis)


def test_a_new_claim_shows_once_that_it_is_new(opened: Opened, world: World) -> None:
    visitor = opened(world.ana)
    opens_map(visitor, world.controversy)
    new = maps.add_reply(to=world.thesis, side="con", by=world.ben, text="It is bound by every treaty it signs.")
    visitor.evaluates(f"{MAP}.stage.tree.addEventListener('animationend', () => window.flashed = true)")
    hears(visitor, world.controversy)
    visitor.page.wait_for_function("() => window.flashed")
    for far, count in ((5000, 0), (-5000, 1)):
        visitor.evaluates(f"{MAP}.view.x -= {far}; {MAP}.ask()")
        expect(card(visitor, new)).to_have_count(count)
    expect(card(visitor, new)).not_to_contain_class("fresh")


def test_what_stands_elsewhere_waits_behind_a_button(opened: Opened, world: World) -> None:
    visitor = opened(world.ana)
    opens_map(visitor, world.controversy)
    visitor.evaluates(f"{MAP}.view.x -= 3000; {MAP}.ask()")
    new = maps.add_reply(to=world.deep, side="con", by=world.ben, text="A line is not a court.")
    hears(visitor, world.controversy)
    waiting = visitor.page.get_by_role("button", name="1 new claim")
    expect(waiting).to_be_visible()
    expect(card(visitor, new)).to_have_count(0)
    waiting.click()
    has_keys(visitor, new)
    expect(waiting).to_be_hidden()


def test_what_was_hidden_goes_at_once_with_its_panel(opened: Opened, world: World) -> None:
    visitor = opened(world.ana)
    opens_map(visitor, world.controversy)
    visitor.evaluates(f"{MAP}.focus({MAP}.tree.home({world.deep.pk}))")
    card(visitor, world.deep).press("Enter")
    has_panel(visitor, world.deep)
    mod = ensure_person(name="mod")
    maps.grant_role(user=mod, role=Role.MODERATOR, by=None)
    maps.hide(contribution=world.deep, by=mod, reason="spam")
    hears(visitor, world.controversy)
    expect(card(visitor, world.deep)).to_have_count(0)
    expect(visitor.page.locator("#panel")).to_be_hidden()
    visitor.sees("The claim that was open here is not shown any more.", "#say")


def test_without_scripts_the_outline_is_the_page(opened: Opened, world: World) -> None:
    visitor = opened(world.ben, java_script_enabled=False)
    visitor.goes_to(f"/c/{world.controversy.slug}/map/")
    for claim in (world.thesis, world.deep, *world.pros, world.cons[0], world.cons[2]):
        visitor.sees(claim.text, "#spread")
    expect(visitor.page.locator("#map")).to_be_hidden()
    visitor.goes_to(f"/c/{world.controversy.slug}/map/?claim={world.deep.pk}")
    visitor.presses("Add support", "#panel")
    visitor.page.get_by_label("Your claim").fill("It was audited twice.")
    visitor.presses("Add this reason for")
    visitor.sees("It was audited twice.")


def test_what_is_printed_is_the_outline(opened: Opened, world: World) -> None:
    visitor = opened()
    opens_map(visitor, world.controversy)
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator("#map")).to_be_hidden()
    visitor.sees(world.deep.text, "#spread")
    assert visitor.page.locator("#spread").evaluate("e => e.getBoundingClientRect().width") > 300


def test_those_who_want_no_motion_get_none(opened: Opened, world: World) -> None:
    visitor = opened(reduced_motion="reduce")
    opens_map(visitor, world.controversy)
    still = visitor.evaluates(f"""() => {{
      const map = {MAP};
      map.relay({{ glide: true }});
      map.focus(map.tree.home({world.deep.pk}));
      return [map.left, map.flight];
    }}""")
    assert still == [0, None]
    running = visitor.evaluates("document.getAnimations().map(a => a.effect.getComputedTiming().duration)")
    assert all(duration < 1 for duration in running)
