"""Pages with a form: add, reply, cite, relate, comment, answer, edit. Each parses, calls one service, answers."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import reselect, reswap, retarget, trigger_client_event
from django_htmx.middleware import HtmxDetails

from core.accounts.people import member
from core.errors import Refusal
from core.idempotency import once, posted
from core.models import User
from core.text import whole_number
from debates.comments import services as comments
from debates.comments.rules import Intent
from debates.evidence import queries as evidence_queries
from debates.evidence import services as evidence
from debates.maps import queries
from debates.maps import services as maps
from debates.maps.models import Contribution, Controversy
from debates.maps.rules import Kind, Rights, Side
from debates.reading.lists import contribution_page
from debates.web.finding import contribution_or_404, controversy_or_404, next_or, rights_for
from debates.web.forms import (
    AnswerForm,
    CiteForm,
    ClaimForm,
    CommentForm,
    EditForm,
    RelateForm,
    ReplyForm,
    WriteForm,
    text_field,
)
from debates.web.source_fields import DESCRIBED, described

COMPOSER = "composer"  # the id of every form here
RENEWED = {
    "target": "#spread",
    "select": "#spread",
    "selectOOB": "#panel-content",
    "swap": "outerHTML show:none",
    "push": "false",
}

form_page = require_http_methods(["GET", "HEAD", "POST"])


def attempt(request: HttpRequest, form: WriteForm, *, by: User, act: Callable[[], int]) -> int | None:
    """Send a valid form once, under its key; a refusal is told beside its field. The id that was made, or None."""
    if not form.is_valid():
        return None
    try:
        return once(owner=by, key=form.sent_key, body=posted(request), act=act)
    except Refusal as refusal:
        if refusal.code in ("not_found", "forbidden"):
            raise
        form.refuse(refusal)
        return None


def place(request: HttpRequest, slug: str, pk: int) -> tuple[Rights, Controversy, Contribution, User]:
    """What a write hangs on, and who writes: the 404 first, then the sign-in."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    return rights, controversy, contribution_or_404(controversy, pk, rights=rights), member(request)


def landed(request: HttpRequest, pk: int, rights: Rights, *, renewed: str = "") -> HttpResponse:
    """The page on which the new thing stands; 404 where the map was closed to its writer in the same moment."""
    made = queries.contributions_for(viewer=rights).filter(pk=pk).first()
    if made is None:
        raise Http404
    return lead(request, contribution_page(contribution=made, rights=rights), pk, renewed=renewed)


def lead(request: HttpRequest, address: str, made: int, *, renewed: str = "") -> HttpResponse:
    """To the page of what was made; where a form was opened inside a page, that page is renewed around it.

    `renewed` names what is renewed beside the spread and the content of the panel.
    """
    if request.headers.get("HX-Target") != COMPOSER:
        return redirect(next_or(request, address))
    here = HtmxDetails(request).current_url_abs_path or address
    response = HttpResponse(status=204)
    beside = {"selectOOB": f"{RENEWED['selectOOB']}{renewed}"}
    response["HX-Location"] = json.dumps({"path": here.partition("#")[0]} | RENEWED | beside)
    return trigger_client_event(response, "dissoi:made", {"id": f"c{made}"})


def answer_with(request: HttpRequest, template: str, form: WriteForm, context: dict[str, Any]) -> HttpResponse:
    """The form's page, with the status that its refusal says."""
    inside = request.headers.get("HX-Request") == "true"
    if inside or form.errors:
        form.begin("data-focus" if inside else "autofocus")
    response = render(request, template, context | {"form": form}, status=form.status)
    if form.errors and request.headers.get("HX-Target") == "panel-content":
        # The short form of the panel becomes this one; what stands around it stays.
        reswap(reselect(retarget(response, ".talk"), f"#{COMPOSER}"), "outerHTML")
    return response


@form_page
def add_thesis(request: HttpRequest, slug: str) -> HttpResponse:
    """A new answer to the question itself."""
    rights = rights_for(request)
    controversy = controversy_or_404(slug, rights=rights)
    by = member(request)
    form = ClaimForm(request.POST or None)
    new_claim = partial(form.sent_new, controversy=controversy, rights=rights)
    if request.method == "POST":
        made = attempt(
            request, form, by=by, act=lambda: maps.add_claim(controversy=controversy, by=by, **new_claim()).pk
        )
        if made:
            return landed(request, made, rights)
    return answer_with(request, "write/thesis.html", form, {"controversy": controversy})


@form_page
def reply(request: HttpRequest, slug: str, pk: int, side: str) -> HttpResponse:
    """A new claim for or against a claim, a step or a piece of evidence."""
    rights, controversy, target, by = place(request, slug, pk)
    if side not in (Side.PRO, Side.CON) or target.kind == Kind.COMMENT:
        raise Http404
    form = ReplyForm(request.POST or None, auto_id=f"{side}-{pk}-%s")
    new_claim = partial(form.sent_new, controversy=controversy, rights=rights)
    if request.method == "POST":
        made = attempt(request, form, by=by, act=lambda: maps.add_reply(to=target, side=side, by=by, **new_claim()).pk)
        if made:
            return lead(request, contribution_page(contribution=target, rights=rights, new=made), made)
    context = {"controversy": controversy, "target": target, "side": side}
    return answer_with(request, "write/reply.html", form, context)


