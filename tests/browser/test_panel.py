"""The panel: what is done in it renews the page around it and loses nothing that is being written."""

from playwright.sync_api import expect

from tests.browser.conftest import Opened
from tests.browser.world import World


def test_a_comment_being_written_survives_a_rating(opened: Opened, world: World) -> None:
    writer = opened(world.ben)
    writer.goes_to(f"{world.of(world.thesis)}?claim={world.thesis.pk}")
    writer.marks_the_window()
    writer.page.get_by_label("Your comment").fill("Half a thought")

    writer.page.locator(f"#rate-{world.thesis.pk}-4").click()

    expect(writer.page.locator(f"#rate-{world.thesis.pk}-4")).to_have_attribute("aria-pressed", "true")
    expect(writer.page.get_by_label("Your comment")).to_have_value("Half a thought")
    for words in ("Half a thought", "And the other half"):
        writer.page.get_by_label("Your comment").fill(words)
        writer.page.locator("#comment-send").click()
        writer.sees(words, ".comments")
        expect(writer.page.get_by_label("Your comment")).to_have_value("")
    assert writer.is_in_the_same_window()


def test_escape_means_a_panel_that_is_on_its_way(opened: Opened, world: World) -> None:
    """Whoever pressed it meets no panel afterwards; what is opened next comes as ever."""
    reader = opened(world.ben)
    reader.goes_to(world.of(world.thesis))
    held = reader.holds("**/*claim=*")
    with reader.page.expect_request("**/*claim=*"):
        reader.presses("Why this strength?", "#spread")
    reader.page.keyboard.press("Escape")
    with reader.page.expect_response("**/*claim=*") as answer:
        held.pop().continue_()
    assert "panel-title" in answer.value.text()

    reader.presses("Rate", "#spread .side.con")
    expect(reader.page.locator("#panel-title")).to_have_text(world.cons[0].text)
    assert f"?claim={world.cons[0].pk}" in reader.page.url
    reader.page.go_back()  # to the page itself: the panel that was not wanted left no address behind
    expect(reader.page.locator("#panel-title")).to_have_count(0)
    assert "claim=" not in reader.page.url


def test_a_reason_and_a_new_wording_are_written_in_the_panel(opened: Opened, world: World) -> None:
    writer = opened(world.ben)
    writer.goes_to(f"{world.of(world.thesis)}?claim={world.thesis.pk}")
    writer.marks_the_window()
    writer.presses("Add opposition", "#panel")
    composer = writer.page.locator("#panel #composer")
    composer.get_by_label("Your claim").fill("Nobody was asked.")
    composer.get_by_role("button", name="Add this reason against").click()
    writer.sees("Nobody was asked.", "#spread .side.con")
    assert writer.is_in_the_same_window()

    writer.page.locator("#spread").get_by_role("link", name="Nobody was asked.").click()
    writer.page.wait_for_url("**-nobody-was-asked/")
    writer.marks_the_window()
    writer.presses("Why this strength?", "#spread")
    writer.page.locator("#panel-acts + .row").get_by_role("link", name="Reword").click()
    composer.get_by_label("Wording").fill("Nobody in the provinces was asked.")
    composer.get_by_role("button", name="Save this wording").click()

    expect(writer.page.locator("#panel-title")).to_have_text("Nobody in the provinces was asked.")
    expect(writer.page.locator("#focus")).to_have_text("Nobody in the provinces was asked.")
    assert writer.is_in_the_same_window()
