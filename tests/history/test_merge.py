"""Two rewordings of one text made into one, where they do not meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debates.history.rules import merge

WORDS = [f"word{n}" for n in range(12)]


def test_both_changes_stand_in_the_merged_wording() -> None:
    base = "Aid weakens sovereignty in small states."
    assert merge(base, "Aid can weaken sovereignty in small states.", "Aid weakens sovereignty in tiny states.") == (
        "Aid can weaken sovereignty in tiny states."
    )


@pytest.mark.parametrize(
    ("base", "one", "other", "merged"),
    [
        ("a b c", "x b c", "a b y", "x b y"),
        ("a b c", "x b c", "a y c", "x y c"),  # neighbours, each a word of its own
        ("a b c", "b c", "a b", "b"),
        ("a b c", "x b c", "x b c", "x b c"),  # the same change twice is one
        ("a b c", "x b c", "x b y", "x b y"),
        ("a b c", "a b c", "a b d", "a b d"),
        ("a b c", "a b d", "a b c", "a b d"),
        ("", "", "a", "a"),
        ("Niñas y niños", "Niñas y adultos", "Las niñas y niños", "Las niñas y adultos"),
        ("a b c", "a x c", "a y c", None),
        ("a b c", "a c", "a x c", None),
        ("a b", "a x b", "a y b", None),  # two insertions at one place: which comes first?
        ("a b c", "a x b c", "a d c", None),
        ("a", "", "b", None),
        ("", "a", "b", None),
    ],
)
def test_a_merge_by_example(base: str, one: str, other: str, merged: str | None) -> None:
    assert merge(base, one, other) == merged
    assert merge(base, other, one) == merged


rewordings = st.dictionaries(st.integers(0, len(WORDS) - 1), st.sampled_from(["", "new", "new two"]), max_size=4)


def reworded(changes: dict[int, str], mark: str) -> str:
    """The words, some of them replaced, taken out, or made two."""
    made = [" ".join(mark + part for part in changes[n].split()) if n in changes else w for n, w in enumerate(WORDS)]
    return " ".join(word for word in made if word)


@given(mine=rewordings, theirs=rewordings)
def test_changes_of_different_words_are_all_in_the_merged_text_and_nothing_else(
    mine: dict[int, str], theirs: dict[int, str]
) -> None:
    base = " ".join(WORDS)
    one, other = reworded(mine, "my"), reworded(theirs, "their")
    merged = merge(base, one, other)
    both = {n for n in mine.keys() & theirs.keys() if mine[n] or theirs[n]}

    if both:
        assert merged is None
    elif merged is not None:
        expected = [word for word in one.split() if word.startswith("my")]
        assert [word for word in merged.split() if word.startswith("my")] == expected
        assert [word for word in merged.split() if word.startswith("their")] == [
            word for word in other.split() if word.startswith("their")
        ]
        kept = [word for n, word in enumerate(WORDS) if n not in mine and n not in theirs]
        assert [word for word in merged.split() if word.startswith("word")] == kept


@given(mine=rewordings, theirs=rewordings)
def test_changes_with_a_word_between_them_always_merge(mine: dict[int, str], theirs: dict[int, str]) -> None:
    mine = {n: text for n, text in mine.items() if n < 5}
    theirs = {n: text for n, text in theirs.items() if n > 6}

    assert merge(" ".join(WORDS), reworded(mine, "my"), reworded(theirs, "their")) is not None


@given(text=st.text(max_size=60), one=st.text(max_size=60), other=st.text(max_size=60))
def test_any_texts_merge_or_refuse_alike_from_both_sides(text: str, one: str, other: str) -> None:
    assert merge(text, one, other) == merge(text, other, one)
    assert merge(text, text, other) == other
    assert merge(text, one, text) == one
    assert merge(text, one, one) == one
