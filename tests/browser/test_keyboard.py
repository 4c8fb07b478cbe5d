"""The same way with the keyboard alone. At every stop the focus can be seen (`Visitor.tabs_to` asks)."""

from playwright.sync_api import expect

from tests.browser.conftest import Opened
from tests.browser.people import Visitor
from tests.browser.test_paths import COMMENT, CON, SUMMARY
from tests.browser.world import World


def types(visitor: Visitor, label: str, words: str) -> None:
    """Go on to a field and write into it."""
    visitor.tabs_to(visitor.page.locator("main, #panel").get_by_role("textbox", name=label))
    visitor.page.keyboard.type(words)


def takes(visitor: Visitor, words: str, inside: str = "body", key: str = "Enter") -> None:
    """Go on to a link or a button and press it."""
    visitor.tabs_to(visitor.link(words, inside))
    visitor.page.keyboard.press(key)


def test_a_new_user_signs_up(opened: Opened, world: World) -> None:
    visitor = opened()
    visitor.goes_to("/")
    visitor.tabs_to(visitor.link("Skip to content"))
    takes(visitor, "Sign in", "header")
    visitor.page.wait_for_url("**/sign-in/**")
    takes(visitor, "Make an account", "main")
    visitor.page.wait_for_url("**/sign-up/**")
    types(visitor, "Name", "newcomer")
    types(visitor, "Password", "three words together")
    visitor.page.keyboard.press("Enter")
    visitor.sees("newcomer", "header")


def test_a_reason_is_written_sourced_and_rated(opened: Opened, world: World) -> None:
    """Add a con, cite a known source under it, rate a claim, comment on it, and close the panel."""
    visitor = opened(world.ana)
    page = visitor.page
    visitor.goes_to("/")
    visitor.tabs_to(page.locator(f"main a[href='/c/{world.controversy.slug}/']").first)
    page.keyboard.press("Enter")
    expect(page.locator("#focus")).to_have_text(world.thesis.text)

    takes(visitor, "Add opposition", ".side.con")
    expect(page.locator("#composer").get_by_role("textbox", name="Your claim")).to_be_focused()
    page.keyboard.type(CON)
    takes(visitor, "Add this reason against", "#composer", "Space")
    made = page.locator(".side.con li", has_text=CON)
    expect(made).to_be_focused()

    visitor.tabs_to(made.get_by_role("link", name="Rate"))
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    takes(visitor, "Add a source", "#panel")
    expect(page.locator("#composer").get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("courts")
    found = page.locator("#found").get_by_role("radio", name=world.source.title)
    expect(found).to_be_visible()
    visitor.tabs_to(found)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Another source")).to_be_checked()
    page.keyboard.press("ArrowUp")
    expect(found).to_be_checked()
    types(visitor, "What the source says", SUMMARY)
    takes(visitor, "Add this evidence", "#composer")
    expect(page.locator("#panel .evidence", has_text=SUMMARY)).to_be_focused()

    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    visitor.tabs_to(page.locator(f"#c{world.cons[0].pk}").get_by_role("link", name="Rate").first)
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    answer = page.locator("#panel form.scale", has_text="Is it true?").get_by_role("button").last
    visitor.tabs_to(answer)
    page.keyboard.press("Space")
    expect(page.locator("#panel .yours").first).to_be_visible()
    expect(answer).to_be_focused()
    types(visitor, "Your comment", COMMENT)
    takes(visitor, "Comment", "#panel .talk")
    visitor.sees(COMMENT, "#panel .comments")


def test_the_way_without_scripts_needs_no_mouse(opened: Opened, world: World) -> None:
    """Pages of their own, reached and sent by keys; radio buttons by arrows."""
    visitor = opened(world.ana, java_script_enabled=False)
    page = visitor.page
    visitor.goes_to(world.at(world.thesis, "reply/con"))
    # Without scripts the focus cannot be asked for, so it is counted: Tab leads through the page in its order.
    page.get_by_role("textbox", name="Your claim").focus()
    page.keyboard.type(CON)
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    visitor.sees(CON, ".side.con")
