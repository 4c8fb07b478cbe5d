"""Pictures of a map, drawn from what one viewer may read: for a slide, and for a link's preview."""

from hashlib import sha256
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from core.errors import Refusal
from debates.interchange.drawing.palette import THEMES
from debates.interchange.drawing.plan import plan
from debates.interchange.drawing.preview import Weighed, draw_preview
from debates.interchange.drawing.raster import SHARPEST, NotDrawn, png
from debates.interchange.drawing.sheet import Picture, draw_map
from debates.interchange.drawing.words import Caption
from debates.maps import queries
from debates.maps.rules import Rights, Side
from debates.reading.book import Book
from debates.reading.focus import beam_of
from debates.reading.kept import Kept
from debates.reading.picture_words import picture_words
from debates.reading.places import places_at
from debates.reading.walk import Spot, walk_of
from debates.reading.whole import Opened

FORMAT = 1  # another way of drawing makes every tag another
KEPT_BYTES = 24 * 2**20
MOST_LEVELS = 20
PREVIEWED = 60  # of the strongest, among which the best of both sides are looked for


class Wanted(NamedTuple):
    """Which picture: the branch of a claim or (None) the whole map, levels (None: as many as a slide bears), theme.

    `form` is "svg" or "png"; `is_preview`: what a link shows elsewhere, whatever else is said.
    """

    form: str
    claim: int | None = None
    levels: int | None = None
    theme: str = "light"
    is_preview: bool = False


_kept: Kept[bytes] = Kept(KEPT_BYTES, weigh=len)


def tag_of(opened: Opened, *, rights: Rights, wanted: Wanted, address: str) -> str:
    """The entity tag of a picture for this viewer: it moves with the map, its ratings, the day and the language."""
    told = repr([FORMAT, opened.tag(rights), wanted, address, get_language(), timezone.localdate()])
    return f'"{sha256(told.encode()).hexdigest()[:32]}"'


def picture(opened: Opened, *, rights: Rights, wanted: Wanted, address: str) -> bytes | None:
    """The finished file; None where the claim stands nowhere on this map as its viewer sees it, or where the map was
    closed to them since it was opened.

    `address` is what people type to find the map. What visitors are shown is kept. Raises Refusal `unavailable` when
    too many ask for a PNG at once.
    """
    key = tag_of(opened, rights=rights, wanted=wanted, address=address)
    is_kept = rights.user_id is None
    made = _kept.get(key) if is_kept else None
    if made is None:
        controversy = queries.controversies_for(viewer=rights).filter(pk=opened.id).first()
        if controversy is None:
            return None
        book = Book(controversy=controversy, rights=rights)
        drawn = preview_of(book, address=address) if wanted.is_preview else picture_of(book, wanted, address=address)
        if drawn is None:
            return None
        made = _as_png(drawn, wanted) if wanted.form == "png" else drawn.svg.encode()
        if is_kept:
            _kept.put(key, made)
    return made


def _as_png(drawn: Picture, wanted: Wanted) -> bytes:
    """Raises Refusal `unavailable`."""
    scale = 1.0 if wanted.is_preview else SHARPEST
    try:
        return png(drawn.svg, width=drawn.width, height=drawn.height, needs_others=drawn.needs_others, scale=scale)
    except NotDrawn:
        sentence = _("Too many pictures are being drawn just now. Ask again in a minute, or take the SVG.")
        raise Refusal("unavailable", sentence, retry_after=60) from None


def picture_of(book: Book, wanted: Wanted, *, address: str) -> Picture | None:
    """The picture; None where the claim stands nowhere on this map as its viewer sees it.

    One statement beside the book's, for the texts of what is drawn. `address` is what people type to find the map.
    """
    walk = walk_of(book)
    roots = walk.by_claim.get(wanted.claim, [])[:1] if wanted.claim is not None else walk.roots
    if wanted.claim is not None and not roots:
        return None
    drawn = plan(roots, levels=wanted.levels)
    drawn.fill(places_at(book, [tile.key for tile in drawn.tiles()]))
    is_branch = bool(roots) and roots[0].up is not None
    return draw_map(
        drawn,
        caption=_caption(book, address, branch=_("One branch of the map") if is_branch else ""),
        words=picture_words(),
        palette=THEMES[wanted.theme],
    )


def _caption(book: Book, address: str, *, branch: str) -> Caption:
    controversy = book.controversy
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    return Caption(
        title=controversy.title,
        question=controversy.question,
        address=address,
        state=_("%(day)s, change %(number)d") % {"day": day, "number": controversy.seq},
        language=controversy.language,
        branch=branch,
    )


def preview_of(book: Book, *, address: str) -> Picture:
    """What a link to the map shows elsewhere: its first thesis with the best of both sides, in the map's language.

    One statement beside the book's, for the texts.
    """
    with override(book.controversy.language):
        first = next(iter(walk_of(book).roots), None)
        weighed = _weighed(book, first) if first else None
        return draw_preview(weighed, caption=_caption(book, address, branch=""), words=picture_words())


def _weighed(book: Book, first: Spot) -> Weighed:
    """The thesis with the strongest that stand alone: one of several joint premises would say something else."""
    beam = beam_of(book, first.claim)
    alone = [kid for kid in first.kids if kid.here == "reply" and not any(one.here == "premise" for one in kid.kids)]
    thesis, *kids = places_at(book, [first.key, *(kid.key for kid in alone[:PREVIEWED])])
    of_side = {side: [kid for kid in kids if kid.side == side] for side in Side.values}
    return Weighed(thesis, beam.pro_arm, beam.con_arm, of_side[Side.PRO], of_side[Side.CON])
