"""Compiles the translations (`core/locale/*/LC_MESSAGES/django.po`) into var/locale, where Django reads them."""

import os
from io import BytesIO
from pathlib import Path

from core.drafts import drafted

FOLDER = Path(__file__).resolve().parent / "locale"
COMPILED = FOLDER.parent.parent / "var" / "locale"


def stale() -> list[Path]:
    """The catalogues that were not compiled since they were last written."""
    return [source for source in sorted(FOLDER.glob("*/LC_MESSAGES/*.po")) if not _is_of(source, target(source))]


def target(source: Path) -> Path:
    """Where the compiled catalogue lies."""
    return COMPILED / source.relative_to(FOLDER).with_suffix(".mo")


def make_stale() -> int:
    """Compile what is stale; the number of catalogues made."""
    sources = stale()
    for source in sources:
        make(source)
    return len(sources)


def make(source: Path) -> None:
    """Compile one catalogue. It appears under its name only when it is whole, with the time of what it was made of."""
    # Wanted once after a change; no other start should wait for it.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    written = source.stat()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, abort_invalid=True))
    target(source).parent.mkdir(parents=True, exist_ok=True)
    with drafted(target(source)) as draft:
        draft.write_bytes(compiled.getvalue())
        os.utime(draft, ns=(written.st_mtime_ns, written.st_mtime_ns))


def _is_of(source: Path, compiled: Path) -> bool:
    try:
        return compiled.stat().st_mtime_ns == source.stat().st_mtime_ns
    except OSError:
        return False


if __name__ == "__main__":
    make_stale()
