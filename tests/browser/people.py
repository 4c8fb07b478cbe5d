"""Somebody with a browser: what they do and what they would notice."""

from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Route, expect

from core.models import User

PATIENCE = 20_000  # milliseconds that a busy machine may take; nothing waits longer than it must
SEEN = """element => {
  for (let at = element; at && at !== document.body; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
  }
  return false;
}"""


class Visitor:
    """One window. Whatever it complains about, and whomever else it asks, is kept in `complaints`."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context = context
        self.site = site
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        # A browser reports every refused form and every 404 page as a failed load; those are answers here.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme != "data" and asked.netloc != urlsplit(self.site).netloc:
            self.complaints.append(f"another host: {request.url}")

    def is_signed_in_as(self, person: User) -> None:
        """The session as signing in would have made it."""
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        self.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.site}])

    def goes_to(self, address: str) -> None:
        """Open an address of the site."""
        self.page.goto(address)

    def link(self, words: str, inside: str = "body") -> Locator:
        """A link or button by what it says."""
        place = self.page.locator(inside)
        return place.get_by_role("link", name=words).or_(place.get_by_role("button", name=words)).first

    def presses(self, words: str, inside: str = "body") -> None:
        """Click what says these words."""
        self.link(words, inside).click()

    def sees(self, words: str, inside: str = "body") -> None:
        """These words stand on the page, where they can be seen."""
        expect(self.page.locator(inside).get_by_text(words).locator("visible=true").first).to_be_visible()

    def marks_the_window(self) -> None:
        """Leave something that a reload would wipe away."""
        self.page.evaluate("window.stillHere = true")

    def is_in_the_same_window(self) -> bool:
        """Whether no reload came between."""
        return bool(self.page.evaluate("window.stillHere === true"))

    def top_of(self, selector: str) -> float:
        """How far below the upper edge of the window something stands."""
        return float(self.page.locator(selector).first.evaluate("e => e.getBoundingClientRect().top"))

    def text_of(self, selector: str) -> str:
        """The words of one thing, with single spaces."""
        return " ".join(self.page.locator(selector).first.inner_text().split())

    def tabs_to(self, wanted: Locator, *, most: int = 120) -> None:
        """Press Tab until this has the focus; at every stop the focus can be seen."""
        for _ in range(most):
            if wanted.count() and wanted.first.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            at = self.page.evaluate_handle("document.activeElement").as_element()
            assert at is not None
            told = at.evaluate("e => e.outerHTML.slice(0, 160)")
            assert at.evaluate("e => e === document.body") or at.evaluate(SEEN), f"focus cannot be seen on {told}"
        raise AssertionError(f"Tab does not lead to {wanted}")

    def holds(self, pattern: str) -> list[Route]:
        """Keep the next thing that the page asks for at such an address waiting; it goes on by `continue_()`."""
        held: list[Route] = []

        def hold(route: Route) -> None:  # Playwright wants a function of ours
            held.append(route)

        self.page.route(pattern, hold, times=1)
        return held

    def evaluates(self, script: str) -> Any:
        """What the page says to a script."""
        return self.page.evaluate(script)
