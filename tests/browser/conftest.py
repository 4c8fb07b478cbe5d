"""A browser, people who use it, and a small debate for them, made by services."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.people import Visitor
from tests.browser.world import World, build

HERE = Path(__file__).parent
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]

# Playwright keeps an event loop in this thread; the tests' own statements may run beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each test opens windows of its own."""
    named = os.environ.get("CHROMIUM", "")
    found = next((path for path in (named, *CHROMIUM, which("chromium") or "") if path and Path(path).exists()), None)
    if found is None:
        pytest.skip("no Chromium here; install one, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture(scope="session", autouse=True)
def fonts() -> None:
    """The typefaces, cut once as at set-up: pages ask for them."""
    from core import fonts

    fonts.make_missing()


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of a running site; its cookies go without a lock, since the address has none."""
    settings.SESSION_COOKIE_SECURE = False
    settings.CSRF_COOKIE_SECURE = False
    return str(live_server.url)


@pytest.fixture
def world(site: str) -> World:
    """A debate with claims on both sides, sources, ratings, comments and a doubt."""
    return build()


Opened = Callable[..., Visitor]


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opened]:
    """Open a window: `opened(person, width=390, color_scheme="dark", java_script_enabled=False)`.

    At the end no window may have asked another host for anything, nor complained on its console.
    """
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def window(person: Any = None, *, width: int = 1280, height: int = 800, **options: Any) -> Visitor:
        context = browser.new_context(base_url=site, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(5000)
        contexts.append(context)
        visitor = Visitor(context, site)
        visitors.append(visitor)
        if person is not None:
            visitor.is_signed_in_as(person)
        return visitor

    yield window
    complaints = [line for visitor in visitors for line in visitor.complaints]
    for context in contexts:
        context.close()
    assert complaints == []
