"""The switch at the foot of a page, for a person whose account has a language: it changes the account's choice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core.accounts.people import member
from core.accounts.services import set_preferences


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Read in this `language` from now on, beginning with the page `next`."""
    person = member(request)
    set_preferences(person=person, language=request.POST.get("language", ""))
    onward = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}, require_https=False)
    return redirect(onward if inside and onward.startswith("/") else "home")
