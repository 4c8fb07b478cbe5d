"""Load our first debates, once; in the demonstration also the accounts to try them with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.accounts.demo import DEMO_ACCOUNTS, demo_password
from core.accounts.services import ensure_person, set_password
from core.models import User
from debates.management.loading import load_controversy, load_sources, read_seed, take_stock
from debates.maps import queries
from debates.maps import services as maps
from debates.maps.rules import Role

CONTROVERSIES = ("human-rights", "drug-policy", "peace-process", "sovereignty")
DEMO_ROLES = {"teacher": Role.TEACHER, "moderator": Role.MODERATOR, "curator": Role.CURATOR}
EDITORS = "editors"


class Command(BaseCommand):
    help = "Loads the subject Colombia–United States relations with its four controversies, if it is not there."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if settings.DEMO:
            self._demo_accounts()
        about = read_seed("subject")["subject"]
        if queries.subjects().filter(slug=about["slug"]).exists():
            self.stdout.write("The first debates are there already.")
            return
        people = _People()
        editors = people(EDITORS)
        maps.grant_role(user=editors, role=Role.CURATOR, by=None)
        subject = maps.open_subject(by=editors, **about)
        sources = load_sources(by=editors)
        for name in CONTROVERSIES:
            load_controversy(read_seed(name), subject=subject, by=editors, people=people, sources=sources)
            self.stdout.write(f"Loaded {name}.")
        take_stock()

    def _demo_accounts(self) -> None:
        password = demo_password()
        people = {name: ensure_person(name=name, password=password, admin=name == "admin") for name in DEMO_ACCOUNTS}
        if not people[DEMO_ACCOUNTS[0]].check_password(password):  # the file with the password was lost
            for person in people.values():
                set_password(person=person, password=password)
        for name, person in people.items():
            if name in DEMO_ROLES:
                maps.grant_role(user=person, role=DEMO_ROLES[name], by=None)


class _People:
    """The people who wrote the first debates: contributors nobody can sign in as."""

    def __init__(self) -> None:
        self.known: dict[str, User] = {}

    def __call__(self, name: str) -> User:
        if name not in self.known:
            person = ensure_person(name=name)
            if name != EDITORS:
                maps.grant_role(user=person, role=Role.CONTRIBUTOR, by=None)
            self.known[name] = person
        return self.known[name]
