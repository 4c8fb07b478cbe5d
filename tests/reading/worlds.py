"""Maps to be read: small ones made by services, and large ones put down in bulk to count statements and depth."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import User
from debates.maps.models import Claim, Contribution, Controversy
from debates.maps.models.gate import Viewer
from debates.maps.queries import rights_of
from debates.reading.book import Book
from debates.reading.shape import Shape, forget_shapes, load_shape


def book_of(controversy: Controversy, viewer: Viewer = None) -> Book:
    """The map, opened by this viewer."""
    return Book(controversy=controversy, rights=rights_of(viewer))


def shape_of(controversy: Controversy, viewer: Viewer = None) -> Shape:
    """The shape, built anew."""
    forget_shapes()
    return load_shape(controversy=controversy, rights=rights_of(viewer))


def statements(act: Callable[[], object]) -> int:
    """How many statements this costs when nothing is kept."""
    forget_shapes()
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def grow(under: Claim, by: User, count: int, *, deep: bool = False, state: str = "published") -> list[Claim]:
    """`count` replies: all under one claim, or each under the one before it. A service would take minutes."""
    sides = ["pro", "con"]
    claims = Claim.objects.bulk_create(
        Claim(
            kind="claim",
            controversy=under.controversy,
            author=by,
            text=f"Claim {number}.",
            claim_kind="fact",
            state=state,
        )
        for number in range(count)
    )
    parents = [under, *claims] if deep else [under] * count
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL dissoi.bulk = 'on'")
        Contribution.objects.bulk_create(
            Contribution(
                kind="relation",
                controversy=under.controversy,
                author=by,
                child=claim,
                parent=parent,
                side=sides[number % 2],
            )
            for number, (claim, parent) in enumerate(zip(claims, parents, strict=False))
        )
        cursor.execute("SET LOCAL dissoi.bulk = ''")
        cursor.execute("UPDATE debates_controversy SET seq = seq + 1 WHERE id = %s", [under.controversy_id])
    return claims
