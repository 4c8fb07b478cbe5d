"""What was looked for is marked in the text as it was written."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from debates.maps.queries.search import plain
from debates.reading.marks import LONGEST, START, STOP, Piece, cut, mark


def marked(text: str, *words: str) -> str:
    """The text with [brackets] around what is marked, as the database would have said it for these words."""
    headline = plain(text)
    for word in words:
        headline = headline.replace(word, f"{START}{word}{STOP}")
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in mark(text, headline))


def test_a_word_is_marked_where_it_stands() -> None:
    assert marked("Aid harms civilians.", "civilians") == "Aid harms [civilians]."
    assert marked("civilians, and civilians", "civilians") == "[civilians], and [civilians]"


def test_accents_stay_as_they_were_written() -> None:
    assert marked("La extradición, ¿para qué?", "extradicion", "que") == "La [extradición], ¿para [qué]?"


def test_letters_that_are_several_or_none_in_plain_do_not_shift_the_marks() -> None:
    assert marked("Wait… ½ of the oﬃce waits", "waits") == "Wait… ½ of the oﬃce [waits]"
    assert marked("o\u0323\u0301 first, then waits", "waits") == "o\u0323\u0301 first, then [waits]"


def test_what_the_database_reads_otherwise_is_left_unmarked() -> None:
    assert mark("One text.", f"{START}Another{STOP} text.") == [Piece("One text.")]
    assert mark("One text.", "") == [Piece("One text.")]


@given(st.text(st.characters(exclude_characters=START + STOP, exclude_categories=["Cs"]), max_size=80))
def test_nothing_of_any_text_is_lost(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    read = plain(text)
    half = len(read) // 2

    pieces = mark(text, f"{read[:half]}{START}{read[half:]}{STOP}")

    assert "".join(piece.text for piece in pieces) == text


def test_a_long_text_is_cut_to_what_stands_around_the_first_hit() -> None:
    long = [Piece("word " * 200), Piece("civilians", True), Piece(" word" * 200)]

    shown = cut(long)

    assert Piece("civilians", True) in shown
    assert shown[0].text == "… "
    assert shown[-1].text == "…"
    assert sum(len(piece.text) for piece in shown) <= LONGEST + 4


def test_a_long_text_without_a_hit_is_cut_at_its_end_between_words() -> None:
    shown = cut([Piece("word " * 200)])

    assert [piece.text for piece in shown][-1] == "…"
    assert shown[0].text.startswith("word word")
    assert shown[0].text.endswith("word")
    assert cut([Piece("short")]) == [Piece("short")]


@given(st.lists(st.tuples(st.text(max_size=200), st.booleans()), max_size=8))
def test_a_cut_text_is_never_much_longer_than_it_may_be(parts: list[tuple[str, bool]]) -> None:
    shown = cut([Piece(*part) for part in parts])

    assert sum(len(piece.text) for piece in shown) <= LONGEST + 3
