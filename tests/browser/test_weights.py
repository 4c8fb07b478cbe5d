"""What a page weighs, and that it does not move while it comes."""

from functools import partial
from gzip import compress

import pytest
from playwright.sync_api import Response

from core.storage import squeezed, squeezed_script
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
    """How many bytes travel: fonts as they are, the rest by gzip; what is ours squeezed as it is when collected."""
    body = response.body()
    kind = response.request.resource_type
    if kind == "stylesheet":
        body = squeezed(body.decode()).encode()
    if kind == "script" and "/static/js/" in response.url:
        body = squeezed_script(body.decode()).encode()
    return len(body) if kind == "font" else len(compress(body, 9))


def keep(kept: list[Response], response: Response) -> None:
    """Put what came to the rest (Playwright wants a function of ours)."""
    kept.append(response)


@pytest.mark.slow
def test_reading_pages_are_light(opened: Opened, world: World) -> None:
    """Measured on what each page asks for, with an empty store."""
    assert heavy(opened, world, reading(world), LIMITS) == {}


def test_the_map_is_light_too(opened: Opened, world: World) -> None:
    """Its scripts may weigh twice as much as those of a page for reading."""
    page = f"/c/{world.controversy.slug}/map/"
    pages = {"map": page, "map with a panel": f"{page}?claim={world.pros[0].pk}"}
    assert heavy(opened, world, pages, LIMITS | {"script": 40 * KB}) == {}


def heavy(opened: Opened, world: World, pages: dict[str, str], limits: dict[str, int]) -> dict[str, dict[str, int]]:
    """The pages that weigh more than they may, and what of them."""
    found = {}
    for name, address in pages.items():
        visitor = opened(world.ana)
        came: list[Response] = []
        visitor.page.on("response", partial(keep, came))
        visitor.page.goto(address)
        visitor.evaluates("document.fonts.ready.then(() => true)")
        visitor.evaluates("document.querySelector('[data-live]') && import('dissoi/live').then(() => true)")
        sums = dict.fromkeys(limits, 0)
        for response in came:
            kind = response.request.resource_type
            if kind in sums and response.status == 200:
                sums[kind] += carried(response)
        assert sums["stylesheet"] > KB, "nothing was measured"
        print(f"{name}: {sums}")  # noqa: T201
        over = {kind: size for kind, size in sums.items() if size > limits[kind]}
        if over:
            found[name] = over
        visitor.context.close()
    return found


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.slow)])
def test_nothing_moves_while_a_page_comes(opened: Opened, world: World, width: int) -> None:
    """The sum of layout shifts is at most 0.01."""
    visitor = opened(world.ana, width=width)
    visitor.page.add_init_script(SHIFTS)
    moved = {}
    page = f"/c/{world.controversy.slug}/map/"
    pages = reading(world) | {"map": page, "map with a panel": f"{page}?claim={world.pros[0].pk}"}
    for name, address in pages.items():
        visitor.goes_to(address)
        shifted = visitor.evaluates(
            "document.fonts.ready.then(() => new Promise(done => setTimeout(() => done(window.shifted ?? 0), 150)))"
        )
        if shifted > 0.01:
            moved[name] = shifted
    assert moved == {}
