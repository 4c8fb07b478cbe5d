"""On the Spanish pages nothing is left in English, whoever reads and whatever they open."""

import re
from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils.translation import override

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.models import Source
from debates.history.models import Entry
from debates.management import loading
from debates.management.commands import seed
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Subject
from debates.maps.rules import Kind
from tests.conftest import signed_in
from tests.web.addresses import addresses
from tests.web.spoken import CLOSE, OPEN, Page, mark_translations, unspoken

pytestmark = pytest.mark.django_db

WRITTEN = {"text", "warrant", "locator", "title", "question", "summary", "background"}
WRITTEN |= {"number", "publisher", "container-title", "family", "given", "literal"}
DRAWN_WITH_COMMA = re.compile(r'\s(?:[xyr]|c[xy]|width|height|(?:fill-|stroke-)?opacity|stroke-width)="-?\d*,')
OUTSIDE = ("/api/", "/healthz", "/readyz", "/favicon")


def told(text: str) -> str:
    """A text of people, between the marks; a long one paragraph by paragraph."""
    return "\n\n".join(f"{sign}{OPEN}{words}{CLOSE}" for sign, words in re.findall(r"((?:## )?)(.+)", text))


def all_told(content: Any) -> Any:
    """A file of the seed with every text of people between the marks."""
    if isinstance(content, dict):
        return {
            name: told(value) if name in WRITTEN and isinstance(value, str) else all_told(value)
            for name, value in content.items()
        }
    return [all_told(one) for one in content] if isinstance(content, list) else content


@dataclass
class World:
    """The Spanish edition, with one of everything that can become of a text, and who looks at it."""

    controversy: Controversy
    ids: list[int] = field(default_factory=list)
    clients: dict[str, Client] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, ana: User, ben: User, mod: User, chloe: User, root: User) -> World:
    real = loading.read_seed
    for module in (loading, seed):
        monkeypatch.setattr(module, "read_seed", lambda *asked: all_told(real(*asked)))
    monkeypatch.setattr(seed, "CONTROVERSIES", ("sovereignty",))
    monkeypatch.setattr(seed, "LANGUAGES", ("es",))
    call_command("seed", stdout=StringIO())
    made = World(Controversy.objects.get(language="es"))
    rows = _happenings(made.controversy, ana=ana, ben=ben, mod=mod, chloe=chloe)
    kinds = Contribution.objects.filter(controversy=made.controversy, state="published")
    rows += [kinds.filter(kind=kind).order_by("pk")[0] for kind in (Kind.RELATION, Kind.EVIDENCE)]
    rows += [Claim.objects.filter(bears_on__parent__kind=Kind.RELATION, controversy=made.controversy)[0]]
    made.ids = sorted({row.pk for row in rows} | {Source.objects.order_by("pk")[0].pk})
    User.objects.update(language="es")
    made.clients = {"visitor": Client()} | {one.username: signed_in(one) for one in (ana, ben, mod, chloe, root)}
    made.names = set(User.objects.values_list("username", flat=True))
    some = [str(made.ids[0])]
    made.named = {"side": ["con"], "words": ["x"], "uidb64": ["MQ"], "token": ["set-password"], "object_id": some}
    made.named["content_type_id"] = [str(ContentType.objects.get_for_model(Contribution).pk)]
    made.named["suggestion"] = [
        str(pk) for pk in made.controversy.contributions.values_list("suggestions__pk", flat=True) if pk
    ]
    return made


