"""Who may listen: asked in a thread when a stream is opened, and again every other second while it is open."""

import io
import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.accounts.people import viewer
from core.errors import Refusal
from core.live.given import Numbers, given
from core.models import User
from core.text import whole_number

ADDRESS = re.compile(r"^(?:/[a-z]{2})?/live/([-a-zA-Z0-9_]+)/$")


class Claim(NamedTuple):
    """By what a listener is there: a session with the hash of its account's password, or nobody's."""

    topic: int
    person: int | None
    session: str
    proof: str


class Admitted(NamedTuple):
    """Whoever may listen, what they are told first, and after which number they ask (None: they do not say)."""

    claim: Claim
    numbers: Numbers
    since: int | None


def address_in(path: str) -> str | None:
    """What a path of ours asks for; None for any other path."""
    found = ADDRESS.match(path)
    return found[1] if found else None


def admit(scope: Mapping[str, Any]) -> Admitted | None:
    """Whether this request may listen; None where a page would refuse it.

    The same session and the same account as a page's. Raises Refusal `forbidden` for a page of another site, and
    whatever the database raises.
    """
    request = ASGIRequest(dict(scope), io.BytesIO())
    if not _asks_for_us(request):
        return None
    _refuse_other_sites(request)
    person = _person(request)
    found = given().find(person, address_in(scope["path"]) or "")
    if found is None:
        return None
    session, proof = ("", "")
    if person is not None:
        session, proof = request.session.session_key or "", person.get_session_auth_hash()
    claim = Claim(found.topic, person.pk if person else None, session, proof)
    return Admitted(claim, found.numbers, _since(request))


def _asks_for_us(request: HttpRequest) -> bool:
    """Whether the host that was asked for is one of the site's; the pages refuse any other."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _person(request: HttpRequest) -> User | None:
    """Whoever is signed in, by the rules of every page."""
    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    return viewer(request)


def _refuse_other_sites(request: HttpRequest) -> None:
    """Another site's page holds no stream here, with or without its visitor's session."""
    origin = request.headers.get("Origin")
    if origin is None:
        foreign = request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
    else:
        foreign = not CsrfViewMiddleware(_nothing)._origin_verified(request)  # type: ignore[attr-defined]
    if foreign:
        raise Refusal("forbidden", _("A stream is for the pages of this site. Ask from one of them."))


def _nothing(_request: HttpRequest) -> Any:
    """What a middleware that is asked and not run stands before."""


def _since(request: HttpRequest) -> int | None:
    """The last number that the reader knows: of a stream that was cut off, else of their page."""
    for said in (request.headers.get("Last-Event-ID"), request.GET.get("since")):
        if (number := whole_number(said or "")) is not None:
            return number
    return None


def still_open(claims: Collection[Claim]) -> set[Claim]:
    """Those of these claims that would be admitted now; a few statements for all."""
    sessions = {claim.session for claim in claims if claim.session}
    alive = Session.objects.filter(session_key__in=sessions, expire_date__gt=timezone.now())
    signed_in = set(alive.values_list("session_key", flat=True)) if sessions else set()
    ids = {claim.person for claim in claims if claim.person}
    active = User.objects.filter(pk__in=ids, is_active=True) if ids else []
    proofs = {person.pk: person.get_session_auth_hash() for person in active}
    good = {
        claim
        for claim in claims
        if claim.person is None or (claim.session in signed_in and proofs.get(claim.person) == claim.proof)
    }
    open_now = given().open_to({(claim.person, claim.topic) for claim in good})
    return {claim for claim in good if (claim.person, claim.topic) in open_now}
