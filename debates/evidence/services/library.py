"""The library of sources: added once, mended later."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from debates.evidence import queries
from debates.evidence.models import Source
from debates.evidence.rules.fields import COLUMNS, source_fields
from debates.history import services as history
from debates.maps.models.gate import rights_of

LIBRARY_LOCK = (0x50BCE5, 0)  # of the two-number kind, which no map's lock can meet


def lock_library() -> None:
    """Whoever adds a source or gives one another address waits for the one before; gone with the transaction.

    A map's own lock, where there is one, is taken first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", LIBRARY_LOCK)


@transaction.atomic
def add_source(*, by: User, title: str, url: str = "", doi: str = "", **more: Any) -> Source:
    """A new source of the library. `more`: see `source_fields`.

    Raises Refusal `source_known` (`current`: id and title of the one with this DOI or address), `bad_address`,
    `invalid`, `unknown_choice`, `forbidden` and those of a text. Two that add one source at once leave one row.
    """
    rights = rights_of(by)
    if rights.user_id is None or rights.is_guest:
        raise Refusal("forbidden", _("To add to the library you need an account."))
    return enter_source(by=by, title=title, url=url, doi=doi, **more)


def enter_source(*, by: User, title: str, url: str = "", doi: str = "", **more: Any) -> Source:
    """As `add_source`, for whoever has been let in already: in a class session a guest describes a source too."""
    fields = source_fields(title=title, url=url, doi=doi, **more)
    lock_library()
    refuse_known(queries.find_source(doi=fields["doi"], url=fields["url"]))
    return add_sources(by=by, described=[fields])[0]


@transaction.atomic
def add_sources(*, by: User, described: Sequence[dict[str, Any]]) -> list[Source]:
    """New sources whose columns were checked (`source_fields`) and are not known; the library is locked.

    Raises Refusal `source_known` when two of them, or one and the library, are one source after all.
    """
    try:
        with transaction.atomic():
            sources = Source.objects.bulk_create([Source(added_by=by, **fields) for fields in described])
    except IntegrityError as clash:
        raise Refusal(
            "source_known", _("One of these sources stands in the library already."), field="source"
        ) from clash
    for source in sources:
        history.record(by=by, verb="source.added", after={"id": source.pk, "title": source.title})
    return sources


def refuse_known(known: Source | None) -> None:
    """Raises Refusal `source_known` with the source that stands there already, if there is one."""
    if known:
        raise Refusal(
            "source_known",
            _("This source stands in the library already: “%(title)s”.") % {"title": known.title},
            field="source",
            current={"id": known.pk, "title": known.title},
        )


@transaction.atomic
def edit_source(*, source: Source, by: User, base_revision: int | None = None, **fields: Any) -> Source:
    """Mend a source's description; what is not named stays.

    For curators, and for a day for whoever added it. Raises Refusal `not_curator`, `too_late`, `edit_conflict`
    (`current`: its columns and revision), `source_known` and those of a new source.
    """
    lock_library()
    Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    source.refresh_from_db()
    refuse_stranger(source=source, by=by)
    kept = {name: getattr(source, name) for name in COLUMNS}
    if base_revision is not None and base_revision != source.revision:
        raise Refusal(
            "edit_conflict",
            _("Somebody changed this source while you were writing. Look at what stands now, and send again."),
            current=kept | {"revision": source.revision},
        )
    checked = source_fields(**(kept | {"doi": kept["doi"] or ""} | fields))
    changed = [name for name in COLUMNS if checked[name] != kept[name]]
    if not changed:
        return source
    if {"doi", "url"} & {*changed}:
        others = Source.objects.exclude(pk=source.pk)
        refuse_known(queries.find_source(doi=checked["doi"], url=checked["url"], among=others))
        source.address = checked["address"]
    for name in changed:
        setattr(source, name, checked[name])
    source.revision += 1
    source.save(update_fields=[*changed, "address", "revision"])
    history.record(
        by=by,
        verb="source.edited",
        version=source.revision,
        before={name: kept[name] for name in changed},
        after={name: checked[name] for name in changed} | {"id": source.pk},
    )
    return source


def refuse_stranger(*, source: Source, by: User) -> None:
    """Raises Refusal `not_curator` or `too_late` unless this person may mend the source: see `edit_source`."""
    rights = rights_of(by)
    if queries.may_mend(source=source, viewer=rights):
        return
    if not queries.has_added(source=source, viewer=rights):
        raise Refusal("not_curator", _("Only a curator can do this."))
    raise Refusal(
        "too_late", _("You could mend this source for a day after you added it. A curator still can: ask one.")
    )
