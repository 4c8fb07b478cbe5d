"""PNGs are drawn apart from the process that serves pages, within limits."""

import struct

import pytest

from debates.interchange.drawing import raster
from debates.interchange.drawing.raster import MOST_PIXELS, NotDrawn, png

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><rect width="9" height="9"/>{1}</svg>'
SAID = '<text x="9" y="40" font-family="Newsreader" font-size="30">{}</text>'


def size_of(made: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", made[16:24])
    return width, height


def test_it_is_twice_as_large_as_the_drawing_until_it_would_be_too_large() -> None:
    assert size_of(png(SQUARE.format(100, ""), width=100, height=100)) == (200, 200)
    assert size_of(png(SQUARE.format(100, ""), width=100, height=100, scale=1)) == (100, 100)
    width, height = size_of(png(SQUARE.format(9000, ""), width=9000, height=9000))
    assert 0.9 * MOST_PIXELS < width * height < 1.1 * MOST_PIXELS


@pytest.mark.usefixtures("cut_fonts")
def test_words_are_drawn_in_our_own_fonts_at_the_weight_that_is_asked_for() -> None:
    blank, light, bold = (
        png(SQUARE.format(200, words), width=200, height=200)
        for words in ("", SAID.format("Claim"), SAID.replace("30", '30" font-weight="600').format("Claim"))
    )

    assert len({blank, light, bold}) == 3


def test_what_is_no_drawing_is_not_drawn() -> None:
    with pytest.raises(NotDrawn):
        png("<svg", width=10, height=10)


def test_whoever_comes_when_too_many_wait_is_turned_away_at_once() -> None:
    for _ in range(raster.MOST_ASKING):
        assert raster._asking.acquire(blocking=False)
    try:
        with pytest.raises(NotDrawn):
            png(SQUARE.format(10, ""), width=10, height=10)
    finally:
        for _ in range(raster.MOST_ASKING):
            raster._asking.release()
    assert size_of(png(SQUARE.format(10, ""), width=10, height=10)) == (20, 20)
