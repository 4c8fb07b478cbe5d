"""A drawing as PNG, made by a programme of its own: the one that draws would hold up every other reader of the process.

As a programme (`python -m`) it reads the drawing from its input and writes the PNG to its output; its arguments are
the size in pixels of one unit, and `others` where fonts of the system must help out.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from core import fonts

ROOT = Path(__file__).resolve().parents[3]
MOST_PIXELS = 6_000_000
SHARPEST = 2.0
SECONDS = 20
WAITING = 6  # seconds for which another may be drawn first
AT_ONCE = 2
MOST_ASKING = 4  # those that wait included: each of them holds up one who could read a page

_turns = BoundedSemaphore(AT_ONCE)
_asking = BoundedSemaphore(MOST_ASKING)


class NotDrawn(Exception):
    """The PNG was not made: too many are wanted at once, or it took too long."""


def png(svg: str, *, width: float, height: float, needs_others: bool = False, scale: float = SHARPEST) -> bytes:
    """The drawing as PNG, at most MOST_PIXELS large. Raises NotDrawn."""
    zoom = min(scale, (MOST_PIXELS / (width * height)) ** 0.5)
    with _held(_asking, seconds=0), _held(_turns, seconds=WAITING):
        command = [sys.executable, "-m", __name__, f"{zoom:.4f}", *(["others"] if needs_others else [])]
        try:
            made = subprocess.run(
                command, input=svg.encode(), capture_output=True, timeout=SECONDS, cwd=ROOT, check=True
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise NotDrawn from error
    return made.stdout


@contextmanager
def _held(turns: BoundedSemaphore, *, seconds: int) -> Iterator[None]:
    """One turn, or NotDrawn if none is free in time."""
    if not turns.acquire(timeout=seconds):
        raise NotDrawn
    try:
        yield
    finally:
        turns.release()


def _draw(zoom: float, *, with_others: bool) -> None:
    import resvg_py  # noqa: PLC0415 - only the programme of its own loads it

    ours = [str(path) for cut in fonts.CUTS if cut.drawn and (path := fonts.outlines(cut)).exists()]
    made = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        zoom=zoom,
        font_files=ours,
        skip_system_fonts=bool(ours) and not with_others,
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _draw(float(sys.argv[1]), with_others="others" in sys.argv)
