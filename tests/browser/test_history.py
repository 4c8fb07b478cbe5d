"""What changed, and the way back: read, filtered, undone and called seen, with scripts and without."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from debates.comments import services as comments
from debates.history.models import Visit
from debates.history.services import visit
from debates.maps import services as maps
from debates.maps.models import Controversy
from tests.browser.conftest import Opened
from tests.browser.test_access import COARSE, WIDE, swept
from tests.browser.world import OPPOSITION, World


@pytest.fixture
def away(world: World) -> World:
    """Ana was here two days ago; since then others answered her, reworded and added."""
    now = Controversy.objects.get(pk=world.controversy.pk)
    visit(controversy_id=now.pk, seq=now.seq, reach={}, by=world.ana)
    Visit.objects.update(at=Visit.objects.get().at - timedelta(days=2))
    maps.add_reply(to=world.pros[1], side="con", by=world.ben, text="Dismissals are counted by those who dismiss.")
    maps.edit(contribution=world.pros[2], by=world.ben, text="Neighbours kept their own policy.", base_revision=1)
    comments.add_comment(on=world.thesis, by=world.ben, text="Since when?", intent="question")
    maps.add_claim(controversy=world.controversy, by=world.ben, text="Nobody can tell yet.")
    return world


@pytest.mark.parametrize("scripts", [True, False])
def test_an_older_wording_comes_back_and_goes_again(opened: Opened, world: World, scripts: bool) -> None:
    window = opened(world.ben, java_script_enabled=scripts)
    window.goes_to(world.of(world.cons[1]))
    window.goes_to(world.at(world.cons[1], "history"))
    expect(window.page.locator("ins")).to_contain_text("year")

    window.presses("Back to version 1")

    window.sees("The earlier wording stands again.")
    window.sees("Version 3, back to version 1")
    expect(window.page.locator(".reads")).to_have_text(OPPOSITION[1])
    window.presses("Back to version 2")
    window.sees("Version 4, back to version 2")


def test_the_record_is_read_and_sifted(opened: Opened, away: World) -> None:
    window = opened(None)
    window.goes_to(f"/c/{away.controversy.slug}/")
    window.presses("Changes", ".tabs")
    window.sees("Nobody can tell yet.")

    window.presses("Reworded", ".sorts")
    expect(window.page.locator(".happening")).to_have_count(2)
    window.page.get_by_text("What was changed").first.click()
    expect(window.page.locator(".diff").first).to_be_visible()

    window.page.get_by_label("By").fill("ana")
    window.page.get_by_role("button", name="Show").click()
    window.sees("Nothing here was done by “ana”.")
    window.presses("Show everybody’s changes")
    window.sees("Nobody can tell yet.")


def test_what_is_new_is_marked_told_and_called_seen(opened: Opened, away: World) -> None:
    window = opened(away.ana)
    window.goes_to("/")
    window.sees("4 new since your visit")
    window.goes_to(f"/c/{away.controversy.slug}/outline/")
    expect(window.page.get_by_title("New or reworded since your last visit")).to_have_count(3)

    window.presses("4 new since your last visit")

    window.sees("Dismissals are counted by those who dismiss.")
    window.sees("answer to what you wrote")
    window.sees("text of yours reworded by somebody else")
    window.sees("new thesis")
    window.presses("I have seen all of this")
    expect(window.page.get_by_text("since your last visit")).to_have_count(0)
    window.goes_to(f"/c/{away.controversy.slug}/since/")
    window.sees("Nothing new for you")


@pytest.mark.slow
def test_axe_phones_and_fingers_find_nothing_to_complain_about(opened: Opened, away: World) -> None:
    pages = {
        "since": f"/c/{away.controversy.slug}/since/",
        "changes": f"/c/{away.controversy.slug}/changes/",
        "nobody's changes": f"/c/{away.controversy.slug}/changes/?by=nobody",
        "thread": away.at(away.pros[2], "history"),
    }
    assert swept(opened(away.ana, reduced_motion="reduce"), pages) == {}
    phone = opened(away.ana, width=320, height=700, is_mobile=True, has_touch=True)
    for name, address in pages.items():
        phone.goes_to(address)
        assert phone.evaluates(WIDE) == [], name
        assert phone.evaluates(COARSE) == [], name
