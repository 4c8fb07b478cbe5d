"""The library's pages: found, followed, mended, retracted, taken home and brought in, with the right answer to each."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import User
from debates.evidence.models import Evidence, Source
from debates.evidence.services import add_source, cite, edit_source, retract_source
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.rules import Role
from debates.reading.shape import forget_shapes
from tests.conftest import signed_in
from tests.maps.worlds import ClassRoom, set_map

CITED = {"text": "It says so.", "side": "pro", "how": "summary", "genre": "study"}


@pytest.fixture
def survey(ana: User) -> Source:
    return add_source(by=ana, title="Survey of aid", url="https://example.org/survey", doi="10.1000/182")


def body(answer: Any) -> str:
    return str(answer.content.decode())


class TestReading:
    def test_the_library_and_a_controversys_sources_are_pages_of_their_own(self, thesis: Claim, survey: Source) -> None:
        add_source(by=User.objects.get(username="ana"), title="Read by nobody")
        cite(claim=thesis, by=User.objects.get(username="ana"), side="pro", text="So.", source=survey)

        everywhere = body(Client().get("/sources/"))
        here = body(Client().get("/c/sovereignty/sources/"))

        assert "Read by nobody" in everywhere
        assert "Read by nobody" not in here
        for page in (everywhere, here):
            assert "<b>1</b> claim leans on it" in page
            assert "1 for, 0 against, 0 as context" in page
        assert 'href="/c/sovereignty/sources/"' in body(Client().get("/c/sovereignty/"))

    @pytest.mark.parametrize(
        "query",
        [
            "q=%00",
            "q=" + "x" * 5000,
            "q='%22;--",
            "kind=song&state=x&genre=x&order=x",
            "from=x&to=99999",
            "from=-0500&to=٢",
            "page=-1",
            "page=1e9",
            "page=9999999999999999999999",
            "q=&q=survey&page=",
        ],
    )
    def test_odd_addresses_are_answered(self, query: str, survey: Source, thesis: Claim) -> None:
        for path in ("/sources/", "/c/sovereignty/sources/", "/sources.bib", "/c/sovereignty/sources.csl.json"):
            assert Client().get(f"{path}?{query}").status_code == 200

    def test_a_source_says_what_would_fall_with_it(self, thesis: Claim, survey: Source, ana: User) -> None:
        cite(claim=thesis, by=ana, side="pro", text="It says so.", source=survey, form="quotation", locator="p. 7")

        page = body(Client().get(f"/sources/{survey.pk}/"))

        assert "if this excerpt fell" in page
        assert "p. 7" in page
        assert "If the whole source fell, the thesis" in page
        assert "Survey of aid. https://doi.org/10.1000/182" in page
        assert "Mark as retracted" not in page

    def test_what_somebody_may_not_read_leans_on_nothing(
        self, thesis: Claim, ana: User, mod: User, sovereignty: Controversy, relations_subject: Subject, chloe: User
    ) -> None:
        """I-07: rows, counts, exports and the source's page, for hidden, pending and group-layer evidence."""
        sources = {name: add_source(by=ana, title=f"Of the {name}") for name in ("hidden", "pending", "group", "open")}
        room = ClassRoom(relations_subject, chloe, visibility="group", slug="class-one")
        owl, fox = room.seat("owl", 1), room.seat("fox", 2)
        of_group = maps.add_claim(controversy=room.map, by=owl, text="Of group one.")
        cite(claim=of_group, by=owl, side="pro", text="Word qgroupzx.", source=sources["group"])
        hidden = cite(claim=thesis, by=ana, side="pro", text="Word qhiddenzx.", source=sources["hidden"])
        cite(claim=thesis, by=ana, side="pro", text="Word qopenzx.", source=sources["open"])
        maps.hide(contribution=hidden, by=mod, reason="Rule 1")
        set_map(sovereignty, premoderated=True)
        cite(claim=thesis, by=ana, side="pro", text="Word qpendingzx.", source=sources["pending"])
        seen: dict[str, dict[str, list[User | None]]] = {
            "sovereignty": {"open": [None, ana, mod, chloe, owl, fox]},
            "class-one": {"group": [owl, room.host]},
        }

        for viewer in (None, ana, mod, chloe, owl, fox, room.host):
            client = signed_in(viewer) if viewer else Client()
            for slug, shown in seen.items():
                for path in ("sources/", "sources.csl.json", "sources.bib"):
                    answer = client.get(f"/c/{slug}/{path}")
                    told = body(answer) if answer.status_code == 200 else ""
                    for name in sources:
                        may = viewer in shown.get(name, []) or (slug == "sovereignty" and name == "open")
                        assert (f"Of the {name}" in told) == may, (viewer, slug, path, name)
            for name, source in sources.items():
                page = body(client.get(f"/sources/{source.pk}/"))
                by_name: dict[str, list[User | None]] = {"open": [viewer], "group": [owl, room.host]}
                readers = by_name.get(name, [])
                assert (f"q{name}zx" in page) == (viewer in readers), (viewer, name)
                assert ("1 piece of evidence comes from it" in page) == (viewer in readers)

    @pytest.mark.parametrize("size", [3, 60])
    def test_lists_and_pages_ask_as_often_for_many_sources_as_for_few(
        self, size: int, thesis: Claim, ana: User, sovereignty: Controversy
    ) -> None:
        sources = [add_source(by=ana, title=f"Source {n}") for n in range(size)]
        for source in sources:
            for side in ("pro", "con"):
                cite(claim=thesis, by=ana, side=side, text="So.", source=source)
        for _ in range(size):
            cite(claim=thesis, by=ana, side="pro", text="So.", source=sources[0])
        edit_source(source=sources[0], by=ana, publisher="Press")

        asked = {path: statements(Client(), path.format(pk=sources[0].pk)) for path in PINNED}

        assert asked == PINNED


