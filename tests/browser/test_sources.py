"""The library in the browser: found, cited, brought in, retracted; axe and fingers on its pages."""

import pytest

from core.models import User
from debates.evidence.models import Source
from debates.evidence.services import retract_source
from tests.browser.conftest import Opened
from tests.browser.test_access import COARSE, WIDE, swept
from tests.browser.world import World

BIB = "@book{one, title = {Aid and the state}, year = {2001}}\n@misc{two, title = {Courts}, url = {http://example.org/courts/}}"


def pages(world: World) -> dict[str, str]:
    """Pages of the library: name to address."""
    one = f"/sources/{world.source.pk}/"
    return {
        "library": "/sources/?order=title",
        "narrowed": "/sources/?q=courts&from=1900",
        "nothing found": "/sources/?q=nowhere",
        "of a controversy": f"/c/{world.controversy.slug}/sources/",
        "source": one,
        "mend": f"{one}edit/",
        "retract": f"{one}retract/",
        "import": "/sources/import/",
    }


@pytest.fixture
def chloe(world: World) -> User:
    return User.objects.get(username="chloe")


@pytest.mark.slow
def test_axe_finds_nothing_and_all_of_it_fits_a_phone(opened: Opened, world: World, chloe: User) -> None:
    visitor = opened(chloe, reduced_motion="reduce")
    assert swept(visitor, pages(world)) == {}

    phone = opened(chloe, width=390, has_touch=True, is_mobile=True)
    for address in pages(world).values():
        phone.goes_to(address)
        assert phone.page.evaluate(WIDE) == [], address
        assert phone.page.evaluate(COARSE) == [], address

    retract_source(source=world.source, by=chloe, reason="The fund withdrew it.")
    assert swept(visitor, {"retracted": pages(world)["source"]}) == {}


def test_a_source_that_stands_there_already_is_used_with_one_press(opened: Opened, world: World) -> None:
    visitor = opened(world.ben)
    visitor.goes_to(world.at(world.thesis, "cite"))
    page = visitor.page
    page.get_by_label("Another source").check()
    page.get_by_label("Title", exact=True).fill("The courts again")
    page.get_by_label("Web address").fill("http://www.example.org/courts/")
    page.get_by_label("What the source says", exact=True).fill("Half of them are new.")
    page.get_by_role("button", name="Add this evidence").click()

    page.get_by_role("button", name="Use this one, and send").click()

    page.get_by_role("link", name="Half of them are new.").wait_for()
    assert Source.objects.count() == 1


def test_a_bibliography_is_shown_before_it_is_brought_in(opened: Opened, world: World, chloe: User) -> None:
    visitor = opened(chloe, java_script_enabled=False)
    visitor.goes_to("/sources/")
    page = visitor.page
    page.get_by_role("link", name="Bring in a bibliography").click()
    page.get_by_label("CSL-JSON or BibTeX").fill(BIB)
    page.get_by_role("button", name="Show what would happen").click()
    page.get_by_text("Nothing is written yet").wait_for()
    assert Source.objects.count() == 1

    page.get_by_role("button", name="Bring in 1 source").click()

    page.get_by_role("link", name="Aid and the state").wait_for()
    assert Source.objects.count() == 2


def test_a_retraction_is_made_and_taken_back(opened: Opened, world: World, chloe: User) -> None:
    visitor = opened(chloe)
    visitor.goes_to(f"/sources/{world.source.pk}/")
    page = visitor.page
    page.get_by_role("link", name="Mark as retracted").click()
    page.get_by_label("Why is it retracted?").fill("The fund withdrew it.")
    page.get_by_role("button", name="Mark as retracted on every map").click()

    page.get_by_role("region", name="Retracted").wait_for()
    visitor.goes_to(world.of(world.pros[0]))
    page.get_by_text("Source retracted").wait_for()
    visitor.goes_to(f"/sources/{world.source.pk}/")
    page.get_by_role("link", name="Mark as not retracted").click()
    page.get_by_role("button", name="Let it count again").click()
    page.get_by_role("link", name="Mark as retracted").wait_for()
