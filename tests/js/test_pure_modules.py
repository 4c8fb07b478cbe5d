"""The parts of the drawn map that need no page: run by Node where there is one, else in a browser."""

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from subprocess import run
from threading import Thread

import pytest

ROOT = Path(__file__).resolve().parents[2]
TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))

# What the tests import from Node, for a browser. An equal that is not deep enough for these tests would fail them.
SHIM = """
export const told = [];
export const test = (name, act) => {
  try { act(); told.push([name, ""]); } catch (error) { told.push([name, String(error.stack)]); }
};
const plain = value => value instanceof Set || value instanceof Map ? [...value].sort() : value;
const same = (a, b) => a === b || JSON.stringify(plain(a)) === JSON.stringify(plain(b));
const ok = (value, words = "not true") => { if (!value) throw new Error(words); };
export default {
  ok,
  equal: (a, b, words) => ok(a === b, words ?? `${a} is not ${b}`),
  deepEqual: (a, b, words) => ok(same(a, b), words ?? `${JSON.stringify(plain(a))} is not ${JSON.stringify(plain(b))}`),
};
"""


def test_the_pure_modules_keep_their_promises() -> None:
    """`node --test`, or the same assertions in a browser."""
    assert len(TESTS) >= 3
    if node := which("node"):
        done = run([node, "--test", *map(str, TESTS)], capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    else:
        _in_a_browser()


class _Served(SimpleHTTPRequestHandler):
    """The checkout, with modules told as what they are and Node's names led to the stand-in."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".mjs": "text/javascript"}

    def do_GET(self) -> None:
        if self.path == "/shim.js":
            return self._say(SHIM, "text/javascript")
        if self.path == "/":
            return self._say("<!doctype html><title>tests</title>", "text/html")
        if self.path.endswith(".test.mjs"):
            written = (ROOT / self.path.lstrip("/")).read_text(encoding="utf-8")
            return self._say(re.sub(r'"node:[a-z/]+"', '"/shim.js"', written), "text/javascript")
        return super().do_GET()

    def _say(self, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base's
        """Nothing."""


def _in_a_browser() -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, SWITCHES

    found = next((path for path in CHROMIUM if Path(path).exists()), None)
    if found is None:
        pytest.skip("neither Node nor Chromium here: nothing runs JavaScript")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Served, directory=str(ROOT)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=SWITCHES)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            for path in TESTS:
                page.evaluate("path => import(path)", f"/{path.relative_to(ROOT)}")
            told = page.evaluate("import('/shim.js').then(it => it.told)")
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
    assert len(told) > 10
    assert {name: failure for name, failure in told if failure} == {}


def test_no_module_of_the_map_is_long_or_left_out() -> None:
    """At most 300 lines each; what is needed at once is named early, so that it comes in one go."""
    folder = ROOT / "static/js/map"
    modules = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.js")}
    assert {name for name, text in modules.items() if len(text.splitlines()) > 300} == set()
    needed, waiting = {"start.js"}, ["start.js"]
    for name in waiting:
        below = set(re.findall(r'^import .* from "\./([a-z]+\.js)";$', modules[name], re.MULTILINE)) - needed
        needed |= below
        waiting.extend(below)
    later = {name for text in modules.values() for name in re.findall(r'import\("\./([a-z]+\.js)"\)', text)}
    for name in sorted(later):
        later |= set(re.findall(r'from "\./([a-z]+\.js)"', modules[name])) - needed
    named = set(re.findall(r"js/map/([a-z]+\.js)", (ROOT / "templates/map/_scripts.html").read_text(encoding="utf-8")))
    assert named == needed
    assert set(modules) == needed | later


def test_no_imports_of_the_map_go_round() -> None:
    """A file's name carries its content, with the names of what it imports: a ring would never find its names."""
    folder = ROOT / "static/js/map"
    found = {path.name: set(re.findall(r'"\./([a-z]+\.js)"', path.read_text())) for path in folder.glob("*.js")}
    for _ in found:
        found = {name: below for name, below in found.items() if below & found.keys()}
    assert found == {}
