"""Frames of the drawn map in a real browser: panning and zooming, as it opens and with everything unfolded."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

from tests.bench.made import Made
from tests.bench.streams import serving

NAME = "frames of the map in a browser"
LARGEST = 10_000  # claims
MOST = 33  # milliseconds in 19 of 20 frames
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
FRAMES = 90
PATHS = {
    "pan at the thesis": (1.0, False, (-9, -21, 1.0)),
    "pan at .45, fullest column": (0.45, True, (-5, -23, 1.0)),
    "pan at .16, fullest column": (0.16, True, (-5, -23, 1.0)),
    "zoom out and in at the thesis": (1.0, False, (0, 0, 0.955)),
}

WALK = """([k, fullest, dx, dy, factor, frames]) => new Promise(done => {
  const map = document.getElementById("map").map, {view, size} = map;
  const columns = [...map.columns.values()];
  const column = fullest ? columns.reduce((a, b) => (a.length > b.length ? a : b)) : [map.roots[0]];
  const middle = column[Math.floor(column.length / 2)];
  Object.assign(view, {k, x: size.w / 2 - middle.x * k, y: size.h / 2 - middle.y * k});
  map.work.length = 0;
  const gaps = [];
  let last = 0;
  const go = now => {
    if (last) gaps.push(now - last);
    last = now;
    const by = gaps.length < frames / 2 ? factor : 1 / factor;
    const [x, y] = [size.w / 2, size.h / 2];
    view.x = x - (x - view.x) * by + dx;
    view.y = y - (y - view.y) * by + dy;
    view.k *= by;
    map.ask();
    if (gaps.length < frames) return requestAnimationFrame(go);
    const at = (list, part) => list.sort((a, b) => a - b)[Math.floor(list.length * part)];
    const script = map.work.map(one => one.ms);
    done({half: at(gaps, 0.5), most: at(gaps, 0.95), script: at(script, 0.95), cards: map.cards.size});
  };
  requestAnimationFrame(go);
})"""
UNFOLD = """async () => {
  const map = document.getElementById("map").map;
  document.querySelector("[data-tool=unfold]").click();
  await new Promise(done => { const go = () => (map.isWhole ? done() : setTimeout(go, 50)); go(); });
}"""


def rows(made: Made) -> Iterator[tuple[str, str, str, bool]]:
    """(row, what came out, limit, whether it is within) for every path; none where there is no browser."""
    browser = next((path for path in (*CHROMIUM, which("chromium") or "") if path and Path(path).exists()), None)
    if browser is None:
        return
    collect()
    with serving() as (_process, port):
        for state, path, found in walked(browser, f"http://127.0.0.1:{port}/c/{made.controversy.slug}/map/"):
            came = (
                f"p50 {found['half']:.0f} ms, p95 {found['most']:.0f} ms (script p95 {found['script']:.1f} ms,"
                f" {found['cards']} cards)"
            )
            yield f"{NAME}: {state}, {path}", came, f"p95 ≤ {MOST} ms", found["most"] <= MOST + 1


def walked(browser: str, address: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(state of the map, path, figures) for each path in each state."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=SWITCHES)
        page = started.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(60_000)
        page.goto(address)
        page.wait_for_function("() => document.getElementById('map').map")
        for state in ("as it opens", "all unfolded"):
            if state == "all unfolded":
                page.evaluate(UNFOLD)
            page.wait_for_timeout(500)
            for path, (zoom, fullest, (dx, dy, factor)) in PATHS.items():
                yield state, path, page.evaluate(WALK, [zoom, fullest, dx, dy, factor, FRAMES])
        started.close()


def collect() -> None:
    """Static files as visitors get them."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    asked = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(asked, env=environment, check=True)
