"""CSL-JSON in and out: nothing that we hold is lost, and what we do not hold is named."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from debates.evidence.rules.fields import source_fields
from debates.interchange.formats import csl
from tests.interchange.sources import described, source


@settings(max_examples=60, deadline=None)
@given(st.lists(described(), max_size=2))
def test_what_goes_out_comes_in_the_same(sources: list[dict[str, Any]]) -> None:
    text = csl.write(source(fields, pk) for pk, fields in enumerate(sources, start=1))

    items = csl.read(text)

    assert [source_fields(**item.fields) for item in items] == sources
    assert [item.left_out for item in items] == [[]] * len(sources)


def test_an_item_of_another_tool_is_understood() -> None:
    [item] = csl.read(
        json.dumps(
            {
                "id": "http://zotero.org/groups/1/items/AB",
                "citation-key": "roe2001",
                "type": "paper-conference",
                "title": ["A list of one"],
                "author": [{"family": "Roe", "given": "Jane", "parse-names": True}, "World Bank"],
                "issued": {"raw": "2001-04"},
                "volume": 12,
                "page": "1-9",
                "abstract": "…",
                "ISBN": "1",
            }
        )
    )

    assert item.label == "roe2001"
    fields = source_fields(**item.fields)
    assert (fields["csl_type"], fields["title"], fields["volume"]) == ("chapter", "A list of one", "12")
    assert fields["authors"] == [{"family": "Roe", "given": "Jane"}, {"literal": "World Bank"}]
    assert fields["issued"] == [2001, 4]
    assert item.left_out == ["ISBN", "abstract"]


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        ({"type": "song", "title": "x"}, ["type: song"]),
        ({"title": "x", "issued": {"date-parts": [[2001], [2003]]}}, ["issued: end"]),
        ({"title": "x", "issued": {"literal": "forthcoming"}}, ["issued"]),
        ({"title": "x", "author": "Roe"}, ["author"]),
    ],
)
def test_what_has_no_place_is_named(said: dict[str, Any], left_out: list[str]) -> None:
    [item] = csl.read(json.dumps([said]))

    assert item.left_out == left_out
    assert source_fields(**item.fields)["title"] == "x"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[{"title": "x"},\n {"title": }]', "Line 2, column 12"),
        ("[" * 5000, "Line 1, column"),
        ('{"items": 3}', "a list of items"),
        ('[{"title": "\\ud800"}]', "Line 1, column"),
    ],
)
def test_what_is_no_csl_json_is_told_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(Refusal) as told:
        csl.read(text)

    assert sentence in str(told.value.message)


def test_a_retraction_goes_out_as_a_note_and_comes_in_as_none(db: None) -> None:
    fallen = source({"title": "Survey", "retracted_at": "2026-03-03", "reason": "Fraud"})

    item = csl.item_of(fallen)

    assert item["note"] == "Retracted: Fraud"
    assert csl.read(json.dumps([item]))[0].left_out == []
