"""Who is asking: a viewer (a person or nobody) or a member (a person, or the answer is no)."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User


def viewer(request: HttpRequest) -> User | None:
    """The person who is signed in, or None."""
    return request.user if request.user.is_authenticated else None


def member(request: HttpRequest) -> User:
    """The person who is signed in. Raises Refusal `forbidden` for a visitor."""
    person = viewer(request)
    if person is None:
        raise Refusal("forbidden", _("Sign in to take part. To read you need no account."))
    return person
