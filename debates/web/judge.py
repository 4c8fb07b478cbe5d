"""One-button acts: rate, withdraw, put back, approve."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refusal
from core.idempotency import once, posted
from core.models import User
from core.text import whole_number
from debates.maps import services as maps
from debates.maps.models import Contribution
from debates.maps.rules import Rights
from debates.ratings import services as ratings
from debates.reading.lists import contribution_page
from debates.web.finding import next_or
from debates.web.write import place


def back(request: HttpRequest, target: Contribution, rights: Rights) -> HttpResponse:
    """To where the person was, or to the page of the thing."""
    return redirect(next_or(request, contribution_page(contribution=target, rights=rights)))


def act_once(request: HttpRequest, *, by: User, act: Callable[[], int]) -> None:
    """Do it under the key that the form carries, so that the same form sent twice has one effect and one answer."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = None
    once(owner=by, key=key, body=posted(request), act=act)


@require_POST
def rate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A rating from 0 to 4; again, another one: it needs no key to have one effect."""
    rights, _controversy, target, by = place(request, slug, pk)
    value = whole_number(request.POST.get("value", ""), digits=2)
    if value is None:
        raise Refusal("bad_rating", _("A rating is a whole number from 0 to 4."), field="value")
    ratings.rate(target=target, by=by, value=value)
    return back(request, target, rights)


@require_POST
def unrate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's rating back."""
    rights, _controversy, target, by = place(request, slug, pk)
    ratings.unrate(target=target, by=by)
    return back(request, target, rights)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's own text back: says first what will happen."""
    rights, controversy, target, by = place(request, slug, pk)
    if target.author_id != by.pk:
        raise Refusal("not_author", _("Only its author can withdraw this."))
    if request.method == "POST":
        act_once(request, by=by, act=lambda: maps.withdraw(contribution=target, by=by).pk)
        return redirect(next_or(request, contribution_page(contribution=target, rights=rights)))
    return render(request, "write/withdraw.html", {"controversy": controversy, "target": target})


@require_POST
def unwithdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put one's own text back."""
    rights, _controversy, target, by = place(request, slug, pk)
    act_once(request, by=by, act=lambda: maps.unwithdraw(contribution=target, by=by).pk)
    return back(request, target, rights)


@require_POST
def approve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Publish what waits for review."""
    rights, _controversy, target, by = place(request, slug, pk)
    act_once(request, by=by, act=lambda: maps.approve(contribution=target, by=by).pk)
    return back(request, target, rights)
