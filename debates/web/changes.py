"""What changed: on a map, since one's last visit, and in the wording of one thing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.accounts.people import member
from core.errors import Refusal
from core.text import whole_number
from debates.history import services as visits
from debates.maps import services as maps
from debates.maps.models import Contribution, Controversy
from debates.maps.rules import Rights
from debates.reading.changes import SORTS, load_changes
from debates.reading.feed import may_be_fed
from debates.reading.since import load_since
from debates.reading.versions import load_versions
from debates.web.finding import MAX_ID, contribution_or_404, controversy_or_404, next_or, rights_for
from debates.web.judge import act_once
from debates.web.opening import open_book
from debates.web.write import place

NAME_LIMIT = 150


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """A map's record, newest first, a page at a time; all of it, one sort, or one person's."""
    book = open_book(request, slug)
    sort = request.GET.get("kind", "")
    sort = sort if sort in SORTS else ""
    by = request.GET.get("by", "").replace("\x00", "").strip()[:NAME_LIMIT]
    context = {
        "controversy": book.controversy,
        "news": book.news,
        "sort": sort,
        "by": by,
        "fed": may_be_fed(book.controversy),
        "page": load_changes(book=book, sort=sort, by=by, before=number(request.GET.get("before", ""))),
    }
    return render(request, "history/changes.html", context)


@require_safe
def since(request: HttpRequest, slug: str) -> HttpResponse:
    """What is new to whoever asks, since they were here before."""
    book = open_book(request, slug)
    member(request)
    context = {"controversy": book.controversy, "news": book.news, "page": load_since(book=book)}
    return render(request, "history/since.html", context)


@require_POST
def seen(request: HttpRequest, slug: str) -> HttpResponse:
    """All of it has been seen, up to the number that the page showed."""
    controversy = controversy_or_404(slug, rights=rights_for(request))
    by = member(request)
    upto = number(request.POST.get("seq", ""))
    if upto is None:
        raise Refusal("invalid", _("Open the page again, and say once more that you have seen it."), field="seq")
    visits.mark_seen(controversy_id=controversy.pk, seq=upto, by=by)
    return redirect(next_or(request, controversy.get_absolute_url()))


@require_safe
def history(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How a claim, a step, a piece of evidence or a comment came to read as it does."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    found = contribution_or_404(controversy, pk, rights=rights)
    return render(request, "history/versions.html", _thread(controversy, found, rights))


@require_safe
def claim_history(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The address that a claim's history had before everything had one."""
    rights = rights_for(request)
    found = contribution_or_404(controversy_or_404(slug, rights=rights), pk, rights=rights)
    return redirect("history", slug=slug, pk=found.pk, permanent=True)


@require_POST
def revert(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An older wording again; where somebody was faster the thread shows what stands now, and nothing is changed."""
    rights, controversy, target, by = place(request, slug, pk)
    version, base = number(request.POST.get("to_version", "")), number(request.POST.get("base_revision", ""))
    if version is None or base is None:
        raise Refusal("invalid", _("Choose a wording to go back to."), field="to_version")

    def act() -> int:
        return maps.revert(contribution=target, to_version=version, base_revision=base, by=by).pk

    try:
        act_once(request, by=by, act=act)
    except Refusal as refusal:
        if refusal.code not in ("edit_conflict", "wording_hidden"):
            raise
        context = _thread(controversy, target, rights) | {"refusal": refusal}
        return render(request, "history/versions.html", context, status=refusal.status)
    messages.success(
        request, _("The earlier wording stands again. The one before it is kept, and you can go back to it.")
    )
    return redirect("history", slug=slug, pk=pk)


def _thread(controversy: Controversy, found: Contribution, rights: Rights) -> dict[str, Any]:
    return {"controversy": controversy, "item": found, "versions": load_versions(contribution=found, rights=rights)}


def number(typed: str) -> int | None:
    """A number from an address or a hidden field; None when it is none that a map could have."""
    found = whole_number(typed, digits=19)
    return found if found is not None and found <= MAX_ID else None
