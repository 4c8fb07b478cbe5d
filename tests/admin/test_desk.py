"""The desk: a curator opens a debate there and sees it on the site; nothing at it passes a service or the gate."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from core.models import User
from debates.evidence.models import Source
from debates.evidence.services import add_source, cite
from debates.history.models import Entry
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy, Grant, Subject
from debates.maps.rules import Role
from tests.conftest import signed_in
from tests.maps.worlds import ClassRoom, last_line

SUBJECT = {"title": "Water", "slug": "water", "summary": "", "background": "", "language": "en", "position": "1"}


def controversy_form(subject: Subject, **more: str) -> dict[str, str]:
    return {
        "subject": str(subject.pk),
        "title": "Dams",
        "slug": "dams",
        "question": "Should dams be built?",
        "summary": "",
        "background": "",
        "language": "en",
        "state": "open",
        "access": "public",
        "embedding": "nowhere",
        "tags": "",
        **more,
    }


def test_a_curator_opens_a_subject_and_a_controversy_and_sees_them_on_the_site(chloe: User) -> None:
    desk = signed_in(chloe)

    assert desk.post("/admin/debates/subject/add/", SUBJECT).status_code == 302
    subject = Subject.objects.get(slug="water")
    assert desk.post("/admin/debates/controversy/add/", controversy_form(subject)).status_code == 302

    page = Client().get("/c/dams/").content.decode()
    assert "Should dams be built?" in page
    assert "Dams" in Client().get("/").content.decode()
    assert Entry.objects.filter(verb="controversy.added", actor=chloe, seq=1).exists()


def test_a_taken_address_is_told_beside_its_field_and_nothing_is_written(
    chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    answer = signed_in(chloe).post(
        "/admin/debates/controversy/add/", controversy_form(relations_subject, slug=sovereignty.slug)
    )

    assert answer.status_code == 200
    assert "already exists" in answer.content.decode()
    assert Controversy.objects.count() == 1


def test_a_curator_of_one_subject_changes_that_one_only(
    ana: User, chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    other = maps.open_subject(by=chloe, slug="other", title="Other")
    maps.grant_role(user=ana, role=Role.CURATOR, by=None, subject=other)
    desk = signed_in(ana)

    assert desk.post("/admin/debates/controversy/add/", controversy_form(other)).status_code == 302
    refused = desk.post("/admin/debates/controversy/add/", controversy_form(relations_subject, slug="not-mine"))
    changed = desk.post(f"/admin/debates/controversy/{sovereignty.pk}/change/", controversy_form(relations_subject))
    shown = desk.get(f"/admin/debates/controversy/{sovereignty.pk}/change/").content.decode()

    assert sovereignty.question in shown
    assert "made_from" not in shown
    assert "Only a curator can do this." in refused.content.decode()
    assert changed.status_code == 403
    assert set(Controversy.objects.values_list("slug", flat=True)) == {"dams", "sovereignty"}


def test_a_curator_of_one_controversy_cannot_move_it_to_anothers_subject(
    ana: User, chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    other = maps.open_subject(by=chloe, slug="other", title="Other")
    maps.grant_role(user=ana, role=Role.CURATOR, by=None, controversy=sovereignty)
    address = f"/admin/debates/controversy/{sovereignty.pk}/change/"

    refused = signed_in(ana).post(address, controversy_form(other))

    assert "Only a curator of the subject can move a controversy there." in refused.content.decode()
    assert Controversy.objects.get().subject == relations_subject


@pytest.mark.parametrize("address", ["/admin/", "/admin/debates/subject/", "/admin/core/user/"])
def test_the_desk_is_closed_to_members_and_visitors(ana: User, address: str) -> None:
    assert Client().get(address).headers["Location"].startswith("/admin/login/")
    assert signed_in(ana).get("/admin/login/", {"next": address}).status_code == 403


def test_people_and_roles_are_for_administrators(chloe: User, root: User, ana: User) -> None:
    assert signed_in(chloe).get("/admin/core/user/").status_code == 403
    desk = signed_in(root)

    given = desk.post("/admin/debates/grant/add/", {"user": ana.pk, "role": "moderator"})
    twice = desk.post("/admin/debates/grant/add/", {"user": ana.pk, "role": "moderator"})

    assert given.status_code == 302
    assert twice.status_code == 200
    grant = Grant.objects.get(user=ana)
    assert desk.post(f"/admin/debates/grant/{grant.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Grant.objects.filter(user=ana).exists()
    assert list(Entry.objects.filter(verb__startswith="grant.", actor=root).values_list("verb", flat=True)) == [
        "grant.added",
        "grant.removed",
    ]


def test_an_account_is_closed_and_opened_but_not_ones_own(root: User, ana: User) -> None:
    desk = signed_in(root)

    assert desk.post(f"/admin/core/user/{ana.pk}/change/", {}).status_code == 302
    own = desk.post(f"/admin/core/user/{root.pk}/change/", {})

    ana.refresh_from_db()
    root.refresh_from_db()
    assert not ana.is_active
    assert root.is_active
    assert "Only another administrator" in own.content.decode()


def test_a_password_is_changed_on_the_sites_own_page(chloe: User) -> None:
    """The admin's page for it has no brake."""
    sent = {"old_password": "a guess", "new_password1": "x", "new_password2": "x"}

    for answer in (
        signed_in(chloe).get("/admin/password_change/"),
        signed_in(chloe).post("/admin/password_change/", sent),
    ):
        assert (answer.status_code, answer["Location"]) == (302, "/account/password/")


