"""Cuts the two typefaces down to what pages use, once, into var/assets/fonts; what pictures need lies in var/fonts."""

import importlib.util
import json
import logging
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.drafts import drafted

VAR = Path(__file__).resolve().parent.parent / "var"
FOLDER = VAR / "assets" / "fonts"
FOR_PICTURES = VAR / "fonts"  # not among the static files: no page loads them

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
    """One finished font file: where it comes from, what is kept of its axes, and the weights that pictures draw in."""

    name: str
    package: str
    source: str
    axes: tuple[tuple[str, float | tuple[float, float]], ...]
    family: str
    drawn: tuple[int, ...] = ()


CUTS = (
    Cut(
        "newsreader",
        "fontpkg_newsreader",
        "Newsreader[opsz,wght].ttf",
        (("opsz", 16), ("wght", (400, 600))),
        "Newsreader",
        (420,),
    ),
    Cut(
        "newsreader-italic",
        "fontpkg_newsreader",
        "Newsreader-Italic[opsz,wght].ttf",
        (("opsz", 16), ("wght", (400, 600))),
        "Newsreader",
    ),
    Cut(
        "instrument-sans",
        "fontpkg_instrument_sans",
        "InstrumentSans[wdth,wght].ttf",
        (("wdth", 100), ("wght", (400, 600))),
        "Instrument Sans",
        (400, 600),
    ),
)


def missing() -> list[Cut]:
    """The fonts of which something is still to be made."""
    return [cut for cut in CUTS if not all(path.exists() for path in finished(cut))]


def finished(cut: Cut) -> list[Path]:
    """All that is made of one font."""
    return [target(cut), *([outlines(cut), widths(cut)] if cut.drawn else [])]


def target(cut: Cut) -> Path:
    """Where the file for pages lies."""
    return FOLDER / f"{cut.name}.woff2"


def outlines(cut: Cut) -> Path:
    """Where the file for pictures lies: the same font, unpacked."""
    return FOR_PICTURES / f"{cut.name}.ttf"


def widths(cut: Cut) -> Path:
    """Where its measures lie: {weight: {character: width in parts of the size}}."""
    return FOR_PICTURES / f"{cut.name}.json"


def make_missing() -> int:
    """Make what is missing, side by side; the number of fonts worked on."""
    wanted = missing()
    if wanted:
        FOLDER.mkdir(parents=True, exist_ok=True)
        FOR_PICTURES.mkdir(parents=True, exist_ok=True)
        with ProcessPoolExecutor() as pool:
            list(pool.map(make, wanted))
    return len(wanted)


def make(cut: Cut) -> None:
    """Cut one font and, if pictures are drawn with it, unpack and measure it."""
    # fonttools is large, and this runs once on a machine: nothing else should wait for it.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    if not target(cut).exists():
        _save(_cut(TTFont(source(cut)), cut), target(cut), flavor="woff2")
    if cut.drawn:
        font = TTFont(target(cut))
        with drafted(widths(cut)) as draft:
            draft.write_text(json.dumps({weight: _measured(font, weight) for weight in cut.drawn}), encoding="utf-8")
        for name in (1, 16):  # a picture asks for it by the name that pages give it
            font["name"].setName(cut.family, name, 3, 1, 0x409)
        _save(font, outlines(cut), flavor=None)


def _cut(font: Any, cut: Cut) -> Any:
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415

    options = Options(notdef_outline=True)
    options.layout_features = [*options.layout_features, *EXTRA_FEATURES]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    return instantiateVariableFont(font, dict(cut.axes), inplace=True)


def _measured(font: Any, weight: int) -> dict[str, float]:
    """{character: width} at this weight, in parts of the font's size."""
    glyphs, size = font.getGlyphSet(location={"wght": weight}), font["head"].unitsPerEm
    return {chr(code): round(glyphs[name].width / size, 4) for code, name in font.getBestCmap().items()}


def _save(font: Any, path: Path, *, flavor: str | None) -> None:
    font.flavor = flavor
    with drafted(path) as draft:
        font.save(draft)


def source(cut: Cut) -> Path:
    """The full font in its package, found without importing anything."""
    found = importlib.util.find_spec(cut.package)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"the package {cut.package} is missing; run `make setup`.")
    return Path(found.origin).parent / "files" / cut.source


if __name__ == "__main__":
    make_missing()
