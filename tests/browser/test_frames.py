"""A debate in a frame on another site, in a browser that obeys the frame policy."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from debates.maps.models import Controversy
from tests.browser.conftest import Opened
from tests.browser.people import Visitor
from tests.browser.world import World


@pytest.fixture
def elsewhere(site: str) -> Iterator[str]:
    """Another site, whose page has in a frame what its address names after a question mark."""

    class School(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = (
                f'<p>A school</p><iframe src="{site}{self.path.partition("?")[2]}" width="900" height="600"></iframe>'
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_said: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), School)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def framed(visitor: Visitor, elsewhere: str, address: str) -> None:
    """The other site's page with this address in its frame."""
    visitor.page.goto(f"{elsewhere}?{address}")
    visitor.complaints[:] = [line for line in visitor.complaints if elsewhere not in line]


@pytest.fixture
def anywhere(world: World) -> World:
    Controversy.objects.filter(pk=world.controversy.pk).update(embedding="anywhere")
    return world


def test_one_walks_through_a_debate_within_its_frame(opened: Opened, anywhere: World, elsewhere: str) -> None:
    visitor = opened(java_script_enabled=False)
    framed(visitor, elsewhere, f"/embed/c/{anywhere.controversy.slug}/")
    frame = visitor.page.frame_locator("iframe")

    expect(frame.get_by_role("heading", level=1)).to_have_text(anywhere.thesis.text)
    frame.get_by_role("link", name=anywhere.cons[0].text).click()
    expect(frame.get_by_role("heading", level=1)).to_have_text(anywhere.cons[0].text)
    with visitor.context.expect_page() as beside:
        frame.get_by_role("link", name="Open the debate").click()
    assert f"/claim/{anywhere.cons[0].pk}" in beside.value.url
    assert visitor.page.url.startswith(elsewhere)


def test_the_map_is_drawn_in_a_frame_and_a_claim_opens_beside_it(
    opened: Opened, anywhere: World, elsewhere: str
) -> None:
    visitor = opened(anywhere.ana)
    framed(visitor, elsewhere, f"/embed/c/{anywhere.controversy.slug}/map/")
    frame = visitor.page.frame_locator("iframe")

    card = frame.get_by_role("treeitem").filter(has_text=anywhere.thesis.text)
    expect(card).to_be_visible()
    with visitor.context.expect_page() as beside:
        card.click()
    assert f"/claim/{anywhere.thesis.pk}" in beside.value.url


def test_where_it_is_not_allowed_the_browser_shows_nothing(opened: Opened, world: World, elsewhere: str) -> None:
    visitor = opened()
    framed(visitor, elsewhere, f"/embed/c/{world.controversy.slug}/")
    visitor.page.wait_for_timeout(500)

    expect(visitor.page.frame_locator("iframe").get_by_text("Dissoi")).to_have_count(0)
    visitor.complaints.clear()  # the browser says why it shows nothing
