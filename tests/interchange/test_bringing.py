"""A bibliography comes in whole or not at all, once, and tells before what it would do."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from core.models import User
from debates.evidence.models import Source
from debates.evidence.services import add_source
from debates.history.models import Entry
from debates.interchange.formats import bibtex, csl
from debates.interchange.queries import look_over
from debates.interchange.rules import MOST_BYTES, MOST_ITEMS
from debates.interchange.services import bring_sources
from debates.maps import services as maps
from debates.maps.models import Controversy
from debates.maps.rules import Role
from tests.interchange.sources import described, source
from tests.maps.worlds import refused

FILE = """
@book{one, title = {Aid and the state}, author = {Roe, Jane}, year = {2001}}
@article{two, title = {Survey of aid}, doi = {10.1000/182}}
@misc{three, title = {A page}, url = {http://www.example.org/page/?utm_source=x}}
@misc{four, title = {The same page}, url = {https://example.org/page}}
@book{five, title = {Aid and the state}, author = {Roe, Jane}, year = {2001}}
"""


def test_the_report_says_what_each_entry_would_do_and_writes_nothing(ana: User, chloe: User) -> None:
    known = add_source(by=ana, title="Survey of aid, 2nd ed.", doi="10.1000/182")
    before = Entry.objects.count()

    report = look_over(text=FILE)

    assert [line.verdict for line in report.lines] == ["new", "known", "new", "again", "again"]
    assert (report.format, report.new, report.known, report.refused) == ("BibTeX", 2, 3, 0)
    assert (report.lines[1].known, report.lines[1].is_titled_otherwise) == (known, True)
    assert [line.again for line in report.lines[3:]] == [3, 1]
    assert (Source.objects.count(), Entry.objects.count()) == (1, before)


def test_what_is_brought_in_twice_is_there_once(ana: User, chloe: User) -> None:
    add_source(by=ana, title="Survey of aid", doi="10.1000/182")

    assert bring_sources(text=FILE, by=chloe).new == 2
    again = bring_sources(text=FILE, by=chloe)

    assert (again.new, again.known) == (0, 5)
    assert sorted(Source.objects.values_list("title", flat=True)) == ["A page", "Aid and the state", "Survey of aid"]
    book = Source.objects.get(title="Aid and the state")
    assert (book.author_line, book.year, book.added_by) == ("Roe", "2001", chloe)
    assert Entry.objects.filter(verb="source.added", actor=chloe).count() == 2


def test_one_entry_that_cannot_stand_stops_all_of_them(chloe: User) -> None:
    spoilt = FILE + "@misc{js, title = {Bad}, url = {javascript:alert(1)}}\n@book{untitled, year = 2001}"

    with refused("import_refused", "text") as told:
        bring_sources(text=spoilt, by=chloe)

    entries = [entry for entry in told[0].current["entries"] if entry["verdict"] == "refused"]
    assert [(entry["label"], entry["line"], entry["refusal"]["field"]) for entry in entries] == [
        ("js", 7, "url"),
        ("untitled", 8, "title"),
    ]
    assert not Source.objects.exists()


def test_a_bibliography_is_for_curators(ana: User, mod: User, sovereignty: Controversy) -> None:
    for person in (ana, mod):
        with refused("not_curator"):
            bring_sources(text=FILE, by=person)
    maps.grant_role(user=ana, role=Role.CURATOR, by=None, controversy=sovereignty)
    assert bring_sources(text=FILE, by=ana).new == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "text_missing"),
        ("\ufeff  \n", "text_missing"),
        ("hello", "invalid"),
        ("{" * 10_000_000, "too_large"),
        ("\n" * (MOST_BYTES // 2 + 1), "too_large"),
        ("".join(f"@book{{k{n}, title = {{T {n}}}}}\n" for n in range(MOST_ITEMS + 1)), "too_large"),
    ],
    ids=["nothing", "blank", "words", "ten megabytes", "lines", "many"],
)
def test_a_text_that_cannot_be_read_is_answered_in_words(text: str, code: str) -> None:
    with pytest.raises(Refusal) as told:
        look_over(text=text)

    assert (told.value.code, told.value.field) == (code, "text")


@pytest.mark.parametrize(
    ("entry", "code", "field"),
    [
        ("@book{k, title = {a\x00b}}", "bad_characters", "title"),
        ("@book{k, title = {a\u202eb}}", "bad_characters", "title"),
        ("@book{k, title = {" + "x" * 401 + "}}", "too_long", "title"),
        ("@book{k, title = {x}, author = {" + "A and " * 150 + "B}}", "invalid", "authors"),
        ("@book{k, title = {x}, doi = {nonsense}}", "invalid", "doi"),
        ("@book{k, year = 2001}", "text_missing", "title"),
        ('[{"title": "x", "URL": "data:text/html,x"}]', "bad_address", "url"),
        ('[{"title": "x", "author": [{"given": 3}, {}]}]', "invalid", "authors"),
        ("[7]", "invalid", None),
    ],
)
def test_an_entry_that_cannot_stand_is_told_beside_its_field(
    entry: str, code: str, field: str | None, db: None
) -> None:
    [line] = look_over(text=entry).lines

    assert line.verdict == "refused"
    assert line.refusal is not None
    assert (line.refusal.code, line.refusal.field) == (code, field)


def test_a_report_asks_the_database_once(
    ana: User, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    add_source(by=ana, title="T 7", url="https://example.org/7")
    text = "".join(f"@book{{k{n}, title = {{T {n}}}, url = {{https://example.org/{n}}}}}\n" for n in range(300))

    with django_assert_num_queries(1):
        assert look_over(text=text).known == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(sources=st.lists(described(), min_size=1, max_size=4))
@pytest.mark.parametrize("form", ["csl", "bibtex"])
def test_a_library_taken_home_and_brought_back_adds_nothing(
    sources: list[dict[str, Any]], form: str, chloe: User
) -> None:
    Source.objects.all().delete()

    def write(rows: Any) -> str:
        return csl.write(rows) if form == "csl" else bibtex.write(rows, about="x")

    bring_sources(text=write([source(fields, pk) for pk, fields in enumerate(sources, start=1)]), by=chloe)
    held = Source.objects.count()

    again = bring_sources(text=write(Source.objects.order_by("pk")), by=chloe)

    assert (again.new, Source.objects.count()) == (0, held)
