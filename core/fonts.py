"""Cuts the two typefaces down to what pages use, once, into var/assets/fonts."""

import importlib.util
import logging
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "var" / "assets" / "fonts"

# Latin with all its European letters, general punctuation and signs, arrows, mathematical minus and kin.
CHARACTERS = [
    *range(0x0020, 0x007F),
    *range(0x00A0, 0x0100),
    *range(0x02C6, 0x02DE),
    *range(0x2010, 0x2028),
    *range(0x2030, 0x203B),
    *(0x2044, 0x20AC, 0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
]

EXTRA_FEATURES = ["lnum", "tnum"]  # figures that stand in columns


@dataclass(frozen=True, slots=True)
class Cut:
    """One finished font file: where it comes from and what is kept of its axes."""

    name: str
    package: str
    source: str
    axes: tuple[tuple[str, float | tuple[float, float]], ...]


CUTS = (
    Cut("newsreader", "fontpkg_newsreader", "Newsreader[opsz,wght].ttf", (("opsz", 16), ("wght", (400, 600)))),
    Cut(
        "newsreader-italic",
        "fontpkg_newsreader",
        "Newsreader-Italic[opsz,wght].ttf",
        (("opsz", 16), ("wght", (400, 600))),
    ),
    Cut(
        "instrument-sans",
        "fontpkg_instrument_sans",
        "InstrumentSans[wdth,wght].ttf",
        (("wdth", 100), ("wght", (400, 600))),
    ),
)


def missing() -> list[Cut]:
    """The files that are still to be cut."""
    return [cut for cut in CUTS if not target(cut).exists()]


def target(cut: Cut) -> Path:
    """Where the finished file lies."""
    return FOLDER / f"{cut.name}.woff2"


def make_missing() -> int:
    """Cut what is missing, side by side; the number of files made."""
    wanted = missing()
    if wanted:
        FOLDER.mkdir(parents=True, exist_ok=True)
        with ProcessPoolExecutor() as pool:
            list(pool.map(make, wanted))
    return len(wanted)


def make(cut: Cut) -> None:
    """Cut one font. It appears under its name only when it is whole."""
    # fonttools is large, and this runs once on a machine: nothing else should wait for it.
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(source(cut))
    options = Options(notdef_outline=True)
    options.layout_features = [*options.layout_features, *EXTRA_FEATURES]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    instantiateVariableFont(font, dict(cut.axes), inplace=True)
    font.flavor = "woff2"
    draft = target(cut).with_suffix(".new")
    font.save(draft)
    draft.rename(target(cut))


def source(cut: Cut) -> Path:
    """The full font in its package, found without importing anything."""
    found = importlib.util.find_spec(cut.package)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"the package {cut.package} is missing; run `make setup`.")
    return Path(found.origin).parent / "files" / cut.source


if __name__ == "__main__":
    make_missing()
