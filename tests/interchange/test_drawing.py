"""A picture holds what it is given, whole, apart and safe."""

import re
from copy import deepcopy
from itertools import combinations
from xml.etree import ElementTree as Xml

from hypothesis import given, settings
from hypothesis import strategies as st

from debates.interchange.drawing import measure
from debates.interchange.drawing.cards import card_of
from debates.interchange.drawing.edges import draw_edges
from debates.interchange.drawing.layout import box_of, lay_out
from debates.interchange.drawing.measure import SERIF, width, wrap
from debates.interchange.drawing.palette import DARK, LIGHT, Palette
from debates.interchange.drawing.plan import MOST_CARDS, READABLE_CARDS, Plan, Tile
from debates.interchange.drawing.svg import safe
from tests.house.test_house import ROOT
from tests.interchange.drawn import WORDS, Made, drawing, maps, planned, texts, thesis

SVG = "{http://www.w3.org/2000/svg}"


def laid_out(plan: Plan) -> list[Tile]:
    for tile in plan.tiles():
        card_of(tile, WORDS)
    lay_out(plan.roots)
    return plan.tiles()


def shown(svg: str) -> str:
    """All texts of a drawing, as one reads them."""
    return " ".join("".join(one.itertext()) for one in Xml.fromstring(svg).iter(f"{SVG}text"))


@settings(deadline=None, max_examples=40)
@given(maps())
def test_no_two_cards_overlap(roots: list[Made]) -> None:
    tiles = laid_out(planned(*roots, levels=20))

    for one, other in combinations(tiles, 2):
        apart = abs(one.x - other.x) - (one.width + other.width) / 2
        above = abs(one.y - other.y) - (one.height + other.height) / 2
        assert max(apart, above) > 1, (one.key, other.key)


@settings(deadline=None, max_examples=40)
@given(maps())
def test_every_card_and_edge_lies_within_the_picture(roots: list[Made]) -> None:
    picture = drawing(*roots, levels=20)
    tiles = laid_out(planned(*roots, levels=20))
    box = box_of(tiles)
    root = Xml.fromstring(picture.svg)

    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert box.width <= picture.width
    assert box.height <= picture.height
    for tile in tiles:
        for edge in draw_edges(tile, LIGHT):
            for d in re.findall(r' d="([^"]+)"', edge):
                start = re.match(r"M(-?[\d.]+) (-?[\d.]+)", d)
                assert start
                assert box.left <= float(start[1]) <= box.right
                assert box.top <= float(start[2]) <= box.bottom


@settings(deadline=None, max_examples=40)
@given(maps(), st.none() | st.integers(1, 20))
def test_what_is_drawn_and_what_is_said_to_be_left_out_are_the_whole(roots: list[Made], levels: int | None) -> None:
    plan = planned(*roots, levels=levels)
    drawn = len(plan.tiles())

    assert drawn + plan.left_out == sum(len(root.all()) for root in roots)
    assert len({tile.key for tile in plan.tiles()}) == drawn


def test_support_is_on_the_left_and_opposition_on_the_right_however_deep() -> None:
    doubt = Made(side="con", text="No.", kids=[Made(side="pro")])
    top = thesis(Made(side="pro", kids=[doubt]), Made(side="con", kids=[deepcopy(doubt)]))
    tiles = laid_out(planned(top, levels=9))

    assert {tile.x for tile in tiles} == {0.0, -358.0, -698.0, -1038.0, 358.0, 698.0, 1038.0}
    assert tiles[0].x == 0
    assert all((tile.x < 0) == (tile.half < 0) for tile in tiles)


def test_what_is_joined_and_what_is_about_a_step_stand_below_their_reply_in_its_column() -> None:
    about = Made(here="step", role="step", side="con", text="S", kids=[Made(here="step", role="step", text="SS")])
    reply = Made(text="R", kids=[about, Made(here="premise", role="premise", side=None, text="P"), Made(text="K")])

    tiles = {tile.place.text: tile for tile in laid_out(planned(thesis(reply, Made(text="Next"))))}

    column = [tiles[name] for name in ("R", "P", "S", "SS", "Next")]
    assert {tile.x for tile in column} == {-358.0}
    assert [tile.y for tile in column] == sorted(tile.y for tile in column)
    assert tiles["K"].x == -698.0
    assert tiles["P"].side == "pro"