# Statements for a visitor, with nothing kept in the process.
PINNED = {
    "/sources/": 4,
    "/sources/?q=source&order=title&genre=document": 4,
    "/c/sovereignty/sources/": 5,
    "/sources/{pk}/": 9,
    "/sources.bib": 1,
    "/c/sovereignty/sources.csl.json": 2,
    "/sources/{pk}.csl.json": 1,
}


def statements(client: Client, address: str) -> int:
    forget_shapes()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


class TestTakingHome:
    def test_a_library_is_taken_home_as_csl_json_and_as_bibtex(self, survey: Source) -> None:
        csl = Client().get("/sources.csl.json")
        bib = Client().get("/sources.bib")

        assert json.loads(body(csl))[0]["DOI"] == "10.1000/182"
        assert csl["Content-Type"] == "application/vnd.citationstyles.csl+json"
        assert 'filename="sources.bib"' in bib["Content-Disposition"]
        assert f"@misc{{source-{survey.pk}," in body(bib)

    def test_one_source_and_a_filtered_list_are_taken_home(self, survey: Source, ana: User) -> None:
        add_source(by=ana, title="Another")

        assert len(json.loads(body(Client().get(f"/sources/{survey.pk}.csl.json")))) == 1
        assert [one["title"] for one in json.loads(body(Client().get("/sources.csl.json?q=survey")))] == [
            "Survey of aid"
        ]
        assert Client().get("/sources/999999999.bib").status_code == 404


class TestCiting:
    """A source that stands there already is named, and used with one press."""

    @pytest.mark.parametrize(
        "described", [{"doi": "https://doi.org/10.1000/182"}, {"url": "http://www.example.org/survey/?utm_source=x"}]
    )
    def test_a_known_source_is_offered_and_used(
        self, described: dict[str, str], thesis: Claim, survey: Source, ben: User
    ) -> None:
        Source.objects.filter(pk=survey.pk).update(doi=None if "url" in described else "10.1000/182")
        client, address = signed_in(ben), f"/c/sovereignty/at/{thesis.pk}/cite/"
        key = "0b6c9a52-6f0e-4f2e-9d5f-2c1d3c9d8e11"
        sent = CITED | {"key": key, "title": "The same, I think", **described}

        answer = client.post(address, sent)

        assert answer.status_code == 409
        assert "This source stands in the library already:" in body(answer)
        assert f'name="use" value="{survey.pk}"' in body(answer)
        assert "It says so." in body(answer)
        assert Source.objects.count() == 1
        assert client.post(address, sent | {"use": str(survey.pk)}).status_code == 302
        assert Evidence.objects.get().source == survey

    def test_a_new_source_is_described_with_names_and_date(self, thesis: Claim, ben: User) -> None:
        sent = CITED | {
            "title": "Report",
            "authors": "Roe, Jane\nWorld Bank",
            "issued": "2015-04",
            "publisher": "Press",
        }

        assert signed_in(ben).post(f"/c/sovereignty/at/{thesis.pk}/cite/", sent).status_code == 302

        source = Source.objects.get()
        assert source.authors == [{"family": "Roe", "given": "Jane"}, {"literal": "World Bank"}]
        assert (source.issued, source.publisher, source.added_by) == ([2015, 4], "Press", ben)

    def test_a_date_that_is_none_is_told_beside_its_field(self, thesis: Claim, ben: User) -> None:
        answer = signed_in(ben).post(
            f"/c/sovereignty/at/{thesis.pk}/cite/", CITED | {"title": "Report", "issued": "spring"}
        )

        assert answer.status_code == 422
        assert 'id="id_issued_error"' in body(answer)
        assert "2015-04-30" in body(answer)


