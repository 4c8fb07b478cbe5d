"""Translations are compiled where they were changed, and only there."""

import gettext
import os
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from core import catalogues
from core.management.commands import run

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "%(n)d claim"
msgid_plural "%(n)d claims"
msgstr[0] "%(n)d afirmación"
msgstr[1] "%(n)d afirmaciones"
"""


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one catalogue of a site."""
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path / "written")
    monkeypatch.setattr(catalogues, "COMPILED", tmp_path / "compiled")
    path = tmp_path / "written" / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_what_is_compiled_can_be_read(source: Path) -> None:
    assert catalogues.make_stale() == 1

    with catalogues.target(source).open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert [read.ngettext("%(n)d claim", "%(n)d claims", n) for n in (0, 1, 2)] == [
        "%(n)d afirmaciones",
        "%(n)d afirmación",
        "%(n)d afirmaciones",
    ]


def test_what_is_compiled_is_not_compiled_again(source: Path) -> None:
    catalogues.make_stale()
    assert catalogues.make_stale() == 0


def test_a_start_compiles_once(source: Path) -> None:
    said = StringIO()
    for _start in range(2):
        run.Command(stdout=said).prepare_languages()

    assert said.getvalue().count("languages:") == 1
    assert catalogues.stale() == []


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_another_version_is_compiled_whether_it_is_newer_or_older(source: Path, seconds: int) -> None:
    catalogues.make_stale()
    time = source.stat().st_mtime + seconds
    source.write_text(SOURCE.replace("afirmaciones", "tesis"), encoding="utf-8")
    os.utime(source, (time, time))

    assert catalogues.make_stale() == 1
    assert b"tesis" in catalogues.target(source).read_bytes()


def test_nothing_half_made_is_left(source: Path) -> None:
    source.write_text('msgid "never closed', encoding="utf-8")
    with pytest.raises(PoFileError):
        catalogues.make_stale()
    assert [path.name for path in source.parents[3].rglob("*.*")] == ["django.po"]
