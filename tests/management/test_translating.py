"""A translation has words for everything in the original and for nothing else; the structure is the original's."""

import json
import re
from copy import deepcopy
from typing import Any

import pytest

from debates.management.commands.seed import CONTROVERSIES, LANGUAGES
from debates.management.loading import SEED, read_seed
from debates.management.translating import translated

ORIGINAL: dict[str, Any] = {
    "format": "dissoi/1",
    "controversy": {
        "subject": "relations",
        "slug": "aid",
        "title": "Aid",
        "question": "Does aid help?",
        "summary": "",
        "background": "",
    },
    "claims": [
        {"id": "c1", "text": "Aid helps.", "kind": "fact", "author": "ana", "thesis": 1},
        {"id": "c2", "text": "It feeds people.", "kind": "fact", "author": "ben"},
    ],
    "relations": [
        {"id": "r1", "child": "c2", "parent": "c1", "side": "pro", "author": "ben", "warrant": "Fed people live."}
    ],
    "evidence": [
        {"id": "e1", "claim": "c2", "source": "report", "side": "pro", "text": "It says so.", "locator": "Summary"},
        {"id": "e2", "claim": "c2", "source": "report", "side": "con", "text": "Not everywhere."},
    ],
    "comments": [{"id": "k1", "on": "c2", "author": "ana", "intent": "remark", "text": "Yes."}],
    "ratings": {"c1": {"ben": 3}},
}
TRANSLATION: dict[str, Any] = {
    "format": "dissoi-translation/1",
    "of": "aid",
    "language": "es",
    "controversy": {
        "slug": "ayuda",
        "title": "La ayuda",
        "question": "¿Sirve la ayuda?",
        "summary": "Resumen",
        "background": "Fondo",
    },
    "texts": {
        "c1": "La ayuda sirve.",
        "c2": "Alimenta a la gente.",
        "e1": "Lo dice.",
        "e2": "No en todas partes.",
        "k1": "Sí.",
    },
    "warrants": {"r1": "Quien come, vive."},
    "locators": {"e1": "Resumen"},
}


def shorn(content: Any) -> Any:
    """The content without what a translation replaces."""
    if isinstance(content, dict):
        words = {"text", "warrant", "locator", "slug", "title", "question", "summary", "background", "language"}
        return {name: shorn(value) for name, value in content.items() if name not in words}
    return [shorn(value) for value in content] if isinstance(content, list) else content


def test_only_words_differ_from_the_original() -> None:
    edition = translated(ORIGINAL, TRANSLATION)

    assert shorn(edition) == shorn(ORIGINAL)
    assert edition["controversy"]["language"] == "es"
    assert edition["controversy"]["question"] == "¿Sirve la ayuda?"
    assert [claim["text"] for claim in edition["claims"]] == ["La ayuda sirve.", "Alimenta a la gente."]
    assert edition["relations"][0]["warrant"] == "Quien come, vive."
    assert [one.get("locator") for one in edition["evidence"]] == ["Resumen", None]


def test_the_original_is_left_as_it_was() -> None:
    before = deepcopy(ORIGINAL)
    translated(ORIGINAL, TRANSLATION)
    assert before == ORIGINAL


@pytest.mark.parametrize(
    ("part", "name", "said"),
    [
        ("texts", "c2", "no text for c2"),
        ("texts", "k1", "no text for k1"),
        ("warrants", "r1", "no warrant for r1"),
        ("locators", "e1", "no locator for e1"),
        ("controversy", "question", "no question"),
    ],
)
@pytest.mark.parametrize("empty", [True, False])
def test_what_has_no_words_is_named(part: str, name: str, said: str, empty: bool) -> None:
    lacking = deepcopy(TRANSLATION)
    if empty:
        lacking[part][name] = ""
    else:
        del lacking[part][name]

    with pytest.raises(ValueError, match=re.escape(f"the translation of aid has {said}")):
        translated(ORIGINAL, lacking)


def test_words_for_nothing_are_named() -> None:
    with pytest.raises(ValueError, match="c9, which the original does not have"):
        translated(ORIGINAL, TRANSLATION | {"texts": TRANSLATION["texts"] | {"c9": "Sobra."}})


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code])
@pytest.mark.parametrize("name", ["subject", *CONTROVERSIES])
def test_our_debates_are_translated_whole(name: str, language: str) -> None:
    edition = read_seed(name, language)
    assert shorn(edition) == shorn(read_seed(name))


def test_there_is_no_translation_of_nothing() -> None:
    for language in (code for code in LANGUAGES if code):
        names = {json.loads(path.read_text())["of"] for path in (SEED / language).glob("*.json")}
        assert names == {"subject", *CONTROVERSIES}
