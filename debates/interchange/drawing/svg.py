"""The few elements that pictures are made of; every text and attribute passes through here, escaped."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from debates.interchange.drawing.measure import Face

# What XML cannot hold, what draws nothing, and what turns the reading direction round unseen.
_forbidden = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")

Value = str | float | int


def safe(text: str) -> str:
    """A text or an attribute as it may stand in the picture."""
    return escape(_forbidden.sub("", text))


def number(value: float) -> str:
    """One decimal at most, and no zero with a sign."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def element(name: str, attributes: Mapping[str, Value | None], inner: str | None = None) -> str:
    """One element; attributes that are None are left out, `inner` is markup already."""
    said = "".join(
        f' {key}="{number(value) if isinstance(value, float) else safe(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}/>" if inner is None else f"<{name}{said}>{inner}</{name}>"


def group(parts: Iterable[str], **attributes: Value | None) -> str:
    """Parts with something in common; `_` in a name stands for a hyphen."""
    return element("g", {key.replace("_", "-"): value for key, value in attributes.items()}, "".join(parts))


def path(d: str, **attributes: Value | None) -> str:
    """A path; not filled unless it is said."""
    return element("path", {"d": d, "fill": "none"} | {k.replace("_", "-"): v for k, v in attributes.items()})


def rect(x: float, y: float, width: float, height: float, *, radius: float = 0, **attributes: Value | None) -> str:
    """A rectangle."""
    place: dict[str, Value | None] = {"x": x, "y": y, "width": width, "height": height, "rx": radius or None}
    return element("rect", place | {key.replace("_", "-"): value for key, value in attributes.items()})


def circle(x: float, y: float, radius: float, **attributes: Value | None) -> str:
    """A circle."""
    place: dict[str, Value | None] = {"cx": x, "cy": y, "r": radius}
    return element("circle", place | {key.replace("_", "-"): value for key, value in attributes.items()})


def text(x: float, y: float, words: str, *, face: Face, size: float, fill: str, anchor: str | None = None) -> str:
    """One line of text, its base line at y; `anchor` is "middle" or "end" where x is not its beginning."""
    return element("text", {"x": x, "y": y, **font(face, size), "fill": fill, "text-anchor": anchor}, safe(words))


def font(face: Face, size: float) -> dict[str, Value | None]:
    """The attributes that name a font."""
    return {
        "font-family": face.stack,
        "font-size": float(size),
        "font-weight": face.weight,
        "word-spacing": f"{face.space * size:.2f}" if face.space else None,
    }
