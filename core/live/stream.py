"""The raw ASGI route: one request is one stream of numbers, for as long as both sides like."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.db import Error
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal, database_away
from core.languages import named_in
from core.live import door
from core.live.hub import Hub, Listener
from core.live.lines import BEAT, REREAD, RETRY, first
from core.live.readers import readers

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

BEAT_EVERY = 15.0  # seconds of silence
PATIENCE = 20.0  # seconds for a reader to take what is sent
PER_PERSON = 24
PER_ADDRESS = 2000  # of visitors: behind one address a whole school may sit
COME_BACK = 5  # seconds

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

_hubs: list[Hub] = []


def is_stream(scope: Scope) -> bool:
    """Whether this request is for us."""
    return scope["type"] == "http" and scope["method"] == "GET" and door.address_in(scope["path"]) is not None


def close() -> None:
    """End all streams: the server stops. Called in their event loop."""
    for hub in _hubs:
        hub.close()
    _hubs.clear()


def hub() -> Hub:
    """That of the running event loop, made when it is first needed."""
    if not _hubs or _hubs[0].loop is not asyncio.get_running_loop():
        _hubs[:] = [Hub()]
    return _hubs[0]


async def stream(scope: Scope, receive: Receive, send: Send, pages: Application) -> None:
    """Answer with a stream; what cannot be listened to is answered by the pages, as any address that leads nowhere."""
    here = hub()
    try:
        with here.place("all", settings.LIVE_STREAMS, full()):
            if here.away:
                raise database_away(retry_after=COME_BACK)
            admitted = await here.ask(door.admit, scope)
            if admitted is not None:
                await _admitted(here, admitted, scope, receive, send)
                return
    except Error:
        await _refuse(scope, send, database_away(retry_after=COME_BACK))
        return
    except Refusal as refusal:
        await _refuse(scope, send, refusal)
        return
    await pages(scope, receive, send)


async def _admitted(here: Hub, admitted: door.Admitted, scope: Scope, receive: Receive, send: Send) -> None:
    """Tell whoever was let in, until either side has enough."""
    with here.place(*_holder(admitted.claim, scope), too_many()):
        listener = here.join(admitted.claim, admitted.numbers)
        gone = asyncio.create_task(_until_gone(listener, receive))
        try:
            await _tell(listener, admitted, send)
        except (asyncio.CancelledError, TimeoutError):  # the server stops, or the reader takes nothing any more
            listener.end()
        finally:
            gone.cancel()
            here.leave(listener)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _tell(listener: Listener, admitted: door.Admitted, send: Send) -> None:
    """How things stand, then every line that is new; a sign of life when there is none."""
    told = listener.topic.line
    begin = RETRY + first(listener.topic.numbers, readers.here(listener.topic.id), admitted.since)
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await _send(send, begin)
    while not listener.over:
        listener.wake.clear()
        if (line := listener.topic.line) is not told:
            told = line
            await _send(send, line)
            continue
        try:
            async with asyncio.timeout(BEAT_EVERY):
                await listener.wake.wait()
        except TimeoutError:
            await _send(send, BEAT)
    if listener.lost:
        await _send(send, REREAD + told)  # no number that they do not know already


async def _send(send: Send, piece: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": piece, "more_body": True})


async def _until_gone(listener: Listener, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


def _holder(claim: door.Claim, scope: Scope) -> tuple[str, int]:
    """By whom a stream is held, and how many they may hold."""
    if claim.person is not None:
        return f"person {claim.person}", PER_PERSON
    address = scope.get("client") or ("", 0)
    return f"address {address[0]}", PER_ADDRESS


async def _refuse(scope: Scope, send: Send, refusal: Refusal) -> None:
    """A sentence, in the language of the address: the account's is not asked, the database may be away."""
    with translation.override(named_in(scope["path"]) or settings.LANGUAGE_CODE):
        sentence = f"{refusal.message}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    if refusal.retry_after is not None:
        headers.append((b"retry-after", b"%d" % refusal.retry_after))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence})


def full() -> Refusal:
    """When this process carries as many streams as it may."""
    sentence = _("More people read along just now than fit. Ask for the numbers now and then instead.")
    return Refusal("unavailable", sentence, retry_after=COME_BACK)


def too_many() -> Refusal:
    """When one person, or the visitors of one address, hold as many streams as they may."""
    sentence = _("Too many pages are open from here. Close some, or load this one anew now and then.")
    return Refusal("rate_limited", sentence, retry_after=COME_BACK)
