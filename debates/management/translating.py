"""An edition in another language: the structure of the original, the words of its translation."""

from collections.abc import Mapping, Sequence
from typing import Any

FORMAT = "dissoi-translation/1"
TEXTS = ("claims", "evidence", "comments")
WORDS = {
    "subject": ("slug", "title", "summary", "background"),
    "controversy": ("slug", "title", "question", "summary", "background"),
}

Content = Mapping[str, Any]


def translated(original: Content, translation: Content) -> dict[str, Any]:
    """The content of the original in the translation's language, of the same form as the original.

    Raises ValueError that names the first thing without words, or with words and without an original.
    """
    name = translation["of"]
    about = "subject" if "subject" in original else "controversy"
    whole = dict(original) | {
        about: _about(original[about], translation[about], WORDS[about], name) | {"language": translation["language"]}
    }
    if about == "subject":
        return whole
    rows = [row for part in TEXTS for row in original[part]]
    texts = _words(rows, "text", translation["texts"], name)
    warrants = _words(original["relations"], "warrant", translation["warrants"], name)
    locators = _words(original["evidence"], "locator", translation["locators"], name)
    for part in TEXTS:
        whole[part] = [row | {"text": texts[row["id"]]} for row in original[part]]
    whole["relations"] = _with(original["relations"], "warrant", warrants)
    whole["evidence"] = _with(whole["evidence"], "locator", locators)
    return whole


def _about(original: Content, words: Mapping[str, str], wanted: Sequence[str], name: str) -> dict[str, Any]:
    for field in wanted:
        if not words.get(field):
            raise ValueError(f"the translation of {name} has no {field}")
    return dict(original) | {field: words[field] for field in wanted}


def _words(rows: Sequence[Content], field: str, words: Mapping[str, str], name: str) -> Mapping[str, str]:
    """The words for every row that has some in the original, and for no other."""
    wanted = [row["id"] for row in rows if row.get(field)]
    for row in wanted:
        if not words.get(row):
            raise ValueError(f"the translation of {name} has no {field} for {row}")
    if unknown := sorted(set(words) - set(wanted)):
        raise ValueError(f"the translation of {name} has a {field} for {unknown[0]}, which the original does not have")
    return words


def _with(rows: Sequence[Content], field: str, words: Mapping[str, str]) -> list[dict[str, Any]]:
    return [dict(row) | ({field: words[row["id"]]} if row["id"] in words else {}) for row in rows]
