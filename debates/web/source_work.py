"""Work on the library: mend a source, retract it, bring in a bibliography. Each parses, calls one service, answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.accounts.people import member
from core.errors import Refusal
from debates.evidence import queries, services
from debates.evidence.models import Source
from debates.interchange import queries as interchange_queries
from debates.interchange import services as interchange
from debates.reading.library import SourcePage, load_source
from debates.web.finding import rights_for
from debates.web.source import source_or_404
from debates.web.source_forms import BringForm, MendForm, RetractForm, as_typed
from debates.web.write import answer_with, attempt, form_page


@form_page
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend how a source is described; where somebody was faster, what stands now is shown beside."""
    found = source_or_404(pk)
    by = member(request)
    services.refuse_stranger(source=found, by=by)
    form = MendForm(request.POST if request.method == "POST" else None, source=found)
    if request.method == "POST":
        made = attempt(request, form, by=by, act=lambda: services.edit_source(source=found, by=by, **form.sent()).pk)
        if made:
            return redirect("source", pk=pk)
    context = {"source": found, "known": _known(form.refusal), "current": _differing(form)}
    return answer_with(request, "source/mend.html", form, context)


def _known(refusal: Refusal | None) -> Any:
    """The source that stands there already, when that is why."""
    if refusal is None or refusal.code != "source_known" or not refusal.current:
        return None
    return queries.sources().filter(pk=refusal.current["id"]).first()


def _differing(form: MendForm) -> list[tuple[Any, str]]:
    """What stands now where it is not what was typed, after somebody was faster; the next try is over that."""
    if form.refusal is None or form.refusal.code != "edit_conflict":
        return []
    form.source.refresh_from_db()
    now = as_typed(form.source)
    form.data = {**form.data.dict(), "base_revision": str(now.pop("base_revision"))}  # type: ignore[attr-defined]
    shown = [(form[name], str(value)) for name, value in now.items() if str(form[name].value() or "") != str(value)]
    return [(field.label, value or "–") for field, value in shown]


@form_page
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a retraction will do, and do it."""
    found = source_or_404(pk)
    by = member(request)
    _refuse_others(by)
    form = RetractForm(request.POST or None, initial={"reason": found.reason})
    if request.method == "POST":
        made = attempt(request, form, by=by, act=lambda: services.retract_source(source=found, by=by, **form.sent()).pk)
        if made:
            return redirect("source", pk=pk)
    context = {"page": _read(request, found)}
    return answer_with(request, "source/retract.html", form, context)


@form_page
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what taking a retraction back will do, and do it."""
    found = source_or_404(pk)
    by = member(request)
    _refuse_others(by)
    if request.method == "POST":
        services.reinstate_source(source=found, by=by)
        return redirect("source", pk=pk)
    return render(request, "source/reinstate.html", {"page": _read(request, found)})


def _read(request: HttpRequest, found: Source) -> SourcePage:
    return load_source(source=found, rights=rights_for(request), language=get_language() or "")


def _refuse_others(by: Any) -> None:
    if not queries.may_retract(by):
        raise Refusal("not_curator", _("Only a curator of the whole site can do this."))


@form_page
def bring(request: HttpRequest) -> HttpResponse:
    """A bibliography: first the report of what it would bring, then, sent again from there, the thing itself."""
    by = member(request)
    interchange.refuse_reader(by=by)
    form = BringForm(request.POST or None, request.FILES or None)
    report = text = None
    if request.method == "POST" and form.is_valid():
        text = form.bibliography()
        try:
            report = interchange_queries.look_over(text=text)
            if request.POST.get("step") == "bring" and not report.refused:
                return _brought(request, interchange.bring_sources(text=text, by=by))
        except Refusal as refusal:
            form.refuse(refusal)
    status = 422 if report and report.refused else form.status
    return render(request, "source/import.html", {"form": form, "report": report, "sent": text}, status=status)


def _brought(request: HttpRequest, report: interchange_queries.Report) -> HttpResponse:
    """To what is newest in the library."""
    brought = ngettext("%(n)d source brought in.", "%(n)d sources brought in.", report.new) % {"n": report.new}
    messages.success(request, brought)
    return redirect(f"{reverse('sources')}?order=added")
