"""Where requests come in: pages by Django in threads, and room beside it for what must not hold a thread."""

import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
os.environ.setdefault("DISSOI_SERVING", "1")

from core.wsgi import application as pages  # it sets Django up, which what follows needs

# isort: split
from core.live.stream import is_stream, stream

# A hop to a thread for a whole request costs a quarter of Django's own hops for each middleware.
_pages: Any = WSGIMiddleware(cast(Any, pages), workers=settings.WEB_THREADS)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Send each request to whoever answers it: an event stream by the loop itself, a page by a thread."""
    if scope["type"] == "http":
        scope = {**scope, "headers": _unambiguous(scope["headers"])}
    if is_stream(scope):
        await stream(scope, receive, send, _pages)
    else:
        await _pages(scope, receive, send)


def _unambiguous(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """WSGI cannot tell `X_Forwarded_Proto` from `X-Forwarded-Proto`; the proxy only checks the latter."""
    return [(name, value) for name, value in headers if b"_" not in name]
