"""Load our first debates, once, in each language; in the demonstration also the accounts to try them with."""

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.accounts.demo import DEMO_ACCOUNTS, demo_password
from core.accounts.services import ensure_person, set_password
from core.models import User
from debates.evidence.models import Source
from debates.management.loading import is_translated, load_controversy, load_sources, read_seed, take_stock
from debates.maps import queries
from debates.maps import services as maps
from debates.maps.models import Controversy, Subject
from debates.maps.rules import Role

SUBJECT = "subject"
CONTROVERSIES = ("human-rights", "drug-policy", "peace-process", "sovereignty")
ORIGINAL = ""  # the language of the files themselves
LANGUAGES = (ORIGINAL, "es")
DEMO_ROLES = {"teacher": Role.TEACHER, "moderator": Role.MODERATOR, "curator": Role.CURATOR}
EDITORS = "editors"


class Command(BaseCommand):
    help = "Loads the subject Colombia–United States relations with its four controversies, in each language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="load nothing where there is a subject already")

    def handle(self, *_args: Any, if_empty: bool, **_options: Any) -> None:
        if settings.DEMO:
            self._demo_accounts()
        if if_empty and queries.subjects().exists():
            self.stdout.write("There are debates already.")
            return
        with transaction.atomic():  # whole or not at all: a start that was interrupted finds an empty site again
            loaded = _Seeding().fill()
        for name in loaded:
            self.stdout.write(f"Loaded {name}.")
        if loaded:
            take_stock()
        else:
            self.stdout.write("The first debates are there already.")

    def _demo_accounts(self) -> None:
        password = demo_password()
        people = {name: ensure_person(name=name, password=password, admin=name == "admin") for name in DEMO_ACCOUNTS}
        if not people[DEMO_ACCOUNTS[0]].check_password(password):  # the file with the password was lost
            for person in people.values():
                set_password(person=person, password=password)
        for name, person in people.items():
            if name in DEMO_ROLES:
                maps.grant_role(user=person, role=DEMO_ROLES[name], by=None)


class _Seeding:
    """What stands at its address already is left as it is; the rest is loaded, originals first."""

    def __init__(self) -> None:
        self.people = _People()
        self.by = self.people(EDITORS)
        maps.grant_role(user=self.by, role=Role.CURATOR, by=None)
        self.sources: Mapping[str, Source] = {}

    def fill(self) -> list[str]:
        """The names of what was loaded."""
        return [name for language in LANGUAGES for name in self._edition(language)]

    def _edition(self, language: str) -> list[str]:
        names = [name for name in CONTROVERSIES if not language or is_translated(name, language)]
        contents = {name: read_seed(name, language) for name in names}
        missing = {name: one for name, one in contents.items() if self._controversy(one) is None}
        if not missing:
            return []
        subject = self._ensure_subject(read_seed(SUBJECT, language)[SUBJECT], is_original=not language)
        self.sources = self.sources or load_sources(by=self.by)
        for name, content in missing.items():
            load_controversy(
                content,
                subject=subject,
                by=self.by,
                people=self.people,
                sources=self.sources,
                translation_of=self._controversy(read_seed(name)) if language else None,
            )
        return [f"{name} ({language})" if language else name for name in missing]

    def _ensure_subject(self, about: Mapping[str, Any], *, is_original: bool) -> Subject:
        known = self._subject(about)
        original = None if is_original else self._subject(read_seed(SUBJECT)[SUBJECT])
        return known or maps.open_subject(by=self.by, **about, translation_of=original)

    def _subject(self, about: Mapping[str, Any]) -> Subject | None:
        return queries.subjects().filter(slug=about["slug"]).first()

    def _controversy(self, content: Mapping[str, Any]) -> Controversy | None:
        return queries.controversies_for(viewer=self.by).filter(slug=content["controversy"]["slug"]).first()


class _People:
    """The people who wrote the first debates: contributors nobody can sign in as.

    An account that somebody can sign in as is a person's own, whatever its name: it gets no right and no words.
    """

    def __init__(self) -> None:
        self.known: dict[str, User] = {}

    def __call__(self, name: str) -> User:
        if name not in self.known:
            person = ensure_person(name=name)
            if person.has_usable_password():
                raise CommandError(
                    f"The first debates are not loaded: one of their people is called {name}, "
                    f"and here that is the name of somebody else."
                )
            if name != EDITORS:
                maps.grant_role(user=person, role=Role.CONTRIBUTOR, by=None)
            self.known[name] = person
        return self.known[name]
