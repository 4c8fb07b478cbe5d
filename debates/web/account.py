"""A person's own pages: what I wrote, rated and suggested."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.accounts.people import member
from debates.reading.own import load_own_ratings, load_own_suggestions, load_own_texts, own_roles
from debates.web.finding import rights_for


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What I wrote, where it stands and what became of it; which roles I hold."""
    person, rights = member(request), rights_for(request)
    kind, number = request.GET.get("kind", ""), request.GET.get("page", "1")
    context = {
        "own": load_own_texts(person=person, rights=rights, kind=kind, number=number),
        "roles": own_roles(person=person),
    }
    return render(request, "account/account.html", context)


@never_cache
@login_required
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """What I rated."""
    number = request.GET.get("page", "1")
    own = load_own_ratings(person=member(request), rights=rights_for(request), number=number)
    return render(request, "account/ratings.html", {"own": own})


@never_cache
@login_required
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What I suggested, and what was said to it."""
    number = request.GET.get("page", "1")
    own = load_own_suggestions(person=member(request), rights=rights_for(request), number=number)
    return render(request, "account/suggestions.html", {"own": own})
