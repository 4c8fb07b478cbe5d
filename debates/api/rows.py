"""Answers that several addresses share: a page of rows, a row that was just made or changed."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from rest_framework.response import Response

from core.models import User
from core.paging import page_of
from debates.api.asking import Door
from debates.api.outs import told
from debates.maps.models import Contribution
from debates.reading.items import item_of, items_of


def listed(door: Door, rows: QuerySet[Contribution], asked: dict[str, Any]) -> Response:
    """One page of these rows, each with its figures."""
    page = page_of(rows, **asked)
    items = items_of(rows=page.results, rights=door.rights)
    return Response({"results": [told(item) for item in items], "next": page.next})


def made(door: Door, act: Callable[[User], Contribution]) -> Response:
    """The row that a write made, with 201."""
    return changed(door, act, status=201)


def changed(door: Door, act: Callable[[User], Contribution], *, status: int = 200) -> Response:
    """The row that a write changed, as it stands now."""
    pk = door.once(lambda by: act(by).pk)
    return Response(told(item_of(row=door.row(pk), rights=door.rights)), status=status)
