"""Words find texts: endings, accents, ranges, unfinished words, two languages, and whatever else is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import User
from debates.maps.models import Claim, Controversy, Subject
from debates.maps.models.gate import NOBODY
from debates.maps.queries.fitting import Asked, fitting
from debates.maps.queries.search import find_claims, words_in
from debates.maps.services import add_claim
from tests.maps.worlds import open_map

TEXTS = {
    "extradition": "Extradition of nationals weakens the courts.",
    "sanction": "A sanction hits farmers first.",
    "years": "Cultivation fell in 2015-2020, then rose.",
    "halves": "Most men/women on the council are self-employed.",
    "host": "The U.S. embassy lists it on example.org.",
    "organ": "The organization of American states has a say.",
}
TEXTOS = {
    "extradición": "La extradición debilita a los tribunales.",
    "derechos": "Los derechos humanos se verifican en el terreno.",
    "política": "Toda política tiene su precio.",
}


@pytest.fixture
def claims(sovereignty: Controversy, chloe: User, ana: User, relations_subject: Subject) -> dict[int, str]:
    """{claim: its name}: some in English, some in Spanish."""
    spanish = open_map(relations_subject, chloe, "soberania", language="es")
    made = {add_claim(controversy=sovereignty, by=ana, text=text).pk: name for name, text in TEXTS.items()}
    return made | {add_claim(controversy=spanish, by=ana, text=text).pk: name for name, text in TEXTOS.items()}


def found(typed: str, claims: dict[int, str]) -> set[str]:
    words = words_in(typed)
    ids = fitting(rights=NOBODY, asked=Asked(words=typed), words=words).ids if words else []
    return {claims[pk] for pk in ids}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("extradicion", {"extradición"}),
        ("EXTRADICIÓN", {"extradición"}),
        ("extradit", {"extradition"}),
        ("extradi", {"extradition", "extradición"}),
        ("sanctions", {"sanction"}),
        ("sanctioned farmer", {"sanction"}),
        ("derecho", {"derechos"}),
        ("derecho human", {"derechos"}),
        ("politica", {"política"}),
        ("políticas", {"política"}),
        ("2015-2020", {"years"}),
        ("2020", {"years"}),
        ("2015–2020", {"years"}),
        ("men/women", {"halves"}),
        ("women", {"halves"}),
        ("self-employed", {"halves"}),
        ("U.S. embass", {"host"}),
        ("example.org", {"host"}),
        ("courts tribunales", set()),
        ("the", set()),
    ],
)
def test_a_text_is_found_by_what_people_type(typed: str, names: set[str], claims: dict[int, str]) -> None:
    assert found(typed, claims) == names


@pytest.mark.parametrize("word", ["extraditi", "extraditio", "organizati", "organizatio", "cultivati"])
def test_a_word_longer_than_its_stem_is_found_while_it_is_typed(word: str, claims: dict[int, str]) -> None:
    assert found(word, claims) >= {name for name, text in TEXTS.items() if word in text.lower()}


def test_a_stem_that_only_looks_alike_is_not_found_while_typing(claims: dict[int, str]) -> None:
    """ "Courtesies" shares its first letters with "courts", and no more."""
    assert found("courtesie", claims) == set()
    assert found("nationals courtesie", claims) == set()


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("niño", "Ningún tribunal basta."),
        ("casa", "Casi nadie va."),
        ("casa", "Todo castigo tiene su precio."),
        ("derechos niño", "Los derechos de ningún pueblo se venden."),
        ("the niño", "Nine courts were opened."),
    ],
)
def test_what_begins_as_the_stem_of_the_last_word_and_not_as_the_word_is_not_found(
    typed: str, other: str, claims: dict[int, str], ana: User
) -> None:
    for controversy in Controversy.objects.all():
        claims[add_claim(controversy=controversy, by=ana, text=other).pk] = "other"

    assert "other" not in found(typed, claims)


def test_stop_words_before_and_at_the_end_take_nothing_away(claims: dict[int, str]) -> None:
    assert found("the cour", claims) == {"extradition"}
    assert found("courts the", claims) == {"extradition"}
    assert found("courts of the", claims) == {"extradition"}


def test_only_the_last_word_may_be_unfinished(claims: dict[int, str]) -> None:
    assert found("farmers fir", claims) == {"sanction"}
    assert found("far first", claims) == set()


NASTY = "ab1é.'\"\\&|!()<>:*-@%_\0\u202e "


@given(st.text(st.characters(), max_size=300) | st.text(st.sampled_from(NASTY), max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_string_breaks_the_search(sovereignty: Controversy, typed: str) -> None:
    words = words_in(typed)
    if words:
        fitting(rights=NOBODY, asked=Asked(words=typed), words=words[:12])
    assert find_claims(controversy=sovereignty, viewer=None, words=typed) == []


LONG = ("x" * 10_000, "word " * 2_000, "é" * 10_000, "&|!" * 3_333, "\0" * 10_000, "a'b\"" * 2_500)


@pytest.mark.parametrize("typed", LONG)
def test_ten_thousand_characters_are_looked_for_like_few(typed: str, claims: dict[int, str], thesis: Claim) -> None:
    assert found(" ".join(words_in(typed)[:12]), claims) == set()
