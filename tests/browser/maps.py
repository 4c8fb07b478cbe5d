"""The drawn map as somebody at a browser meets it."""

from typing import Any

from playwright.sync_api import Locator, expect

from debates.maps.models import Claim, Controversy
from tests.browser.people import Visitor

MAP = "document.getElementById('map').map"
ZOOM_OF = f"{MAP}.view.k"


def opens_map(visitor: Visitor, controversy: Controversy, query: str = "") -> None:
    """Open the page and wait until the map is drawn."""
    visitor.page.goto(f"/c/{controversy.slug}/map/{query}", wait_until="domcontentloaded")
    visitor.page.wait_for_function(f"() => {MAP}")
    rests(visitor)


def rests(visitor: Visitor) -> None:
    """Wait until nothing glides, flies or waits to be drawn."""
    visitor.page.wait_for_function(f"() => !{MAP}.left && !{MAP}.flight && !{MAP}.asked")


def card(visitor: Visitor, claim: Claim | str) -> Locator:
    """The card of a claim at home, or at the place of this key."""
    return visitor.page.locator(f"#m-{claim.pk if isinstance(claim, Claim) else claim}")


def has_keys(visitor: Visitor, claim: Claim | str) -> None:
    """The keyboard is on this card, and the card can be seen."""
    expect(card(visitor, claim)).to_be_focused()
    rests(visitor)
    assert is_in_sight(visitor, claim)


def has_panel(visitor: Visitor, claim: Claim) -> None:
    """The panel of this claim can be seen."""
    title = visitor.page.locator("#panel-title")
    expect(title).to_have_text(claim.text)
    expect(title).to_be_visible()


def is_in_sight(visitor: Visitor, claim: Claim | str) -> bool:
    """Whether the middle of a card lies within the map's window."""
    box, middle = visitor.page.locator("#map").bounding_box(), middle_of(visitor, claim)
    assert box
    return box["x"] < middle[0] < box["x"] + box["width"] and box["y"] < middle[1] < box["y"] + box["height"]


def middle_of(visitor: Visitor, claim: Claim | str) -> tuple[float, float]:
    """Where a card stands on the screen."""
    box = card(visitor, claim).bounding_box()
    assert box, f"no card of {claim}"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def hears(visitor: Visitor, controversy: Controversy) -> None:
    """The stream tells the page the map's number, as it stands in the database now."""
    controversy.refresh_from_db()
    news: dict[str, Any] = {"seq": controversy.seq, "ratings": 1_000_000}
    visitor.page.evaluate("news => document.dispatchEvent(new CustomEvent('dissoi:news', {detail: news}))", news)
