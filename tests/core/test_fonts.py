"""What is made of the typefaces: for pages, and for pictures."""

import json

import pytest

from core import fonts

pytestmark = pytest.mark.usefixtures("cut_fonts")
DRAWN = [one for one in fonts.CUTS if one.drawn]


@pytest.mark.parametrize("one", DRAWN, ids=lambda one: one.name)
def test_pictures_find_a_font_by_the_name_that_pages_give_it(one: fonts.Cut) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(fonts.outlines(one))

    assert font["name"].getBestFamilyName() == one.family
    assert font.flavor is None


@pytest.mark.parametrize("one", DRAWN, ids=lambda one: one.name)
def test_every_character_is_measured_at_every_weight_that_is_drawn(one: fonts.Cut) -> None:
    kept = json.loads(fonts.widths(one).read_text())

    assert set(kept) == {str(weight) for weight in one.drawn}
    for widths in kept.values():
        assert {"a", "ñ", "“", "−"} <= set(widths)
        assert all(0 <= wide < 2 for wide in widths.values())
        assert widths["W"] > widths["i"]