def _happenings(on: Controversy, *, ana: User, ben: User, mod: User, chloe: User) -> list[Contribution]:
    """Ana writes; the rest happens to what she wrote."""
    top = maps.add_claim(controversy=on, by=ana, text=told("Una tesis de ana."))
    hidden, gone, edited = (
        maps.add_reply(to=top, side=side, by=ana, text=told(f"Una respuesta {n}."))
        for n, side in enumerate(("pro", "con", "pro"))
    )
    under = maps.add_reply(to=hidden, side="con", by=ben, text=told("Debajo."))
    maps.edit(contribution=edited, by=ana, text=told("Una respuesta cambiada."), base_revision=1, reason=told("Mejor."))
    said = add_comment(on=edited, by=ana, text=told("¿Qué quiere decir?"), intent="question")
    open_one = maps.suggest(contribution=edited, by=ben, text=told("Otra redacción."), base_revision=2)
    refused = maps.suggest(contribution=top, by=ben, text=told("Otra tesis."), base_revision=1, reason=told("Sí."))
    maps.reject(suggestion=refused, by=ana, reason=told("No."))
    waiting = maps.relate(child=under, parent=edited, side="pro", by=ben, warrant=told("Pues eso."))
    type(on).objects.filter(pk=on.pk).update(premoderated=True)
    pending = maps.add_reply(to=top, side="pro", by=ana, text=told("Una que espera."))
    type(on).objects.filter(pk=on.pk).update(premoderated=False)
    maps.hide(contribution=hidden, by=mod, reason=told("Regla 1"))
    maps.withdraw(contribution=gone, by=ana)
    return [top, hidden, gone, open_one.contribution, said, waiting, pending]


def knock(client: Client, address: str) -> list[Any]:
    """The page, and what it says to a form sent empty; nothing of that stays."""
    got = client.get(address, {"q": f"{OPEN}tesis{CLOSE}"} if "?" not in address else None)
    if got.status_code == 404:
        return [got]
    cookies = copy(client.cookies)
    with transaction.atomic():
        sent = client.post(address, {"language": "es"})
        transaction.set_rollback(True)
    client.cookies = cookies
    return [got, sent]


def swept(world: World, name: str, found: Iterable[str]) -> dict[str, set[str]]:
    """{word left in English: where}."""
    left: dict[str, set[str]] = defaultdict(set)
    for address in found:
        for answer in knock(world.clients[name], address):
            assert answer.status_code < 500, address
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                page = answer.content.decode()
                assert not DRAWN_WITH_COMMA.search(page), address
                for word in unspoken(page, names=world.names):
                    left[word].add(address)
    return left


@pytest.mark.parametrize(
    "name",
    ["visitor", *(pytest.param(name, marks=pytest.mark.slow) for name in ("ana", "ben", "chloe"))],
)
def test_no_page_says_a_word_in_english(name: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mark_translations(monkeypatch)
    with override("es"):
        slugs = [world.controversy.slug, world.controversy.subject.slug]
        found = sorted(set(addresses(ids=world.ids, slugs=slugs, named=world.named)))
    outside = (*OUTSIDE, "/admin/", f"/es/c/{world.controversy.subject.slug}/")
    pages = [one for one in found if not one.startswith(outside)]
    claims = Claim.objects.filter(pk__in=world.ids).values_list("pk", flat=True)
    pages += [f"/es/c/{world.controversy.slug}/?claim={pk}" for pk in claims]

    left = swept(world, name, pages)
    heard = Page(world.clients[name].get(f"/es/c/{world.controversy.slug}/").content.decode()).heard

    assert {word: min(where) for word, where in left.items()} == {}
    assert heard.count(OPEN) > 40, "the sweep met no translations"


@pytest.mark.slow
def test_the_desk_says_no_word_in_english(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mark_translations(monkeypatch)
    # Addresses and the verbs of history are shown as they are kept; the rest Django itself says in English.
    slugs, verbs = Subject.objects.values_list("slug", flat=True), Entry.objects.values_list("verb", flat=True)
    kept = [*slugs, *Controversy.objects.values_list("slug", flat=True), *verbs]
    world.names |= {part for one in kept for part in re.split(r"[-._]", one)} | {"True", "False", "Search"}
    found = [one for one in addresses(ids=world.ids, slugs=["x"], named=world.named) if one.startswith("/admin/")]

    left = swept(world, "root", found)

    assert {word: min(where) for word, where in left.items()} == {}


def test_the_sweep_hears_what_is_written_into_a_template() -> None:
    page = '<main><p>⟦Hola⟧ there <b>⟦tú⟧</b></p><p title="⟦Sí⟧">⟦Cortad</p><p>More</p><a lang="en">English</a></main>'
    assert list(unspoken(page, names=set())) == ["there", "More"]
