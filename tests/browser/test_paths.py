"""A new user's way through the site: with scripts, and without."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Opened
from tests.browser.people import Visitor
from tests.browser.world import World

CON = "What is paid for can be taken away, and both sides know it."
SOURCE = "Survey of ministries, 2019"
SUMMARY = "Two ministries of three said that the donor's wish decided."
COMMENT = "Which year does this speak of?"


def signs_up(visitor: Visitor) -> None:
    """From the front page to an account."""
    visitor.goes_to("/")
    visitor.presses("Sign in")
    visitor.presses("Make an account", "main")
    visitor.page.get_by_label("Name", exact=True).fill("newcomer")
    visitor.page.get_by_label("Password", exact=True).fill("three words together")
    visitor.presses("Make the account and sign in")
    visitor.sees("newcomer", "header")


def opens_the_debate(visitor: Visitor, world: World) -> None:
    """By its thesis on the front page."""
    visitor.page.goto("/")
    visitor.page.locator(f"main a[href='/c/{world.controversy.slug}/']").first.click()
    expect(visitor.page.locator("#focus")).to_have_text(world.thesis.text)


def says_against(visitor: Visitor, text: str) -> None:
    """Add a claim on the right."""
    visitor.presses("Add opposition", ".side.con")
    visitor.page.locator("#composer").get_by_label("Your claim").fill(text)
    visitor.presses("Add this reason against", "#composer")
    expect(visitor.page.locator(".side.con .card", has_text=text)).to_be_visible()


def cites(visitor: Visitor) -> None:
    """Describe a source of which the library knows nothing, and what it says."""
    visitor.presses("Add a source")
    composer = visitor.page.locator("#composer")
    composer.get_by_text("Another source").click()
    composer.get_by_label("Title", exact=True).fill(SOURCE)
    composer.get_by_role("textbox", name="What the source says").fill(SUMMARY)
    visitor.presses("Add this evidence", "#composer")
    visitor.sees(SUMMARY, "#panel")
    visitor.sees(SOURCE, "#panel")


def rates(visitor: Visitor, question: str, answer: str) -> None:
    """Press one of five answers; it is one's own then."""
    scale = visitor.page.locator("#panel form.scale", has_text=question)
    button = scale.get_by_role("button", name=re.compile(f"^{answer}"), include_hidden=True)
    expect(button).to_be_attached()
    if not button.is_visible():
        scale.locator("xpath=ancestor::details/summary").click()
    button.click()
    mine = visitor.page.locator("#panel form.scale", has_text=question).locator("[aria-pressed='true']")
    expect(mine).to_contain_text(answer)


def comments(visitor: Visitor) -> None:
    """Ask something where the claim is talked about."""
    visitor.page.locator("#panel").get_by_label("Your comment").fill(COMMENT)
    visitor.page.locator("#comment-send").click()
    visitor.sees(COMMENT, "#panel .comments")


def closes_the_panel(visitor: Visitor) -> None:
    """By its cross."""
    visitor.page.locator("#panel .close").click()
    expect(visitor.page.locator("#panel")).to_be_hidden()


def strength(visitor: Visitor) -> int:
    """The figure at the head of the panel."""
    words = visitor.text_of("#panel-content > p:not(.said):not(.note)")
    found = re.search(r"\d+", words)
    assert found, words
    return int(found[0])


def walks(visitor: Visitor, world: World, *, scripts: bool) -> None:
    """The whole way. With scripts no write may reload the page or move what is being read."""
    page = visitor.page
    signs_up(visitor)
    opens_the_debate(visitor, world)
    if scripts:
        visitor.marks_the_window()
    says_against(visitor, CON)
    page.locator(".side.con li", has_text=CON).get_by_role("link", name="Rate").click()
    expect(page.locator("#panel-title")).to_have_text(CON)
    assert strength(visitor) == 50  # nobody has said anything about it yet
    cites(visitor)
    assert strength(visitor) > 50
    visitor.sees(SUMMARY, "#panel .why")

    claim = world.pros[0]
    if scripts:
        closes_the_panel(visitor)
    else:
        opens_the_debate(visitor, world)
    page.locator(f"#c{claim.pk}").get_by_role("link", name="Rate").first.click()
    expect(page.locator("#panel-title")).to_have_text(claim.text)
    before, why = strength(visitor), visitor.text_of("#panel section[aria-labelledby='panel-why']")
    pips = page.locator(f"#c{claim.pk} .pips").first if scripts else page.locator("#panel .bears .pips").first
    drawn = pips.get_attribute("data-value") or ""
    raters = page.locator("#panel-content").get_by_text(re.compile(r"3 raters"))
    expect(raters.first).to_be_visible()
    rates(visitor, "Is it true?", "yes")
    assert strength(visitor) > before
    assert visitor.text_of("#panel section[aria-labelledby='panel-why']") != why
    rates(visitor, "How much does this matter", "decisive")
    expect(pips).not_to_have_attribute("data-value", drawn)
    comments(visitor)
    if scripts:
        assert visitor.is_in_the_same_window()

    closes_the_panel(visitor)
    page.locator(".side.con li", has_text=CON).get_by_role("link", name="Rate").click()
    expect(page.locator("#panel-title")).to_have_text(CON)
    visitor.sees("Evidence added by newcomer", "#panel")
    visitor.presses("How this claim came to read as it does", "#panel")
    visitor.sees("newcomer", ".versions")
    visitor.sees(CON, "#main .diff")