def test_a_retraction_at_the_desk_shows_on_the_source_and_on_the_map(chloe: User, ana: User, thesis: Claim) -> None:
    source = add_source(by=ana, title="A report", url="https://example.org/report")
    cite(claim=thesis, by=ana, side="pro", text="It says so.", source=source)
    form = {
        "csl_type": "webpage",
        "title": "A report",
        "authors": "[]",
        "issued": "[]",
        "url": "https://example.org/report",
        "doi": "",
        "publisher": "",
        "container": "",
        "number": "",
        "archive_url": "",
        "retraction": "Figures made up",
    }

    assert signed_in(chloe).post(f"/admin/debates/source/{source.pk}/change/", form).status_code == 302

    assert Source.objects.get().retracted_at
    assert "Figures made up" in Client().get(f"/sources/{source.pk}/").content.decode()
    assert "etracted" in Client().get(f"/c/sovereignty/?claim={thesis.pk}").content.decode()


def test_history_is_read_only(root: User, thesis: Claim) -> None:
    desk = signed_in(root)
    entry = Entry.objects.latest("pk")

    assert desk.get("/admin/debates/entry/").status_code == 200
    assert desk.post(f"/admin/debates/entry/{entry.pk}/change/", {"verb": "claim.eaten"}).status_code == 403
    assert desk.post(f"/admin/debates/entry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403


def test_no_desk_tells_anything_of_a_class_session(
    root: User, chloe: User, relations_subject: Subject, thesis: Claim
) -> None:
    """Neither its name nor its address nor who sits in it, on whatever page, for whatever was sent."""
    room = ClassRoom(relations_subject, chloe, slug="quietclassxj")
    pupil = room.seat("Quietmousexj")
    claim = maps.add_claim(controversy=room.map, by=pupil, text="A word.")
    cite(claim=claim, by=pupil, side="pro", text="It says so.", new_source={"title": "A survey"})
    tables = ("subject", "controversy", "source", "grant", "entry")
    pages = ["/admin/", "/admin/core/user/", *(f"/admin/debates/{table}/" for table in tables)]
    pages += [f"/admin/debates/{table}/add/" for table in tables[:4]]
    pages += [f"/admin/debates/entry/{line}/change/" for line in Entry.objects.values_list("pk", flat=True)]
    searched = f"/admin/debates/entry/?q={pupil}"
    pages += [searched, f"/admin/debates/entry/?controversy__id__exact={room.map.pk}"]
    pages += [f"/admin/debates/controversy/{thesis.controversy_id}/change/"]
    kind = ContentType.objects.get_for_model(Controversy).pk
    pages += [f"/admin/r/{kind}/{room.map.pk}/"]
    desk = signed_in(root)

    answers = {page: desk.get(page) for page in pages}
    crafted = {"role": "curator", "user": pupil.pk, "controversy": room.map.pk}
    answers["crafted"] = desk.post("/admin/debates/grant/add/", crafted)
    of_class = last_line(room.map)

    said = {page: f"{one.content.decode()} {one.get('Location')}".lower() for page, one in answers.items()}
    assert "0 results" in said.pop(searched)  # the name stands there, since it was typed
    said = {page: text.replace(str(room.host), "") for page, text in said.items()}  # a member like others
    assert [page for page, text in said.items() if room.map.slug in text or str(pupil).lower() in text] == []
    assert answers[f"/admin/debates/entry/{of_class.pk}/change/"].status_code == 302
    assert not Grant.objects.filter(user=pupil).exists()


def test_an_edition_keeps_an_original_that_its_curator_may_not_enter(
    ana: User, chloe: User, relations_subject: Subject, sovereignty: Controversy
) -> None:
    edition = maps.open_controversy(
        subject=relations_subject, by=chloe, slug="dams", title="Dams", question="Dams?", translation_of=sovereignty
    )
    other = maps.open_controversy(subject=relations_subject, by=chloe, slug="x", title="Not yet told", question="X?")
    maps.edit_controversy(controversy=sovereignty, by=chloe, state="draft")
    maps.grant_role(user=ana, role=Role.CURATOR, by=None, controversy=edition)
    address, desk = f"/admin/debates/controversy/{edition.pk}/change/", signed_in(ana)
    page = desk.get(address).content.decode()
    form = controversy_form(relations_subject, title="Great dams")

    kept = desk.post(address, form | {"translation_of": str(sovereignty.pk)})
    refused = desk.post(address, form | {"translation_of": str(other.pk)})

    assert other.title not in page
    assert (kept.status_code, refused.status_code) == (302, 200)
    edition.refresh_from_db()
    assert (edition.title, edition.translation_of) == ("Great dams", sovereignty)
