"""Writing sources and evidence."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean
from debates.evidence import queries
from debates.evidence.models import Evidence, Source
from debates.evidence.rules import DOI_PATTERN, Form, Genre, SourceType, is_web_address, normal_address, normal_doi
from debates.history import services as history
from debates.maps.models import Contribution
from debates.maps.models.gate import rights_of
from debates.maps.rules import LIMITS, Kind, Move, Role, Side, State
from debates.maps.services.entering import enter, lock_map, open_target, write_new

LINE_LIMIT = 200
NUMBER_LIMIT = 80
TITLE_LIMIT = 400
ADDRESS_LIMIT = 1000


@transaction.atomic
def add_source(*, by: User, title: str, url: str = "", doi: str = "", **more: Any) -> Source:
    """A new source of the library. `more`: csl_type, authors, publisher, container, issued, number, archive_url.

    Raises Refusal `source_known` (with the source that has this DOI or address), `bad_address`, `invalid`.
    """
    fields = source_fields(title=title, url=url, doi=doi, **more)
    _refuse_known(queries.find_source(doi=fields["doi"], url=fields["url"]))
    try:
        with transaction.atomic():
            source = Source.objects.create(**fields)
    except IntegrityError as clash:  # the same DOI came in meanwhile
        raise Refusal("source_known", _("This source was added a moment ago. Send again."), field="doi") from clash
    history.record(by=by, verb="source.added", after={"id": source.pk, "title": source.title})
    return source


def _refuse_known(known: Source | None) -> None:
    if known:
        raise Refusal(
            "source_known",
            _("This source stands in the library already: “%(title)s”.") % {"title": known.title},
            field="source",
            current={"id": known.pk, "title": known.title},
        )


def source_fields(*, title: str, url: str = "", doi: str = "", **more: Any) -> dict[str, Any]:
    """The columns of a source, checked. Raises Refusal with the field that is wrong."""
    fields: dict[str, Any] = dict(more)
    fields["title"] = clean(title, field="title", limit=TITLE_LIMIT)
    for name, limit in (("publisher", LINE_LIMIT), ("container", LINE_LIMIT), ("number", NUMBER_LIMIT)):
        fields[name] = clean(str(fields.get(name, "")), field=name, limit=limit, required=False)
    for name, address in (("url", url), ("archive_url", str(fields.get("archive_url", "")))):
        fields[name] = normal_address(clean(address, field=name, limit=ADDRESS_LIMIT, required=False))
        if fields[name] and not is_web_address(fields[name]):
            raise Refusal("bad_address", _("A web address begins with http:// or https://."), field=name)
    fields["doi"] = _known_doi(doi)
    if fields.setdefault("csl_type", SourceType.WEBPAGE) not in SourceType.values:
        raise Refusal("unknown_choice", _("Choose the kind of source from the list."), field="csl_type")
    return fields


def _known_doi(text: str) -> str | None:
    doi = clean(normal_doi(text), field="doi", limit=LINE_LIMIT, required=False)
    if doi and not re.match(DOI_PATTERN, doi):
        raise Refusal("invalid", _("A DOI looks like 10.1000/182."), field="doi")
    return doi or None


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

    A new source that stands there already (by DOI or address) is used, not doubled. Raises Refusal.
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
    fields = source_fields(**new_source)
    known = queries.find_source(doi=fields["doi"], url=fields["url"])
    return known or add_source(by=by, **new_source)


@transaction.atomic
def edit_source(*, source: Source, by: User, **fields: Any) -> Source:
    """Mend a source's description. Raises Refusal `not_curator`, `source_known` and those of a new source."""
    _refuse_reader(by)
    kept = {name: getattr(source, name) for name in ("title", "url", "archive_url")} | {"doi": source.doi or ""}
    checked = source_fields(**(kept | fields))
    if {"doi", "url"} & fields.keys():
        others = Source.objects.exclude(pk=source.pk)
        _refuse_known(queries.find_source(doi=checked["doi"], url=checked["url"], among=others))
    names = [*fields]
    before = {name: getattr(source, name) for name in names}
    for name in names:
        setattr(source, name, checked[name])
    source.save(update_fields=names)
    after = {name: checked[name] for name in names}
    history.record(by=by, verb="source.edited", before=before, after=after | {"id": source.pk})
    return source


@transaction.atomic
def retract_source(*, source: Source, by: User, reason: str) -> Source:
    """Mark a source as retracted: every claim that leans on it shows it at once. Raises Refusal."""
    reason = clean(reason, field="reason", limit=300)
    return _set_retraction(source, by=by, verb="retracted", reason=reason, retracted_at=Now())


@transaction.atomic
def reinstate_source(*, source: Source, by: User) -> Source:
    """Take a retraction back. Raises Refusal."""
    return _set_retraction(source, by=by, verb="reinstated", reason="", retracted_at=None)


def _set_retraction(source: Source, *, by: User, verb: str, reason: str, retracted_at: Any) -> Source:
    """The change, with a line of history on each map that leans on the source (their strengths move)."""
    maps = Evidence.objects.filter(source=source).exclude(state=State.ERASED)
    touched = sorted(maps.order_by().values_list("controversy_id", flat=True).distinct())
    for controversy_id in touched:
        lock_map(controversy_id)
    _refuse_reader(by)
    Source.objects.filter(pk=source.pk).update(retracted_at=retracted_at, reason=reason)
    source.refresh_from_db()
    for controversy_id in touched or [None]:
        history.record(
            by=by, verb=f"source.{verb}", controversy_id=controversy_id, after={"id": source.pk}, reason=reason
        )
    return source


def _refuse_reader(by: User) -> None:
    rights = rights_of(by)
    if not (rights.is_admin or rights.grants.get(Role.CURATOR)):
        raise Refusal("not_curator", _("Only a curator can do this."))
