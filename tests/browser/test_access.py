"""Every page for everybody: axe, narrow windows, large letters, fingers, and those who want no motion."""

import re
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.accounts.services import ensure_person
from debates.evidence import services as evidence
from debates.maps import services as maps
from tests.browser.conftest import Opened
from tests.browser.people import Visitor
from tests.browser.world import World

axe = Axe()

# The dark scheme changes colours and nothing else.
RULES: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]},
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

COARSE = """() => {
  const own = [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")];
  const inText = e => e.matches("a") && getComputedStyle(e).display === "inline";
  const found = [];
  for (const element of own) {
    const target = element.closest("label") ?? (element.id && document.querySelector(`label[for='${element.id}'] `));
    const boxes = [element, target].filter(Boolean).map(e => e.getBoundingClientRect());
    const shown = element.checkVisibility() && boxes[0].width > 0 && !element.closest(".skip");
    if (!shown || inText(element)) continue;
    const after = getComputedStyle(element, "::after");
    if (after.position === "absolute" && after.content !== "none") continue;
    if (!boxes.some(box => box.height >= 43.5 && box.width >= 43.5))
      found.push(element.outerHTML.slice(0, 120) + ` ${boxes[0].width}x${boxes[0].height}`);
  }
  return found;
}"""

# The window is as it was set, and no colour is on its way from one scheme to the other. (A promise would not be asked
# again: the first answer ends the waiting, whatever it says.)
SETTLED = """([width, scheme]) => innerWidth === width && matchMedia(`(prefers-color-scheme: ${scheme})`).matches
  && document.getAnimations().every(one => one.playState !== "running" || one.effect.getTiming().iterations > 99)"""

WIDE = """() => {
  const all = document.documentElement;
  const room = all.clientWidth;  // innerWidth grows with a page that a phone has zoomed out of
  if (all.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > room + 1)
    .map(e => e.outerHTML.slice(0, 120)).slice(0, 5).concat(`${all.scrollWidth} > ${room}`);
}"""


def reading(world: World) -> dict[str, str]:
    """Pages that show: name to address."""
    debate = f"/c/{world.controversy.slug}/"
    return {
        "home": "/",
        "subject": f"/s/{world.subject.slug}/",
        "debate": debate,
        "debate without a claim": f"/c/{world.empty.slug}/",
        "claim": world.of(world.pros[0]),
        "claim below a doubted step": world.of(world.cons[0]),
        "claim with its panel": f"{world.of(world.pros[0])}?claim={world.pros[0].pk}",
        "panel of a thesis": f"{debate}?claim={world.thesis.pk}",
        "outline": f"{debate}outline/",
        "history": f"{world.of(world.cons[1])}history/",
        "changes": f"{debate}changes/",
        "since": f"{debate}since/",
        "source": f"/sources/{world.source.pk}/",
        "strength": "/about/strength/",
        "search": "/search/?q=courts",
        "search in a controversy": f"{debate}search/?q=nothing-of-the-kind",
        "nothing here": "/nothing-here/",
    }


def writing(world: World) -> dict[str, str]:
    """Pages with a form."""
    return {
        "thesis": f"/c/{world.controversy.slug}/add/",
        "reason for": world.at(world.thesis, "reply/pro"),
        "reason against": world.at(world.thesis, "reply/con"),
        "doubt a step": world.at(world.step, "reply/con"),
        "cite": world.at(world.pros[0], "cite") + "?q=courts",
        "relate": world.at(world.thesis, "relate") + "?q=courts",
        "comment": world.at(world.evidence, "comment"),
        "answer": world.at(world.comment, "answer"),
        "reword": world.at(world.pros[0], "edit"),
        "withdraw": world.at(world.pros[0], "withdraw"),
        "not one's own": world.at(world.cons[0], "withdraw"),
        "account": "/account/",
        "own ratings": "/account/ratings/",
        "own suggestions": "/account/suggestions/",
        "settings": "/account/settings/",
        "tokens": "/account/tokens/",
        "own data": "/account/data/",
        "leave": "/account/leave/",
        "password": "/account/password/",
    }


