"""What every page's template knows beside its own context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(_request: HttpRequest) -> dict[str, Any]:
    """`demo`: whether this is the demonstration on one machine."""
    return {"demo": settings.DEMO}
