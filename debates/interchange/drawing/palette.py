"""Colours of pictures: those of the pages (`static/css/tokens.css`, `dark.css`), which a picture cannot link."""

from typing import NamedTuple


class Palette(NamedTuple):
    """A theme; names as in the style sheets."""

    ground: str
    surface: str
    ink: str
    ink_2: str
    ink_3: str
    line: str
    control: str
    pro: str
    con: str
    on_side: str
    deck: str
    on_deck: str

    def of(self, side: str | None) -> str:
        """The colour of a side; ink for what takes none."""
        return {"pro": self.pro, "con": self.con}.get(side or "", self.ink_2)


LIGHT = Palette(
    ground="#f2f5f3",
    surface="#fff",
    ink="#14212b",
    ink_2="#46555f",
    ink_3="#5e6c75",
    line="#d3dbd7",
    control="#77868c",
    pro="#0a6a57",
    con="#ae3318",
    on_side="#fff",
    deck="#14212b",
    on_deck="#f2f5f3",
)
DARK = Palette(
    ground="#0f1519",
    surface="#182127",
    ink="#e9efec",
    ink_2="#b0bcbf",
    ink_3="#93a0a6",
    line="#2b373e",
    control="#66757d",
    pro="#78e3c1",
    con="#ff8a6c",
    on_side="#0f1519",
    deck="#1d2930",
    on_deck="#e9efec",
)
THEMES = {"light": LIGHT, "dark": DARK}
