"""Evidence: an excerpt or summary of a source, tied to a claim."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean
from debates.evidence.models import Evidence, Source
from debates.evidence.rules import Form, Genre
from debates.evidence.rules.fields import LINE_LIMIT
from debates.evidence.services.library import enter_source
from debates.maps.models import Contribution
from debates.maps.rules import LIMITS, Kind, Move, Side
from debates.maps.services.entering import enter, lock_map, open_target, write_new


@transaction.atomic
def cite(
    *,
    claim: Contribution,
    by: User,
    side: str,
    text: str,
    source: Source | None = None,
    new_source: Mapping[str, Any] | None = None,
    form: str = Form.SUMMARY,
    genre: str = Genre.DOCUMENT,
    locator: str = "",
) -> Evidence:
    """Tie an excerpt or summary of a source to a claim; the source stands in the library or is added with it.

    Raises Refusal `source_known` (`current`: id and title) when the new source stands there already by its DOI or
    address, `locator_missing`, `unknown_choice`, `bad_reply` and those of a write on a map.
    """
    text = clean(text, field="text", limit=LIMITS[Kind.EVIDENCE])
    locator = clean(locator, field="locator", limit=LINE_LIMIT, required=False)
    _refuse_unknown(side, form, genre)
    if form == Form.QUOTATION and not locator:
        raise Refusal("locator_missing", _("Say where in the source the quotation stands."), field="locator")
    lock_map(claim.controversy_id)
    entrance = enter(claim.controversy_id, by=by, move=Move.CITE)
    target = open_target(claim.pk, entrance)
    if target.kind != Kind.CLAIM:
        raise Refusal("bad_reply", _("Evidence stands under a claim."))
    entrance = entrance.beneath(target)
    source = source or _source_from(new_source, by=by)
    evidence: Evidence = write_new(
        entrance,
        kind=Evidence,
        by=by,
        text=text,
        noted={"claim": target.pk, "source": source.pk, "side": side},
        claim=target,
        source=source,
        side=side,
        form=form,
        genre=genre,
        locator=locator,
    )
    return evidence


def _refuse_unknown(side: str, form: str, genre: str) -> None:
    if side not in Side.values:
        raise Refusal("unknown_choice", _("Choose what it speaks for: for, against or context."), field="side")
    if form not in Form.values:
        raise Refusal("unknown_choice", _("Choose quotation, summary or data."), field="form")
    if genre not in Genre.values:
        raise Refusal("unknown_choice", _("Choose a kind of evidence from the list."), field="genre")


def _source_from(new_source: Mapping[str, Any] | None, *, by: User) -> Source:
    if not new_source:
        raise Refusal("invalid", _("Choose a source, or name a new one."), field="source")
    return enter_source(by=by, **new_source)