class TestMending:
    def form(self, source: Source, **more: str) -> dict[str, str]:
        return {"title": source.title, "url": source.url, "doi": source.doi or "", "base_revision": "1"} | more

    def test_a_curator_mends_a_description(self, survey: Source, chloe: User) -> None:
        address = f"/sources/{survey.pk}/edit/"
        assert 'value="Survey of aid"' in body(signed_in(chloe).get(address))

        answer = signed_in(chloe).post(address, self.form(survey, authors="Roe, Jane", issued="2015"))

        assert answer["Location"] == f"/sources/{survey.pk}/"
        survey.refresh_from_db()
        assert (survey.author_line, survey.year, survey.revision) == ("Roe", "2015", 2)
        assert "Mended</b> (authors, date) by chloe" in body(Client().get(f"/sources/{survey.pk}/"))

    def test_who_may_not_mend_is_told_before_typing(self, survey: Source, ben: User) -> None:
        address = f"/sources/{survey.pk}/edit/"

        assert Client().get(address)["Location"].startswith("/sign-in/")
        assert signed_in(ben).get(address).status_code == 403
        assert signed_in(ben).post(address, self.form(survey, title="Mine")).status_code == 403
        assert "Mend the description" not in body(signed_in(ben).get(f"/sources/{survey.pk}/"))

    def test_anothers_address_and_a_faster_hand_are_told_with_what_stands(
        self, survey: Source, ana: User, chloe: User
    ) -> None:
        other = add_source(by=ana, title="Another", doi="10.1000/183")
        address = f"/sources/{survey.pk}/edit/"

        known = signed_in(chloe).post(address, self.form(survey, doi="10.1000/183"))
        edit_source(source=survey, by=ana, publisher="Press")
        late = signed_in(chloe).post(address, self.form(survey, title="Survey, 2nd ed."))

        assert known.status_code == 409
        assert f'href="/sources/{other.pk}/"' in body(known)
        assert late.status_code == 409
        assert "This is what stands now" in body(late)
        assert 'value="Survey, 2nd ed."' in body(late)
        assert 'name="base_revision" value="2"' in body(late)
        assert signed_in(chloe).post(address, self.form(survey, publisher="Mine", base_revision="2")).status_code == 302


class TestRetracting:
    def test_a_retraction_shows_at_once_wherever_the_source_is_leaned_on(
        self, thesis: Claim, survey: Source, ana: User, chloe: User
    ) -> None:
        cite(claim=thesis, by=ana, side="pro", text="It says so.", source=survey)
        client, address = signed_in(chloe), f"/sources/{survey.pk}/retract/"
        maps_of = ("/c/sovereignty/", "/c/sovereignty/outline/", f"/c/sovereignty/?claim={thesis.pk}")
        for page in maps_of:
            assert "etracted" not in body(Client().get(page))
        assert "1 claim that you may read leans on it." in body(client.get(address))

        empty = client.post(address, {"reason": " "})
        answer = client.post(address, {"reason": "The journal withdrew it."})

        assert (empty.status_code, answer.status_code) == (422, 302)
        page = body(Client().get(f"/sources/{survey.pk}/"))
        assert '<section class="banner"' in page
        assert "The journal withdrew it." in page
        assert '<del class="struck">Survey of aid</del>' in page
        assert "strength before and after" in page
        for page in maps_of[:2]:
            assert "Source retracted" in body(Client().get(page))
        assert "The journal withdrew it." in body(Client().get(maps_of[2]))
        assert client.post(f"/sources/{survey.pk}/reinstate/").status_code == 302
        assert "Source retracted" not in body(Client().get("/c/sovereignty/"))

    def test_it_is_for_curators_of_the_site(
        self, survey: Source, ana: User, mod: User, sovereignty: Controversy
    ) -> None:
        maps.grant_role(user=ana, role=Role.CURATOR, by=None, controversy=sovereignty)
        for person in (ana, mod):
            for act in ("retract", "reinstate"):
                assert signed_in(person).get(f"/sources/{survey.pk}/{act}/").status_code == 403
                assert signed_in(person).post(f"/sources/{survey.pk}/{act}/", {"reason": "x"}).status_code == 403
        assert Source.objects.get().retracted_at is None

    def test_a_retracted_source_is_told_where_one_chooses_it(
        self, survey: Source, chloe: User, ben: User, thesis: Claim
    ) -> None:
        retract_source(source=survey, by=chloe, reason="Fraud")

        assert "Retracted: it carries no weight." in body(
            signed_in(ben).get(f"/c/sovereignty/at/{thesis.pk}/cite/?q=survey")
        )


