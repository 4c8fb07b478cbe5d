"""How a programme says who it is: a bearer token, or the session of the page it runs in."""

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from core.accounts.tokens import person_of
from core.errors import Refusal
from core.models import User

SCHEME = "Bearer"


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer dis_…`; a header that opens nothing is refused, and never taken for a visitor."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _space, secret = header.partition(" ")
        person = person_of(secret.strip()) if scheme.lower() == SCHEME.lower() else None
        if person is None:
            raise Refusal("bad_token", _("This token is unknown, ended or expired. Make a new one in your account."))
        return person, None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the framework's signature
        return SCHEME


class PageAuthentication(SessionAuthentication):
    """The session of a signed-in person; what it writes must carry the page's token (X-CSRFToken)."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as refused:
            raise Refusal(
                "form_expired", _("With a session, send the page's token in the header X-CSRFToken.")
            ) from refused