def test_a_new_user_takes_part_and_nothing_reloads(opened: Opened, world: World) -> None:
    walks(opened(), world, scripts=True)


def test_a_new_user_takes_part_without_scripts(opened: Opened, world: World) -> None:
    walks(opened(java_script_enabled=False), world, scripts=False)


def test_a_write_moves_nothing_that_is_being_read(opened: Opened, world: World) -> None:
    """The card above the form stays where the eye is, and the new card has the focus."""
    reader = opened(world.ana, height=600)
    reader.goes_to(world.of(world.thesis))
    reader.presses("Add opposition", ".side.con")
    reader.page.locator("#composer").get_by_label("Your claim").fill(CON)
    reader.page.wait_for_load_state("networkidle")  # claims like it are offered above the button
    reader.page.get_by_role("button", name="Add this reason against").scroll_into_view_if_needed()
    reader.evaluates("scrollBy(0, 60)")  # well clear of the lower edge, or pressing would scroll by itself
    read = f"#c{world.cons[2].pk}"
    before = reader.top_of(read)
    assert reader.evaluates("scrollY") > 0
    reader.presses("Add this reason against")
    made = reader.page.locator(".side.con li", has_text=CON)
    expect(made).to_be_focused()
    assert abs(reader.top_of(read) - before) <= 1
    expect(made).to_be_in_viewport(ratio=1)


def test_a_rating_in_the_panel_moves_nothing(opened: Opened, world: World) -> None:
    claim = world.cons[0]
    reader = opened(world.ana, height=600)
    reader.goes_to(f"{world.of(world.thesis)}?claim={claim.pk}")
    reader.page.locator("#panel form.scale").first.scroll_into_view_if_needed()
    reader.evaluates("scrollTo(0, 120)")
    page, panel = reader.top_of("#focus"), reader.top_of("#rate")
    rates(reader, "Is it true?", "yes")
    expect(reader.page.locator("#panel [aria-pressed='true']").first).to_be_focused()
    assert abs(reader.top_of("#focus") - page) <= 1
    assert abs(reader.top_of("#rate") - panel) <= 60  # the lines above it may say more now


def test_a_half_written_reason_outlives_a_rating(opened: Opened, world: World) -> None:
    """The panel renews the debate behind it, but not what is being written there."""
    reader = opened(world.ana)
    reader.goes_to(world.of(world.thesis))
    reader.presses("Add support", ".side.pro")
    reader.page.locator("#composer").get_by_label("Your claim").fill("Half a")
    reader.page.locator(f"#c{world.cons[0].pk}").get_by_role("link", name="Rate").first.click()
    rates(reader, "Is it true?", "yes")
    expect(reader.page.locator("#composer").get_by_label("Your claim")).to_have_value("Half a")


def test_cancel_leads_back_to_where_the_form_was_opened(opened: Opened, world: World) -> None:
    reader = opened(world.ana)
    reader.goes_to(world.of(world.thesis))
    reader.presses("Add support", ".side.pro")
    expect(reader.page.locator("#composer").get_by_label("Your claim")).to_be_focused()
    reader.presses("Cancel", "#composer")
    expect(reader.page.locator("#composer")).to_have_count(0)
    expect(reader.link("Add support", ".side.pro")).to_be_focused()


def test_a_refused_comment_keeps_its_words_and_the_panel(opened: Opened, world: World) -> None:
    reader = opened(world.ana)
    reader.goes_to(f"{world.of(world.thesis)}?claim={world.cons[0].pk}")
    reader.marks_the_window()
    reader.page.locator("#panel").get_by_label("Your comment").fill("x" * 1001)
    reader.page.locator("#comment-send").click()
    reader.sees("At most 1000 characters: take out 1 more.", "#panel")
    expect(reader.page.locator("#rate")).to_be_visible()
    reader.page.locator("#composer").get_by_label("Your comment").fill(COMMENT)
    reader.presses("Send this comment")
    reader.sees(COMMENT, "#panel .comments")
    assert reader.is_in_the_same_window()
