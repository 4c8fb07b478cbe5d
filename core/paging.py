"""Pages of a long list by cursor: where the last page ended, so that nothing is skipped or told twice as it grows."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal

T = TypeVar("T")
M = TypeVar("M", bound=Model)

DEFAULT = 50
MOST = 200
_after = re.compile(r"after:([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the cursor of the next page; None where this is the last."""

    results: list[T]
    next: str | None


def page_of(rows: QuerySet[M], *, cursor: str = "", limit: int = DEFAULT, newest_first: bool = False) -> Page[M]:
    """One page of rows in the order of their ids, in one statement. Raises Refusal `bad_cursor`."""
    order, beyond = ("-pk", "pk__lt") if newest_first else ("pk", "pk__gt")
    if cursor:
        rows = rows.filter(**{beyond: number_of(cursor)})
    found = list(rows.order_by(order)[: limit + 1])
    return cut(found, limit=limit, last=lambda row: row.pk)


def cut(found: list[T], *, limit: int, last: Any) -> Page[T]:
    """A page of what was found with one row more than it holds; `last(row)` is the number it can go on from."""
    shown = found[:limit]
    return Page(shown, cursor_of(last(shown[-1])) if len(found) > limit else None)


def cursor_of(number: int) -> str:
    """The cursor that goes on after this number."""
    return urlsafe_b64encode(f"after:{number}".encode()).decode().rstrip("=")


def number_of(cursor: str) -> int:
    """The number a cursor goes on from. Raises Refusal `bad_cursor` for what is none of ours."""
    try:
        text = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
    except (Error, UnicodeError):
        text = ""
    found = _after.fullmatch(text)
    if found is None:
        raise Refusal("bad_cursor", _("This cursor is none of ours. Begin again without it."), field="cursor")
    return int(found[1])