@form_page
def cite(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Evidence under a claim, from a source of the library or a new one."""
    rights, controversy, target, by = place(request, slug, pk)
    if target.kind != Kind.CLAIM:
        raise Http404
    words = request.GET.get("q", "")[:200]
    form = CiteForm(request.POST or None)
    if request.method == "POST":
        made = attempt(request, form, by=by, act=lambda: _cite(target, by, form.sent()))
        if made:
            return landed(request, made, rights)
    context = {
        "controversy": controversy,
        "target": target,
        "q": words,
        "sources": evidence_queries.search_sources(words=words) if words.strip() else [],
        "chosen": _chosen_source(request),
        "known": _known_source(form),
    }
    return answer_with(request, "write/cite.html", form, context)


def _chosen_source(request: HttpRequest) -> Any:
    chosen = whole_number(request.POST.get("source") or request.GET.get("source") or "")
    return None if chosen is None else evidence_queries.sources().filter(pk=chosen).first()


def _known_source(form: CiteForm) -> Any:
    """The source that stands in the library already, when that is why nothing was written."""
    if form.refusal is None or form.refusal.code != "source_known" or not form.refusal.current:
        return None
    return evidence_queries.sources().filter(pk=form.refusal.current["id"]).first()


def _cite(target: Contribution, by: User, sent: dict[str, Any]) -> int:
    told = {name: sent.pop(name) for name in DESCRIBED}
    use, chosen = sent.pop("use"), sent.pop("source")
    chosen = use or chosen
    source = evidence_queries.sources().filter(pk=chosen).first() if chosen else None
    if chosen and source is None:
        raise Refusal("invalid", _("That source is not in the library."), field="source")
    named = any(told[name].strip() for name in ("title", "url", "doi"))
    new_source = described(told) if named and source is None else None
    return evidence.cite(claim=target, by=by, source=source, new_source=new_source, **sent).pk


@form_page
def relate(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let a claim that stands already bear on this one; it is found by a few words."""
    rights, controversy, target, by = place(request, slug, pk)
    if target.kind == Kind.COMMENT:
        raise Http404
    words = (request.POST.get("found_by") or request.GET.get("q") or "")[:200]
    found = queries.find_claims(controversy=controversy, viewer=rights, words=words)
    chosen = whole_number(request.GET.get("child") or "")  # while the list comes anew for other words
    form = RelateForm(request.POST if request.method == "POST" else None, initial={"child": chosen})
    if request.method == "POST":
        made = attempt(request, form, by=by, act=lambda: _relate(controversy, target, rights, by, form.sent()))
        if made:
            return lead(request, contribution_page(contribution=target, rights=rights, new=made), made)
    context = {
        "controversy": controversy,
        "target": target,
        "q": words,
        "found": [claim for claim in found if claim.pk != target.pk],
        "waits": not queries.is_contributor(rights=rights, controversy=controversy, person=by),
    }
    return answer_with(request, "write/relate.html", form, context)


def _relate(controversy: Controversy, target: Contribution, rights: Rights, by: User, sent: dict[str, Any]) -> int:
    seen = queries.contributions_for(viewer=rights).filter(kind=Kind.CLAIM)
    child = seen.filter(pk=sent.pop("child")).first()
    if child is None:
        raise Refusal("invalid", _("Choose one of the claims found."), field="child")
    if child.controversy_id != controversy.pk:
        raise Refusal("other_map", _("Both claims must belong to the same controversy."), field="child")
    return maps.relate(child=child, parent=target, by=by, **sent).pk


@form_page
def comment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Talk about a claim, a step or a piece of evidence."""
    rights, controversy, target, by = place(request, slug, pk)
    if target.kind == Kind.COMMENT:
        raise Http404
    form = CommentForm(request.POST or None)
    if request.method == "POST":
        made = attempt(request, form, by=by, act=lambda: comments.add_comment(on=target, by=by, **form.sent()).pk)
        if made:
            return landed(request, made, rights)
    return answer_with(request, "write/comment.html", form, {"controversy": controversy, "target": target})


@form_page
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer a comment."""
    rights, controversy, asked, by = place(request, slug, pk)
    if asked.kind != Kind.COMMENT:
        raise Http404
    form = AnswerForm(request.POST or None, auto_id=f"answer-{pk}-%s")
    if request.method == "POST":
        made = attempt(request, form, by=by, act=lambda: _answer(asked, by, form.sent()))
        if made:
            return landed(request, made, rights)
    return answer_with(request, "write/comment.html", form, {"controversy": controversy, "target": asked})


def _answer(asked: Any, by: User, sent: dict[str, Any]) -> int:
    return comments.add_comment(on=asked.target, by=by, reply_to=asked, intent=Intent.ANSWER, **sent).pk


@form_page
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A new wording; where somebody was faster both wordings are shown and nothing is lost."""
    rights, controversy, target, by = place(request, slug, pk)
    seen = {"text": target.text, "locator": target.locator, "base_revision": target.revision}
    form = EditForm(request.POST if request.method == "POST" else None, initial=seen)
    form.fields["text"].widget.attrs |= text_field(Kind(target.kind), "").widget.attrs
    if target.kind != Kind.EVIDENCE:
        del form.fields["locator"]
    if request.method == "POST":
        made = attempt(request, form, by=by, act=lambda: maps.edit(contribution=target, by=by, **form.sent()).pk)
        if made:
            return landed(request, made, rights, renewed=",#panel-title")
    context = {"controversy": controversy, "target": target, "conflict": _conflict(form)}
    return answer_with(request, "write/edit.html", form, context)


def _conflict(form: EditForm) -> dict[str, Any] | None:
    """What stands now, when it is not what the writer saw."""
    if form.refusal is None or form.refusal.code != "edit_conflict":
        return None
    current: dict[str, Any] = form.refusal.current
    return current