DOORS = {"sign in": "/sign-in/", "sign up": "/sign-up/", "forgotten": "/password/reset/"}


def violations(visitor: Visitor) -> list[str]:
    """What axe finds on the page as it is, at both widths and in both schemes."""
    found = []
    for width in (1280, 390):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            visitor.page.emulate_media(color_scheme=scheme)
            visitor.page.wait_for_function(SETTLED, arg=[width, scheme])
            answer: dict[str, Any] = axe.run(visitor.page, options=RULES[scheme]).response
            for rule in answer["violations"]:
                nodes = [
                    node["html"][:140] + " " + "; ".join(check["message"] for check in node["any"][:1])
                    for node in rule["nodes"][:3]
                ]
                found.append(f"{width} {scheme} {rule['id']}: {nodes}")
    return found


def swept(visitor: Visitor, pages: dict[str, str]) -> dict[str, list[str]]:
    """The pages on which axe finds something, and what."""
    found = {}
    for name, address in pages.items():
        visitor.goes_to(address)
        if here := violations(visitor):
            found[name] = here
    return found


@pytest.mark.slow
def test_axe_finds_nothing_on_pages_that_show(opened: Opened, world: World) -> None:
    visitor = opened(world.ben, reduced_motion="reduce")
    assert swept(visitor, reading(world)) == {}


def test_axe_finds_nothing_for_a_visitor(opened: Opened, world: World) -> None:
    visitor = opened(reduced_motion="reduce")
    pages = reading(world)
    chosen = {name: pages[name] for name in ("home", "debate", "claim with its panel")}
    assert swept(visitor, DOORS | chosen) == {}


@pytest.mark.slow
def test_axe_finds_nothing_on_forms(opened: Opened, world: World) -> None:
    visitor = opened(world.ana, reduced_motion="reduce")
    assert swept(visitor, writing(world)) == {}


@pytest.mark.slow
def test_axe_finds_nothing_on_forms_that_were_refused(opened: Opened, world: World) -> None:
    """Missing fields, a circle, two wordings, and a form opened inside the debate."""
    visitor = opened(world.ana, reduced_motion="reduce")
    page = visitor.page
    found = {}
    visitor.goes_to(world.at(world.pros[0], "cite"))
    page.evaluate("document.querySelectorAll('[required]').forEach(field => field.required = false)")
    visitor.presses("Add this evidence")
    found["nothing filled in"] = violations(visitor)

    visitor.goes_to(world.at(world.deep, "relate") + "?q=sovereign")
    page.get_by_role("radio", name=world.thesis.text).check()
    page.get_by_role("radio", name="Against it").check()
    visitor.presses("Propose this step")
    visitor.sees("A claim cannot end up supporting or opposing itself", "#composer")
    found["a circle"] = violations(visitor)

    visitor.goes_to(world.at(world.pros[1], "edit"))
    maps.edit(contribution=world.pros[1], by=world.ben, text="Another wording.", base_revision=1)
    page.locator("#composer").get_by_label("Wording").fill("My wording.")
    visitor.presses("Save this wording")
    visitor.sees("What stands now")
    found["two wordings"] = violations(visitor)

    page.set_viewport_size({"width": 1280, "height": 800})
    visitor.goes_to(f"{world.of(world.thesis)}?claim={world.pros[0].pk}")
    visitor.presses("Add support", ".side.pro")
    visitor.presses("Add a source", "#panel")
    visitor.sees("Which source?", "#panel")
    found["inside the debate"] = violations(visitor)
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 320])
def test_nothing_is_wider_than_a_phone(opened: Opened, world: World, width: int) -> None:
    person = ensure_person(name="a" * 30)
    visitor = opened(person, width=width, height=700, is_mobile=True, has_touch=True)
    wide = {}
    for name, address in (reading(world) | writing(world) | DOORS).items():
        visitor.goes_to(address)
        if found := visitor.evaluates(WIDE):
            wide[name] = found
    assert wide == {}


