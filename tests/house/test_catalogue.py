"""The Spanish catalogue is whole: every text of the interface is in it, translated, with its blanks in place."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.core.management import call_command
from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "core" / "locale" / "es" / "LC_MESSAGES" / "django.po"
BLANKS = re.compile(r"%\(\w+\)[sd]|</?\w+|%%")


def messages(path: Path = CATALOGUE) -> Iterator[Message]:
    """What a catalogue holds, without its head."""
    with path.open("rb") as file:
        yield from (message for message in read_po(file, abort_invalid=True) if message.id)


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """One text, or the singular and the plural."""
    return [text] if isinstance(text, str) else list(text or [""])


def named(message: Message) -> tuple[str | None, str]:
    """What the code calls a message by."""
    return message.context, forms(message.id)[0]


def test_every_message_is_translated() -> None:
    assert [named(message) for message in messages() if not all(forms(message.string))] == []


def test_no_translation_is_a_guess() -> None:
    assert [named(message) for message in messages() if message.fuzzy] == []


def test_a_translation_has_the_blanks_and_tags_of_its_original() -> None:
    wrong = [
        named(message)
        for message in messages()
        for original, translated in zip(forms(message.id), forms(message.string), strict=True)
        if Counter(BLANKS.findall(original)) != Counter(BLANKS.findall(translated))
    ]
    assert wrong == []


def test_a_translation_begins_and_ends_as_its_original_does() -> None:
    """Pieces that stand beside others would run together, or a sentence would miss its end."""
    wrong = [
        named(message)
        for message in messages()
        for original, translated in zip(forms(message.id), forms(message.string), strict=True)
        if translated
        and (original[0].isspace(), original[-1].isspace(), original.rstrip("”")[-1] in ".:")
        != (translated[0].isspace(), translated[-1].isspace(), translated.rstrip("»")[-1] in ".:")
    ]
    assert wrong == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext's xgettext is not installed here")
def test_the_catalogue_has_what_the_code_says_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """`make words` brings it up to date."""
    for folder in ("core", "debates", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("locale", "__pycache__"))
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    call_command("makemessages", locale=["es"], verbosity=0, stdout=StringIO())

    said = {named(message) for message in messages(tmp_path / "locale" / "es" / "LC_MESSAGES" / "django.po")}
    kept = {named(message) for message in messages()}
    assert said - kept == set(), "not in the catalogue"
    assert kept - said == set(), "said nowhere any more"
