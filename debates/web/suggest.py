"""A better wording for another's text, and what waits for a decision: each parses, calls one service, answers."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from core.accounts.people import member
from core.errors import Refusal
from core.models import User
from core.text import whole_number
from debates.maps import services as maps
from debates.maps.models import Contribution, Controversy, Suggestion
from debates.maps.queries import suggestions as queries
from debates.maps.rules import Kind, Rights
from debates.reading.lists import contribution_page
from debates.reading.waiting import Wordings, waiting_on, wordings_of
from debates.web.finding import MAX_ID, controversy_or_404, next_or, rights_for
from debates.web.forms import SuggestForm, text_field
from debates.web.judge import act_once
from debates.web.write import answer_with, attempt, form_page, lead, place


@form_page
def suggest(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A better wording for another's text; whoever has an open one changes it here, or brings it up to date."""
    rights, controversy, target, by = place(request, slug, pk)
    if target.kind == Kind.COMMENT:
        raise Http404
    if target.author_id == by.pk:
        return redirect("edit", slug=slug, pk=pk)
    own = queries.own_suggestion(contribution=target, rights=rights)
    wordings = wordings_of(own, target)
    seen = {"text": wordings.draft, "reason": own.why if own else "", "base_revision": target.revision}
    form = SuggestForm(request.POST if request.method == "POST" else None, initial=seen)
    form.fields["text"].widget.attrs |= text_field(Kind(target.kind), "").widget.attrs
    if request.method == "POST":
        made = attempt(request, form, by=by, act=lambda: _send(target, own, by, form.sent()))
        if made:
            return _landed(request, target, rights, made)
    context = {"controversy": controversy, "target": target, "own": own, "wordings": _compared(form, wordings)}
    return answer_with(request, "suggest/suggest.html", form, context)


def _send(target: Contribution, own: Suggestion | None, by: User, sent: dict[str, Any]) -> int:
    if own is None:
        return maps.suggest(contribution=target, by=by, **sent).pk
    return maps.rebase(suggestion=own, by=by, **sent).pk


def _compared(form: SuggestForm, wordings: Wordings) -> Wordings | None:
    """The wordings to be set side by side: after a conflict, or where an older suggestion cannot be merged."""
    if form.refusal is not None and form.refusal.code == "edit_conflict":
        current = form.refusal.current
        return Wordings(draft="", now=current["text"], revision=current["revision"], base=None, clashes=True)
    return wordings if wordings.clashes else None


def _landed(request: HttpRequest, target: Contribution, rights: Rights, made: int) -> HttpResponse:
    """Beside the text, where the suggestion waits in the panel."""
    page = contribution_page(contribution=target, rights=rights).partition("#")[0]
    panel = page if "?" in page else f"{page}?claim={target.canonical_id}"
    response = lead(request, f"{panel}#s{made}", made)
    if response.status_code == 204:
        trigger_client_event(response, "dissoi:made", {"id": f"s{made}"})
    return response


def _at(request: HttpRequest, slug: str, suggestion: int) -> tuple[Controversy, Suggestion, User]:
    """A suggestion that this viewer may read: the 404 first, which a visitor always gets."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    readable = queries.suggestions_for(controversy=controversy, rights=rights)
    found = readable.filter(pk=suggestion).first() if suggestion <= MAX_ID else None
    if found is None:
        raise Http404
    return controversy, found, member(request)


def _back(request: HttpRequest, controversy: Controversy) -> HttpResponse:
    return redirect(next_or(request, reverse("waiting", args=[controversy.slug])))


@require_POST
def accept(request: HttpRequest, slug: str, suggestion: int) -> HttpResponse:
    """The suggested wording, as it was read, becomes the text."""
    controversy, found, by = _at(request, slug, suggestion)
    seen = request.POST.get("seen")
    act_once(request, by=by, act=lambda: maps.accept(suggestion=found, by=by, seen=seen).pk)
    return _back(request, controversy)


@require_POST
def reject(request: HttpRequest, slug: str, suggestion: int) -> HttpResponse:
    """No, with a reason."""
    controversy, found, by = _at(request, slug, suggestion)
    reason = request.POST.get("reason", "")
    act_once(request, by=by, act=lambda: maps.reject(suggestion=found, by=by, reason=reason).pk)
    return _back(request, controversy)


@require_POST
def take_back(request: HttpRequest, slug: str, suggestion: int) -> HttpResponse:
    """One's own suggestion, withdrawn."""
    controversy, found, by = _at(request, slug, suggestion)
    act_once(request, by=by, act=lambda: maps.take_back(suggestion=found, by=by).pk)
    return _back(request, controversy)


@require_POST
def rebase(request: HttpRequest, slug: str, suggestion: int) -> HttpResponse:
    """Up to date in one step; where both changed the same words, its suggester is asked for a text."""
    controversy, found, by = _at(request, slug, suggestion)
    try:
        act_once(request, by=by, act=lambda: maps.rebase(suggestion=found, by=by).pk)
    except Refusal as refusal:
        if refusal.code != "edit_conflict" or found.author_id != by.pk:
            raise
        return redirect("suggest", slug=slug, pk=found.contribution_id)
    return _back(request, controversy)


@require_safe
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits on this map for whoever asks, and of their own."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    member(request)
    context = {"controversy": controversy, "waiting": waiting_on(controversy=controversy, rights=rights)}
    return render(request, "suggest/waiting.html", context)


@require_POST
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a step between standing claims count, or refuse it with a reason."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    by = member(request)
    choice, typed = request.POST.get("publish"), request.POST.get("base_revision", "")
    if choice not in ("yes", "no"):
        raise Refusal("unknown_choice", _("Choose whether the step counts or is refused."), field="publish")
    seen = whole_number(typed, digits=9)
    decided = partial(maps.decide_step, controversy=controversy, relation_id=min(pk, MAX_ID), by=by)
    reason = request.POST.get("reason", "")
    act_once(request, by=by, act=lambda: decided(publish=choice == "yes", reason=reason, base_revision=seen).pk)
    return _back(request, controversy)