def test_joint_premises_have_one_edge_and_a_knot_and_a_doubt_has_a_ring() -> None:
    joint = Made(text="R", kids=[Made(here="premise", role="premise", side=None, text="P")])
    doubted = Made(side="con", kids=[Made(here="step", role="step", side="con", text="S")])
    tiles = laid_out(planned(thesis(joint, doubted)))

    edges = "".join(draw_edges(tiles[0], LIGHT))

    assert edges.count("<circle") == 2
    assert edges.count('stroke-dasharray="11 3"') == 1
    assert edges.count("<path") == 5  # bracket and edge; edge, lead and bar


def test_a_claim_that_stands_twice_is_left_out_once_and_not_where_it_is_drawn_elsewhere() -> None:
    replies = [Made(kids=[Made(), Made()]) for _ in range(3)]
    top = thesis(*replies)
    second, shown = replies[1].kids[0], replies[2].kids[0]
    second.claim, shown.claim = replies[0].kids[0].claim, replies[0].claim

    plan = planned(top, levels=1)

    assert [tile.more for tile in plan.roots[0].kids] == [2, 2, 1]
    assert plan.left_out == 4


def test_a_slide_holds_what_can_be_read_and_says_what_it_leaves_out() -> None:
    kids = [Made(text=f"R{n}", kids=[Made(text=f"K{n}") for _ in range(9)]) for n in range(5)]
    picture = drawing(thesis(*kids))

    assert "45 not drawn" in shown(picture.svg)
    assert shown(picture.svg).count("9 more below") == 5
    assert len(planned(thesis(*(Made() for _ in range(200)))).tiles()) == READABLE_CARDS
    assert len(planned(thesis(*(Made() for _ in range(900))), levels=5).tiles()) == MOST_CARDS


def test_a_branch_has_its_claim_in_the_middle_whatever_it_is_elsewhere() -> None:
    branch = thesis(Made(here="step", role="step", side="con", text="Doubt", kids=[Made(text="Below")])).kids[0]
    tiles = laid_out(planned(branch))

    assert (tiles[0].x, tiles[0].side, tiles[1].x) == (0.0, None, -358.0)
    assert "doubts the step" not in shown(drawing(branch).svg)


def test_a_stub_says_no_word_and_a_second_place_says_so() -> None:
    stub = Made(text="Secret", is_stub=True, evidence=3, retracted=1)
    again = Made(role="again", side="con", text="Twice")

    told = shown(drawing(thesis(stub, again)).svg)

    assert "Secret" not in told
    assert "A claim that is not shown" in told
    assert "also used here" in told
    assert "Source retracted" not in told


HARM = '</text><script>alert(1)</script>" onload="x" &amp; \x00\x07\u202e ]]> <![CDATA['


def test_a_text_cannot_become_markup() -> None:
    picture = drawing(thesis(Made(text=HARM), text=HARM))
    found = Xml.fromstring(picture.svg)

    assert {one.tag.removeprefix(SVG) for one in found.iter()} <= {
        "svg", "title", "desc", "g", "path", "rect", "circle", "text", "tspan"
    }  # fmt: skip
    names = {name for one in found.iter() for name in one.attrib}
    assert not [name for name in names if "href" in name or name.startswith("on") or name == "style"]
    assert "url(" not in picture.svg
    assert "alert(1)" in "".join(shown(picture.svg).split())


@given(st.text())
def test_any_text_makes_a_file_that_xml_readers_take(text: str) -> None:
    Xml.fromstring(f"<a b='{safe(text)}'>{safe(text)}</a>")


@settings(deadline=None, max_examples=40)
@given(maps())
def test_any_map_makes_a_file_that_xml_readers_take(roots: list[Made]) -> None:
    Xml.fromstring(drawing(*roots, levels=20).svg)


@settings(deadline=None)
@given(texts, st.floats(60, 400), st.integers(1, 12))
def test_lines_are_no_wider_than_their_room(text: str, room: float, most: int) -> None:
    lines = wrap(text, SERIF, 15.5, room, most=most)

    assert len(lines) <= most
    assert all(width(line, SERIF, 15.5) <= room or len(line) <= 1 for line in lines)
    if not lines or not lines[-1].endswith(measure.ELLIPSIS):
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_colours_are_those_of_the_pages() -> None:
    for palette, sheet in ((LIGHT, "tokens"), (DARK, "dark")):
        said = dict(re.findall(r"--([\w-]+): (#\w+);", (ROOT / f"static/css/{sheet}.css").read_text()))
        assert palette == Palette(*(said[name.replace("_", "-")] for name in Palette._fields))
