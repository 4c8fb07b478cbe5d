"""One's own account in the browser, with scripts and without: looks, a token, the way out and back."""

import json
from pathlib import Path

import pytest

from core.accounts.services import set_password
from core.models import User
from tests.browser.conftest import Opened
from tests.browser.people import Visitor
from tests.browser.test_access import violations
from tests.browser.world import World

PASSWORD = "three words together"


def signs_in(visitor: Visitor, name: str) -> None:
    visitor.goes_to("/sign-in/")
    visitor.page.get_by_label("Name or e-mail").fill(name)
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.presses("Sign in", "main")


@pytest.fixture
def ana(world: World) -> User:
    """Ana of the debate, with a password."""
    set_password(person=world.ana, password=PASSWORD)
    return world.ana


def ground(visitor: Visitor) -> str:
    """The colour that the page stands on."""
    return str(visitor.page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_a_chosen_scheme_holds_against_the_device_on_every_page(opened: Opened, ana: User) -> None:
    visitor = opened(ana, color_scheme="light")
    visitor.goes_to("/")
    light = ground(visitor)
    visitor.goes_to("/account/settings/")
    visitor.page.get_by_label("Dark", exact=True).check(force=True)
    visitor.presses("Keep these looks")

    visitor.sees("Saved.")
    dark = ground(visitor)
    assert dark != light
    visitor.goes_to("/")
    assert ground(visitor) == dark
    visitor.goes_to("/account/settings/")
    visitor.page.get_by_label("Light", exact=True).check(force=True)
    visitor.presses("Keep these looks")
    visitor.page.emulate_media(color_scheme="dark")
    assert ground(visitor) == light


def test_a_copy_of_all_data_is_taken_home(opened: Opened, ana: User, world: World, tmp_path: Path) -> None:
    visitor = opened(ana, accept_downloads=True)
    visitor.goes_to("/account/data/")
    with visitor.page.expect_download() as coming:
        visitor.presses("A file for programmes")
    coming.value.save_as(tmp_path / "copy.json")
    assert json.loads((tmp_path / "copy.json").read_text())["account"]["name"] == ana.username

    with visitor.page.expect_download() as coming:
        visitor.presses("A page to read and print")
    coming.value.save_as(tmp_path / "copy.html")
    assert f"All data of {ana.username}" in (tmp_path / "copy.html").read_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_token_is_shown_once_and_ended(opened: Opened, ana: User, scripts: bool) -> None:
    visitor = opened(ana, java_script_enabled=scripts)
    visitor.goes_to("/account/tokens/")
    visitor.page.get_by_label("What it is for").fill("My script")
    visitor.presses("Make the token")
    secret = visitor.text_of(".secret code")
    assert secret.startswith("dis_")
    if scripts:
        assert violations(visitor) == []

    visitor.goes_to("/account/tokens/")
    assert secret not in visitor.page.content()
    visitor.presses("End the token “My script”")
    visitor.sees("opens nothing any more")


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_and_coming_back(opened: Opened, ana: User, scripts: bool) -> None:
    visitor = opened(java_script_enabled=scripts)
    signs_in(visitor, ana.username)
    visitor.goes_to("/account/data/")
    visitor.presses("See what would happen")
    visitor.page.get_by_label("Remove my texts").check()
    visitor.page.get_by_label("Your password").fill(PASSWORD)
    visitor.presses("Leave, and sign out everywhere")
    visitor.sees("You have left")
    visitor.sees("Sign in", "header")
    if scripts:
        assert violations(visitor) == []

    signs_in(visitor, ana.username)
    visitor.sees("You asked to leave")
    if scripts:
        assert violations(visitor) == []
    visitor.goes_to("/account/settings/")
    visitor.sees("Name or e-mail", "main")
    signs_in(visitor, ana.username)
    visitor.presses("Come back", "main form")
    visitor.sees("Welcome back.")
    visitor.sees(ana.username, "header")
