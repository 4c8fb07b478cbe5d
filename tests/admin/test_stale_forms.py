"""Two at the desk at once: whoever saves from an old form is told what stands now, and nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.models import User
from debates.evidence.models import Source
from debates.evidence.services import add_source, retract_source
from debates.history.models import Entry
from debates.maps import services as maps
from debates.maps.models import Controversy, Subject
from tests.conftest import signed_in
from tests.maps.worlds import seq_of

STALE = "Somebody changed this while you were writing"


@pytest.fixture
def cora(chloe: User) -> User:
    """Another curator of the site; chloe is the first."""
    person = User.objects.create_user("cora")
    maps.grant_role(user=person, role="curator", by=None)
    return person


@pytest.fixture
def survey(ana: User) -> Source:
    """A source in good standing."""
    return add_source(by=ana, title="Survey", publisher="Press")


def values(answer: Any) -> dict[str, Any]:
    """What a browser would send from the form on this page, nothing typed."""
    assert 'type="hidden" name="made_from"' in said(answer)
    form = answer.context["adminform"].form
    shown = {bound.html_name: bound.value() for bound in form}
    return {
        name: "on" if value is True else value
        for name, value in shown.items()
        if value is not None and value is not False
    }


def opened(client: Client, address: str) -> dict[str, Any]:
    return values(client.get(address))


def desk_of(row: Any) -> str:
    return f"/admin/{row._meta.label_lower.replace('.', '/')}/{row.pk}/change/"


def said(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("what", ["relations_subject", "sovereignty"])
def test_what_another_wrote_meanwhile_is_told_and_stays(
    request: pytest.FixtureRequest, what: str, chloe: User, cora: User
) -> None:
    row: Subject | Controversy = request.getfixturevalue(what)
    address, first, second = desk_of(row), signed_in(chloe), signed_in(cora)
    form = opened(second, address)
    saved = first.post(address, opened(first, address) | {"summary": "In short."})

    refused = second.post(address, form | {"title": "Another title"})

    row.refresh_from_db()
    page = said(refused)
    assert (saved.status_code, refused.status_code) == (302, 200)
    assert (row.summary, row.title != "Another title") == ("In short.", True)
    assert STALE in page
    assert "Now it reads: In short." in page
    assert 'value="Another title"' in page

    again = second.post(address, values(refused) | {"summary": "In short."})

    row.refresh_from_db()
    assert again.status_code == 302
    assert (row.summary, row.title) == ("In short.", "Another title")
    assert Entry.objects.filter(verb__endswith=".edited").count() == 2


def test_whoever_has_read_what_stands_now_may_write_over_it(
    chloe: User, cora: User, sovereignty: Controversy, relations_subject: Subject
) -> None:
    other = maps.open_subject(by=chloe, slug="other", title="Elsewhere")
    address, desk = desk_of(sovereignty), signed_in(cora)
    form = opened(desk, address) | {"background": "Mine.\r\nTwo lines."}
    maps.edit_controversy(controversy=sovereignty, by=chloe, subject=other, state="closed", featured=True, tags=["aid"])

    refused = desk.post(address, form)
    again = desk.post(address, values(refused))

    for reading in ("Elsewhere", "closed", "yes", "aid"):
        assert f"Now it reads: {reading}" in said(refused)
    assert said(refused).count("Now it reads") == 5  # and that there was no background
    assert again.status_code == 302
    sovereignty.refresh_from_db()
    assert (sovereignty.subject, sovereignty.state, sovereignty.featured) == (relations_subject, "open", False)
    assert sovereignty.background == "Mine.\nTwo lines."


def test_two_who_change_the_same_to_the_same_are_not_told(chloe: User, cora: User, sovereignty: Controversy) -> None:
    address, desk = desk_of(sovereignty), signed_in(cora)
    form = opened(desk, address) | {"title": "Aid"}
    maps.edit_controversy(controversy=sovereignty, by=chloe, title="Aid")
    before = seq_of(sovereignty)

    assert desk.post(address, form).status_code == 302
    assert seq_of(sovereignty) == before  # nothing changed, so history has no line


def test_a_retraction_is_not_taken_back_by_whoever_did_not_see_it(chloe: User, cora: User, survey: Source) -> None:
    address, desk = desk_of(survey), signed_in(cora)
    form = opened(desk, address) | {"title": "Survey, 2nd ed."}
    retract_source(source=survey, by=chloe, reason="Fraud")

    refused = desk.post(address, form)

    survey.refresh_from_db()
    assert "Now it reads: Fraud" in said(refused)
    assert (survey.title, survey.reason) == ("Survey", "Fraud")
    assert desk.post(address, opened(desk, address) | {"title": "Survey, 2nd ed."}).status_code == 302
    survey.refresh_from_db()
    assert (survey.title, survey.reason) == ("Survey, 2nd ed.", "Fraud")


def test_an_account_that_was_closed_meanwhile_is_not_opened_by_the_way(root: User, ana: User) -> None:
    User.objects.create_superuser("branch")
    address = desk_of(ana)
    first, second = (signed_in(User.objects.get(username=name)) for name in ("root", "branch"))
    form = opened(second, address)
    closed = opened(first, address)
    closed.pop("is_active")
    assert first.post(address, closed).status_code == 302

    refused = second.post(address, form)

    assert "Now it reads: no" in said(refused)
    assert not User.objects.get(pk=ana.pk).is_active


@pytest.mark.parametrize("what", ["relations_subject", "sovereignty", "survey", "ana"])
def test_a_form_as_it_was_opened_changes_nothing(request: pytest.FixtureRequest, what: str, root: User) -> None:
    row, desk = request.getfixturevalue(what), signed_in(root)
    lines: Callable[[], int] = Entry.objects.count
    before = lines()

    assert desk.post(desk_of(row), opened(desk, desk_of(row))).status_code == 302
    assert lines() == before
