"""The way from one wording to another holds both of them whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debates.history.rules import Piece, diff

WORDS = st.lists(
    st.sampled_from(["aid", "weakens", " ", "  ", ",", ".", "naïve", "¿por", "qué?", "—", "2.5", "\n", "a"])
)
TEXTS = st.one_of(st.text(max_size=200), WORDS.map("".join))


@given(TEXTS, TEXTS)
def test_what_stayed_and_came_is_the_new_and_what_stayed_and_went_the_old(before: str, after: str) -> None:
    pieces = diff(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_the_same_wording_has_no_change_in_it(text: str) -> None:
    assert diff(text, text) == ([Piece("same", text)] if text else [])


def test_a_change_is_told_in_whole_words_what_went_before_what_came() -> None:
    assert diff("Aid weakens sovereignty.", "Aid can weaken sovereignty.") == [
        Piece("same", "Aid "),
        Piece("removed", "weakens"),
        Piece("added", "can weaken"),
        Piece("same", " sovereignty."),
    ]


def test_neighbouring_words_that_were_replaced_are_shown_as_one_run() -> None:
    assert diff("Security tactics always hurt civilians.", "Security approaches harm civilians.") == [
        Piece("same", "Security "),
        Piece("removed", "tactics always hurt"),
        Piece("added", "approaches harm"),
        Piece("same", " civilians."),
    ]


SIGNS = ["! " * 500, "!?" * 500, "a b " * 250, "".join(chr(33 + n % 7) for n in range(1000))]


@pytest.mark.parametrize("before", SIGNS)
def test_signs_without_end_are_told_as_one_change(before: str) -> None:
    """Looking for what such wordings share would hold up everybody else for seconds."""
    after = before[500:][::-1] + before[:200]
    pieces = diff(f"Courts {before} stay.", f"Courts {after} stay.")
    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]


def test_a_small_change_in_signs_without_end_is_still_a_small_one() -> None:
    text = "! " * 500
    assert diff(text + "so", text + "no") == [Piece("same", text), Piece("removed", "so"), Piece("added", "no")]
