"""What people type, cleaned and rendered."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refusal
from core.text import clean, is_seen, markdown


def cleaned(text: str, *, limit: int = 500, required: bool = True) -> str:
    return clean(text, field="text", limit=limit, required=required)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Aid  works. ", "Aid works."),
        ("Aid\tworks.", "Aid works."),
        ("Aid\u00a0works.\u3000", "Aid works."),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\n\n one \n  two\n", "one\ntwo"),
        ("nin\u0303o", "niño"),
        ("👩‍🏫 teaches", "👩‍🏫 teaches"),
    ],
)
def test_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\uffff"])
def test_an_invisible_control_character_is_named_with_its_place(sign: str) -> None:
    with pytest.raises(Refusal) as refused:
        cleaned(f"ab{sign}c")
    assert refused.value.code == "bad_characters"
    assert refused.value.field == "text"
    assert "Character 3" in str(refused.value.message)
    assert f"U+{ord(sign):04X}" in str(refused.value.message)


def test_too_long_says_how_much_to_take_out() -> None:
    assert cleaned("x" * 5, limit=5) == "xxxxx"
    with pytest.raises(Refusal) as refused:
        cleaned("x" * 8, limit=5)
    assert refused.value.code == "too_long"
    assert "3 more" in str(refused.value.message)


@pytest.mark.parametrize(
    "nothing", ["", "   ", "\n\t\n", "\u200b\u2060", "\u200b\n\u00ad", "\u3164", "\u2800", "\ufe0f", "\U000e0020"]
)
def test_nothing_is_refused_only_where_something_is_needed(nothing: str) -> None:
    assert cleaned(nothing, required=False) == ""
    with pytest.raises(Refusal) as refused:
        cleaned(nothing)
    assert refused.value.code == "text_missing"


def test_no_space_and_no_format_sign_shows() -> None:
    signs = [chr(code) for code in range(0x110000)]
    hidden = [sign for sign in signs if unicodedata.category(sign) in ("Cf", "Zs", "Zl", "Zp")]

    assert len(hidden) > 150
    assert [sign for sign in hidden if is_seen(sign)] == []
    assert [
        sign for sign in signs if unicodedata.category(sign) in ("Ll", "Nd", "Po", "Sm") and not is_seen(sign)
    ] == []


@given(st.text())
def test_what_is_kept_is_kept_unchanged_by_a_second_cleaning(text: str) -> None:
    try:
        once = cleaned(text, limit=10_000, required=False)
    except Refusal:
        return
    assert cleaned(once, limit=10_000, required=False) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()


def test_markdown_keeps_structure_and_drops_the_rest() -> None:
    page = markdown("## Title\n\nA *word* and a [link](https://example.org).\n\n- one")
    assert "<h2>Title</h2>" in page
    assert "<em>word</em>" in page
    assert 'href="https://example.org"' in page
    assert "<li>one</li>" in page


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://example.org/x.png)",
        "[x](javascript:alert(1))",
        '<a href="https://example.org" onclick="alert(1)">x</a>',
        "<style>p { display: none }</style>",
    ],
)
def test_markdown_lets_nothing_through_that_acts(evil: str) -> None:
    page = markdown(evil)
    acting = ("<script", "<img", "<style", 'href="javascript', '<a href="https://example.org" onclick')
    assert not any(part in page for part in acting)
