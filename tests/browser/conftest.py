"""A browser, people who use it, and a small debate for them, made by services."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from threading import enumerate as enumerate_threads
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.people import PATIENCE, Visitor
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
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield started
        started.close()
        connections.close_all()  # Playwright's loop has its own, which nobody reaches once the loop is gone


@pytest.fixture(scope="session", autouse=True)
def fonts(cut_fonts: None) -> None:
    """Pages ask for the typefaces."""


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> Iterator[str]:
    """The address of a running site; its cookies go without a lock, since the address has none.

    At the end it waits for what closed windows left behind: the tables are emptied next, and a request holds some.
    """
    settings.SESSION_COOKIE_SECURE = False
    settings.CSRF_COOKIE_SECURE = False
    yield str(live_server.url)
    latest = monotonic() + PATIENCE / 1000
    while any("process_request_thread" in thread.name for thread in enumerate_threads()):  # one for each connection
        if monotonic() > latest:
            break
        sleep(0.01)


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
        context.set_default_timeout(PATIENCE)
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