BIB = "@book{one, title = {Aid and the state}, year = 2001}\n@misc{two, title = {Known}, doi = {10.1000/182}}\n"


class TestBringing:
    def test_first_the_report_then_the_thing(self, survey: Source, chloe: User) -> None:
        client = signed_in(chloe)

        report = client.post("/sources/import/", {"text": BIB})

        assert report.status_code == 200
        for words in ("Nothing is written yet", "Bring in 1 source", "Aid and the state", "Passed over", "@book{one"):
            assert words in body(report)
        assert Source.objects.count() == 1
        done = client.post("/sources/import/", {"text": BIB, "step": "bring"}, follow=True)
        assert "1 source brought in." in body(done)
        assert Source.objects.filter(title="Aid and the state").exists()
        again = client.post("/sources/import/", {"text": BIB, "step": "bring"}, follow=True)
        assert "0 sources brought in." in body(again)
        assert Source.objects.count() == 2

    def test_what_cannot_stand_is_told_with_its_line_and_stops_all(self, chloe: User) -> None:
        spoilt = BIB + "@misc{three, title = {Bad}, url = {javascript:alert(1)}}"

        for step in ("", "bring"):
            answer = signed_in(chloe).post("/sources/import/", {"text": spoilt, "step": step})
            assert answer.status_code == 422
            assert "Line 3" in body(answer)
            assert "A web address begins with http:// or https://." in body(answer)
        assert not Source.objects.exists()

    @pytest.mark.parametrize(
        ("content", "title"),
        [
            ('[{"title": "Año"}]'.encode(), "Año"),
            (b"\xef\xbb\xbf@book{a, title = {With a mark}}", "With a mark"),
            ("@book{a, title = {Año viejo}}".encode("latin-1"), "Año viejo"),
        ],
    )
    def test_a_file_is_read_whatever_its_spelling(self, content: bytes, title: str, chloe: User) -> None:
        file = SimpleUploadedFile("library.bib", content)

        answer = signed_in(chloe).post("/sources/import/", {"text": "", "file": file})

        assert answer.status_code == 200
        assert title in body(answer)

    @pytest.mark.parametrize(
        ("text", "status"),
        [
            ("", 422),
            ("words", 422),
            ("[", 422),
            ("\x00", 422),
            ("@book{a, title = {x\x00}}", 422),
            ("x" * 300_000, 413),
        ],
    )
    def test_what_is_no_bibliography_is_answered_in_words(self, text: str, status: int, chloe: User) -> None:
        assert signed_in(chloe).post("/sources/import/", {"text": text}).status_code == status

    def test_a_file_that_is_too_large_is_answered_in_words(self, chloe: User) -> None:
        for size in (260_000, 10_000_000):
            file = SimpleUploadedFile("library.bib", b"{" * size)
            assert signed_in(chloe).post("/sources/import/", {"file": file}).status_code == 413

    def test_it_is_for_curators(self, ana: User) -> None:
        assert Client().get("/sources/import/")["Location"].startswith("/sign-in/")
        assert signed_in(ana).get("/sources/import/").status_code == 403
        assert signed_in(ana).post("/sources/import/", {"text": BIB, "step": "bring"}).status_code == 403
        assert not Source.objects.exists()
