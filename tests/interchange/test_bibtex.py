"""BibTeX in and out: accents, braces, abbreviations and names; whatever comes is answered, and in time."""

import unicodedata
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from debates.evidence.rules.fields import source_fields
from debates.interchange.formats import bibtex
from debates.interchange.formats.bibtex_values import LONGEST
from debates.interchange.formats.latex import decode, encode
from tests.interchange.sources import SIGNS, described, source


@given(st.text(SIGNS))
def test_text_reads_as_it_was_written(text: str) -> None:
    assert decode(encode(text)) == unicodedata.normalize("NFC", text)


@settings(max_examples=60, deadline=None)
@given(st.lists(described(), min_size=1, max_size=2))
def test_what_goes_out_comes_in_the_same(sources: list[dict[str, Any]]) -> None:
    text = bibtex.write((source(fields, pk) for pk, fields in enumerate(sources, start=1)), about="x @misc{y")

    items = bibtex.read(text)

    assert [item.refusal for item in items] == [None] * len(sources)
    assert [source_fields(**item.fields) for item in items] == sources
    assert [item.left_out for item in items] == [[]] * len(sources)


FILE = r"""
A remark before.
@string{jop = "The Journal of " # {Politics}}
@preamble{"\newcommand{\x}{y}"}
@comment{nothing @article{a}}
@Article(dube2015,
  Author = "Dube, Oeindrila and Suresh Naidu and others",
  title = {{Bases}, {\em Bullets}, and Ballots -- once more},
  journal = jop, year = 2015, month = "1~" # jan, volume = {77}, number = {1}, pages = {249--267},
  DOI = {https://doi.org/10.1086/679021}, keywords = {aid}
)
@book{marquez, author = {Garc{\'\i}a M{\'a}rquez, Gabriel and {de la Cruz y Asociados}}, title = {El c\'olera},
  subtitle = "Una novela", publisher = {Oveja {\&} Hijos}, date = {1985-09-05/1985-10}, isbn = {1}}
@online{page, title = {A page}, url = {\url{https://example.org/a\_b?x=1\&y=2}}, urldate = {2020-01-01}}
@phdthesis{thesis, title = {Th\`ese}, author = {van der Berg, Jr., \"Ol}, school = {Universit\'e}, year = {in press}}
"""


def test_the_dialects_of_other_tools_are_understood() -> None:
    article, book, page, thesis = bibtex.read(FILE)

    assert (article.label, article.line, book.line) == ("dube2015", 6, 12)
    assert article.fields["title"] == "Bases, Bullets, and Ballots – once more"
    assert article.fields["authors"] == [
        {"family": "Dube", "given": "Oeindrila"},
        {"family": "Naidu", "given": "Suresh"},
    ]
    assert (article.fields["container"], article.fields["volume"], article.fields["issue"]) == (
        *("The Journal of Politics", "77"),
        "1",
    )
    assert (article.fields["pages"], article.fields["issued"]) == ("249–267", [2015])
    assert source_fields(**article.fields)["doi"] == "10.1086/679021"
    assert article.left_out == ["date", "keywords"]  # "1 jan" is no month
    assert book.fields["authors"] == [
        {"family": "García Márquez", "given": "Gabriel"},
        {"literal": "de la Cruz y Asociados"},
    ]
    assert (book.fields["title"], book.fields["issued"]) == ("El cólera: Una novela", [1985, 9, 5])
    assert (book.fields["publisher"], book.left_out) == ("Oveja & Hijos", ["isbn"])
    assert (page.fields["csl_type"], page.fields["url"]) == ("webpage", "https://example.org/a_b?x=1&y=2")
    assert thesis.fields["authors"] == [
        {"family": "Berg", "given": "Öl", "suffix": "Jr.", "non-dropping-particle": "van der"}
    ]
    assert (thesis.fields["csl_type"], thesis.fields["publisher"], thesis.left_out) == (
        *("document", "Université"),
        ["date"],
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@book{a, title = {Never closed", "not well formed"),
        ("@book{a, title = {x}\n@book{b, title = {y}}", "not well formed"),
        ("@book{a, title = nowhere}", "“nowhere”, which is not defined"),
        ("@book{a, title = {" + "x" * (LONGEST + 1) + "}}", "too long to be read"),
    ],
)
def test_a_spoilt_entry_is_told_with_its_line(text: str, sentence: str) -> None:
    items = bibtex.read("\n\n" + text)

    assert sentence in str(next(item.refusal for item in items if item.refusal).message)
    assert items[0].line == 3


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"@string{{a{n} = a{n - 1} # a{n - 1} # a{n - 1}}}\n" for n in range(1, 2000))
        + '@string{a0 = "x"}\n@book{k, title = a1999}',
        '@string{a0 = "xxxxxxxxxx"}\n'
        + "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 2000))
        + "@book{k, title = a1999}",
        "@book{k, title = {" + "{" * 9000 + "}" * 9000 + "}}",
        "@book{k, title = {" + r"\sqrt[" * 3000 + "}}",
        "@book{k, title = {" + r"\'" * 9000 + "}}",
        "@book{k, title = " + '"a" # ' * 50_000 + '"b"}',
        "@book{k, title = {x}, author = {" + "a and " * 3000 + "b}}",
        "@book{k, title = {x}, author = {" + "," * 9000 + "}}",
        "@book{k," + "title = {x}," * 18_000 + "}",
        (" " * 200 + "@x{") * 1000,
        "@a{x, y = {\n" * 4000,
        "@" * 240_000,
        "@a{" * 80_000,
        "{" * 240_000,
    ],
    ids=lambda text: text[:16] + str(len(text)),
)
def test_hostile_files_are_answered(text: str) -> None:
    """No recursion, no growth: each of these took minutes, or all memory, with a naive reader."""
    with suppress(Refusal):
        for item in bibtex.read(text):
            assert item.refusal or len(str(item.fields)) < 50 * LONGEST


@pytest.mark.parametrize("command", [r"\input{/etc/passwd}", r"\write18{ls}", r"\include{x}", r"\def\a{b}"])
def test_a_command_is_never_run(command: str) -> None:
    [item] = bibtex.read(f"@book{{k, title = {{{command}}}}}")

    assert "root:" not in item.fields["title"]
    assert "\\" not in item.fields["title"]