@pytest.mark.slow
def test_fingers_find_what_they_press(opened: Opened, world: World) -> None:
    """44 pixels either way on coarse pointers; links inside a sentence are as high as their line."""
    visitor = opened(world.ana, width=390, is_mobile=True, has_touch=True)
    small = {}
    for name, address in (reading(world) | writing(world) | DOORS).items():
        visitor.goes_to(address)
        if found := visitor.evaluates(COARSE):
            small[name] = found
    assert small == {}


@pytest.mark.slow
def test_letters_twice_as_large_leave_everything_usable(opened: Opened, world: World) -> None:
    """200 % in a window of 1280: 640 wide, two device pixels each."""
    visitor = opened(world.ana, width=640, height=400, device_scale_factor=2)
    wide = {}
    for name, address in (reading(world) | writing(world)).items():
        visitor.goes_to(address)
        if found := visitor.evaluates(WIDE):
            wide[name] = found
    assert wide == {}
    visitor.goes_to(world.at(world.thesis, "reply/con"))
    visitor.page.get_by_label("Your claim").fill("A reason in large letters.")
    visitor.presses("Add this reason against")
    visitor.sees("A reason in large letters.", ".side.con")


def test_those_who_want_no_motion_get_none(opened: Opened, world: World) -> None:
    visitor = opened(world.ana, reduced_motion="reduce")
    visitor.goes_to(f"{world.of(world.thesis)}#c{world.cons[0].pk}")
    running = visitor.evaluates("document.getAnimations().map(a => a.effect.getComputedTiming().duration)")
    assert all(duration < 1 for duration in running)
    slow = visitor.evaluates(
        "[...document.querySelectorAll('*')].map(e => getComputedStyle(e)).flatMap("
        "s => [...s.transitionDuration.split(','), s.animationName === 'none' ? '0s' : s.animationDuration])"
    )
    assert {text for text in slow if float(re.sub(r"[^0-9.e-]", "", text)) > 0.001} == set()


def test_a_word_without_end_widens_no_page(opened: Opened, world: World) -> None:
    """An address that somebody pasted, or 400 letters."""
    pasted = f"Help helped, see https://www.example.org/2020/{'a_report_on_courts_' * 8}.pdf"
    claim = maps.add_reply(to=world.pros[0], side="con", by=world.ben, text=pasted)
    below = maps.add_reply(to=claim, side="pro", by=world.ben, text="o" * 400)
    maps.edit(contribution=claim, by=world.ben, text=f"{pasted}x", base_revision=1)
    source = evidence.add_source(by=world.ben, title="e" * 400)
    pages = [world.of(world.pros[0]), world.of(claim), world.of(below), f"{world.of(claim)}?claim={claim.pk}"]
    pages += [f"/c/{world.controversy.slug}/claim/{claim.pk}/history/", f"/c/{world.controversy.slug}/changes/"]
    visitor = opened(world.ben, width=390)
    for page in [*pages, "/sources/", f"/sources/{source.pk}/"]:
        visitor.goes_to(page)
        assert visitor.evaluates(WIDE) == [], page


def test_on_a_phone_the_foot_leads_to_subjects_and_sources(opened: Opened, world: World) -> None:
    """The head has no room for them there."""
    visitor = opened(width=320, is_mobile=True, has_touch=True)
    for name, address in (("Sources", "/sources/"), ("Subjects", "/")):
        visitor.goes_to(f"/c/{world.controversy.slug}/outline/")
        assert visitor.evaluates(WIDE) == []
        visitor.page.locator("footer").get_by_role("link", name=name).tap()
        visitor.page.wait_for_url(re.compile(rf"//[^/]+{address}$"))
