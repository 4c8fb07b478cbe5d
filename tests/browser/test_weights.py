"""What a page weighs, and that it does not move while it comes."""

from functools import partial
from gzip import compress

import pytest
from playwright.sync_api import Response

from core.storage import squeezed
from tests.browser.conftest import Opened
from tests.browser.test_access import reading
from tests.browser.world import World

KB = 1024
LIMITS = {"script": 20 * KB, "stylesheet": 12 * KB, "font": 130 * KB}
SHIFTS = """
new PerformanceObserver(list => list.getEntries().forEach(
  entry => entry.hadRecentInput || (window.shifted = (window.shifted ?? 0) + entry.value)
)).observe({type: "layout-shift", buffered: true});
"""


def carried(response: Response) -> int:
    """How many bytes travel: fonts as they are, the rest by gzip; style sheets squeezed as they are when collected."""
    body = response.body()
    kind = response.request.resource_type
    if kind == "stylesheet":
        body = squeezed(body.decode()).encode()
    return len(body) if kind == "font" else len(compress(body, 9))


def keep(kept: list[Response], response: Response) -> None:
    """Put what came to the rest (Playwright wants a function of ours)."""
    kept.append(response)


def test_reading_pages_are_light(opened: Opened, world: World) -> None:
    """Measured on what each page asks for, with an empty store."""
    heavy = {}
    for name, address in reading(world).items():
        visitor = opened(world.ana)
        came: list[Response] = []
        visitor.page.on("response", partial(keep, came))
        visitor.page.goto(address)
        visitor.evaluates("document.fonts.ready.then(() => true)")
        sums = dict.fromkeys(LIMITS, 0)
        for response in came:
            kind = response.request.resource_type
            if kind in sums and response.status == 200:
                sums[kind] += carried(response)
        assert sums["stylesheet"] > KB, "nothing was measured"
        print(f"{name}: {sums}")  # noqa: T201
        over = {kind: size for kind, size in sums.items() if size > LIMITS[kind]}
        if over:
            heavy[name] = over
        visitor.context.close()
    assert heavy == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_while_a_page_comes(opened: Opened, world: World, width: int) -> None:
    """The sum of layout shifts is at most 0.01."""
    visitor = opened(world.ana, width=width)
    visitor.page.add_init_script(SHIFTS)
    moved = {}
    for name, address in reading(world).items():
        visitor.goes_to(address)
        shifted = visitor.evaluates(
            "document.fonts.ready.then(() => new Promise(done => setTimeout(() => done(window.shifted ?? 0), 150)))"
        )
        if shifted > 0.01:
            moved[name] = shifted
    assert moved == {}
