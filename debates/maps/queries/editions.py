"""The same subject or controversy in another language: each edition has texts, people and ratings of its own."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Q
from django.db.models.expressions import Combinable

from debates.maps.models import Controversy, Subject

Place = TypeVar("Place", Subject, Controversy)


def origin_of(place: Subject | Controversy) -> int:
    """The id that all editions of one thing share: that of the one which the others translate."""
    return place.translation_of_id or place.pk


def subject_editions(*, subject: Subject) -> dict[str, str]:
    """{language: slug} of a subject and its editions."""
    return dict(Subject.objects.filter(is_edition_of(origin_of(subject))).values_list("language", "slug"))


def in_language(places: Iterable[Place], language: str) -> list[Place]:
    """One edition of each thing, in its order: the one in this language, else what the others translate."""
    chosen: dict[int, Place] = {}
    for place in places:
        known = chosen.setdefault(origin_of(place), place)
        if _fit(place, language) > _fit(known, language):
            chosen[origin_of(place)] = place
    return list(chosen.values())


def _fit(place: Subject | Controversy, language: str) -> tuple[bool, bool]:
    return place.language == language, place.translation_of_id is None


def is_edition_of(origin: int | Combinable) -> Q:
    """It is this origin, or translates it."""
    return Q(pk=origin) | Q(translation_of=origin)
