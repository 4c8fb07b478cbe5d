"""A map as its pages open it: all that stands around its claims, in one statement."""

from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from core.live.given import Numbers
from debates.maps import queries
from debates.maps.models import Controversy
from debates.maps.models.ready import ready_rows
from debates.maps.rules import Rights
from debates.ratings.queries import version_beside


class OpenMap:
    """A map that a viewer may enter; what of it is not asked for is not made of the row."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        self._row = row

    @property
    def state(self) -> bytes:
        """The same for as long as nothing moves: of the map, its ratings, its subject, its editions."""
        return blake2b(repr(self._row).encode(), digest_size=16).digest()  # a subject's article is long

    @cached_property
    def _parts(self) -> tuple[Controversy, tuple[Any, ...]]:
        return queries.controversy_of(self._row, extra=2)

    @property
    def controversy(self) -> Controversy:
        """With its subject."""
        return self._parts[0]

    @property
    def numbers(self) -> Numbers:
        """The number of its last change, and the version of its ratings."""
        return Numbers(self.controversy.seq, self._parts[1][0])

    @property
    def editions(self) -> dict[str, str]:
        """{language: slug} of those that lists may name to this viewer, and of this one."""
        named = dict(edition.split(" ") for edition in self._parts[1][1])
        return named | {self.controversy.language: self.controversy.slug}


def open_map(*, slug: str, rights: Rights) -> OpenMap | None:
    """The map at this address with its subject, if this viewer may enter it. One statement."""
    rows = ready_rows(_opening, rights=rights, said={queries.SLUG: slug})
    return OpenMap(rows[0]) if rows else None


def _opening(rights: Rights) -> "QuerySet[Controversy, Any]":
    listed = Controversy.objects.listed_for(rights).order_by("pk")
    editions = listed.filter(queries.is_edition_of(Coalesce(OuterRef("translation_of"), OuterRef("pk"))))
    named = editions.annotate(named=Concat(F("language"), Value(" "), F("slug"), output_field=CharField())).values(
        "named"
    )
    return queries.at_address(rights).annotate(ratings=version_beside(), named_editions=ArraySubquery(named))
