"""The account's own pages: looks and name, tokens, all own data, leaving and coming back. No cache keeps any."""

import json
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.accounts import services
from core.accounts.leaving import DAYS_TO_COME_BACK, come_back, leave
from core.accounts.own_data import own_data
from core.accounts.own_forms import LeaveForm, LooksForm, NameForm, TokenForm
from core.accounts.parts import parts
from core.accounts.people import member
from core.accounts.queries import leaving_person
from core.accounts.tokens import end_token, make_token, tokens_of
from core.errors import Refusal
from core.idempotency import once
from core.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
LEAVING = "leaving"  # in the session of somebody who is leaving and signed in again: who it is, and nothing more
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _refuse(form: Any, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))


def _status(*forms: Any) -> int:
    return 422 if any(form.is_bound and form.errors for form in forms) else 200


@never_cache
@login_required
@sensitive_post_parameters("password")
@form_page
def own_settings(request: HttpRequest) -> HttpResponse:
    """How pages look, and under which name one writes; each form is sent for itself."""
    person = member(request)
    looks = _bound(request, "looks", LooksForm, initial={"language": person.language, "theme": person.theme})
    named = {"username": person.username, "email": person.email}
    name = _bound(request, "name", NameForm, initial=named, person=person)
    if _set_looks(looks, person) or _set_name(name, person):
        messages.success(request, _("Saved."))
        with override(person.language or get_language()):  # to the address that speaks the language just chosen
            return redirect("account-settings")
    context = {"looks": looks, "name": name, "person": person}
    return render(request, "account/settings.html", context, status=_status(looks, name))


def _bound(request: HttpRequest, which: str, form: Any, **options: Any) -> Any:
    """The form, bound where it is the one that was sent."""
    sent = request.method == "POST" and request.POST.get("form") == which
    return form(request.POST if sent else None, auto_id=f"{which}-%s", **options)


def _set_looks(form: LooksForm, person: User) -> bool:
    if not form.is_valid():
        return False
    services.set_preferences(person=person, **form.cleaned_data)
    return True


def _set_name(form: NameForm, person: User) -> bool:
    if not form.is_valid():
        return False
    values = form.cleaned_data
    try:
        services.edit_account(person=person, name=values["username"], email=values["email"])
    except Refusal as refusal:
        _refuse(form, refusal)
        return False
    return True


@never_cache
@login_required
@form_page
def own_tokens(request: HttpRequest) -> HttpResponse:
    """The tokens, and a new one. Its secret stands on the answer alone: sent again, the form makes and shows none."""
    person = member(request)
    form = TokenForm(request.POST or None, initial={"key": uuid4()})
    made: dict[str, Any] = {}
    if form.is_valid():
        made = _make_token(form, person)
    context = {"form": form if not made else TokenForm(initial={"key": uuid4()}), "made": made}
    return render(request, "account/tokens.html", context | {"tokens": tokens_of(person)}, status=_status(form))


def _make_token(form: TokenForm, person: User) -> dict[str, Any]:
    values = form.cleaned_data
    secrets: list[str] = []

    def act() -> int:
        token, secret = make_token(by=person, name=values["name"], days=values["days"])
        secrets.append(secret)
        return token.pk

    try:
        body = {"at": "account-tokens", "name": values["name"], "days": values["days"]}
        pk = once(owner=person, key=values["key"], body=body, act=act)
    except Refusal as refusal:
        _refuse(form, refusal)
        return {}
    return {"pk": pk, "name": values["name"], "secret": "".join(secrets)}


@never_cache
@login_required
@require_POST
def end_own_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token; whatever uses it is shut out at once."""
    token = end_token(token_id=pk, by=member(request))
    messages.success(request, _("The token “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("account-tokens")


@never_cache
@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is kept, and the two copies of it."""
    return render(request, "account/data.html")


@never_cache
@login_required
@require_safe
def data_json(request: HttpRequest) -> HttpResponse:
    """All own data for programmes."""
    body = json.dumps(own_data(member(request)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return _attached(HttpResponse(body, content_type="application/json; charset=utf-8"), "json")


@never_cache
@login_required
@require_safe
def data_html(request: HttpRequest) -> HttpResponse:
    """All own data to read and print: one file that needs no other."""
    sheet = (settings.BASE_DIR / "static" / "css" / "copy.css").read_text(encoding="utf-8")
    context = {
        "data": own_data(member(request)),
        "parts": parts(),
        "sheet": mark_safe(f"<style>\n{sheet}</style>"),  # noqa: S308 - a file of ours
        "site": request.build_absolute_uri("/"),
    }
    return _attached(render(request, "account/copy/copy.html", context), "html")


def _attached(response: HttpResponse, ending: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="dissoi-account.{ending}"'
    return response


@never_cache
@login_required
@sensitive_post_parameters("password")
@form_page
def leave_for_good(request: HttpRequest) -> HttpResponse:
    """Says what will happen, asks what becomes of the texts and for the password, and signs out everywhere."""
    person = member(request)
    form = LeaveForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        try:
            left = leave(person=person, texts=form.cleaned_data["texts"])
        except Refusal as refusal:
            _refuse(form, refusal)
        else:
            logout(request)
            return render(request, "account/left.html", {"left": left, "days": DAYS_TO_COME_BACK})
    context = {"form": form, "days": DAYS_TO_COME_BACK}
    return render(request, "account/leave.html", context, status=_status(form))


def begin_return(request: HttpRequest, person: User) -> HttpResponse:
    """Somebody who is leaving has shown who they are: nothing opens but the way back."""
    request.session.cycle_key()
    request.session[LEAVING] = person.pk
    return redirect("account-return")


@never_cache
@form_page
def return_from_leaving(request: HttpRequest) -> HttpResponse:
    """Come back, or leave it so."""
    person = leaving_person(request.session.get(LEAVING, 0))
    if person is None:
        raise Http404
    if request.method == "POST":
        back = come_back(person=person)
        login(request, back, backend=BACKEND)
        messages.success(request, _("Welcome back. Everything is as it was; programmes need new tokens."))
        return redirect("account")
    return render(request, "account/return.html", {"person": person})
