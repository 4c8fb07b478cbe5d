"""Each strength has its word, and none where too few people have rated."""

import pytest

from debates.insight.words import STANDINGS, word_for


@pytest.mark.parametrize(
    ("strength", "code"),
    [
        (0.0, "does_not_hold_up"),
        (0.3499, "does_not_hold_up"),
        (0.35, "leans_weak"),
        (0.45, "leans_weak"),
        (0.4501, "contested"),
        (0.5, "contested"),
        (0.55, "contested"),
        (0.5501, "leans_strong"),
        (0.65, "leans_strong"),
        (0.6501, "stands"),
        (1.0, "stands"),
    ],
)
def test_a_strength_has_the_word_of_its_range(strength: float, code: str) -> None:
    assert word_for(strength, 3).code == code


@pytest.mark.parametrize("raters", [0, 1, 2])
def test_fewer_than_three_raters_are_too_few_to_say(raters: int) -> None:
    assert word_for(0.9, raters).code == "too_few"


@pytest.mark.usefixtures("english")
def test_the_words_are_those_that_help_explains() -> None:
    assert {standing.code: str(standing.label) for standing in STANDINGS} == {
        "does_not_hold_up": "does not hold up",
        "leans_weak": "leans weak",
        "contested": "contested",
        "leans_strong": "leans strong",
        "stands": "stands",
        "too_few": "too few ratings to say",
    }


def test_standings_are_told_apart_by_code_without_being_translated() -> None:
    assert word_for(0.5, 3) == word_for(0.52, 9)
    assert len(set(STANDINGS)) == 6
