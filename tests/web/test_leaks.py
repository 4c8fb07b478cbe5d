"""A text that somebody may not read stands in no answer to them: every address, every role, body and headers."""

from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.utils import timezone

from core.accounts.services import ensure_person
from core.languages import addresses_of
from core.models import User
from debates.comments.services import add_comment
from debates.evidence.models import Evidence
from debates.evidence.services import add_source, cite
from debates.history.models import Entry, Visit
from debates.maps import queries
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Layer, Relation, Seat, Subject, Suggestion
from debates.maps.rules import State
from debates.reading import pictures
from debates.reading.hints import hints
from debates.reading.search import Asked, search
from tests.conftest import signed_in
from tests.web.addresses import addresses

STAFF = {"ana", "mod", "root"}  # the author, moderators, administrators
DESK = {"mod", "chloe", "root"}  # who prepares a draft
MEMBERS = {"ana", "ben", "mod", "chloe", "root", "teacher"}
SENDERS = {"visitor", "ben", "guest2", "chloe"}
QUICK = ["visitor"]
SLOW = ["ben", "ana", "mod", "root", "teacher", "chloe", "guest1", "guest2"]
NEVER = 999_999_999  # an id that nothing has
EVERYONE = {"visitor", "guest1", "guest2"} | MEMBERS


@dataclass
class World:
    """Secrets by their word, with those who may read them, and the ids to knock at."""

    readers: dict[str, set[str]] = field(default_factory=dict)
    ids: set[int] = field(default_factory=set)
    at: dict[int, str] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    slugs: list[str] = field(default_factory=list)

    def secret(self, word: str, readers: set[str]) -> str:
        self.readers[f"q{word}zx"] = readers
        return f"About q{word}zx there is something to say."


def first_of(claim: Claim) -> Relation:
    """The relation by which a reply was added."""
    found: Relation = Relation.objects.get(child=claim)
    return found


@pytest.fixture
def world(
    ana: User,
    ben: User,
    mod: User,
    chloe: User,
    root: User,
    relations_subject: Subject,
    sovereignty: Controversy,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    monkeypatch.setattr(pictures, "png", lambda svg, **_size: svg.encode())  # a PNG is read as what it is drawn from
    made = World()
    _public_map(made, sovereignty, ana=ana, ben=ben, mod=mod)
    _closed_maps(made, relations_subject, ana=ana, chloe=chloe)
    _class(made, relations_subject, chloe=chloe)
    for person in (ana, ben, mod, chloe, root):
        made.clients[person.username] = signed_in(person)
    made.clients["visitor"] = Client()
    _came_before_all_of_it()
    Controversy.objects.update(embedding="anywhere")
    made.at = dict(Contribution.objects.values_list("pk", "controversy__slug"))
    made.ids |= set(made.at) | {NEVER}
    made.slugs = [relations_subject.slug, *Controversy.objects.values_list("slug", flat=True)]
    return made


def _came_before_all_of_it() -> None:
    """To everybody everything is new since their last visit."""
    long_ago = timezone.now() - timedelta(days=2)
    Visit.objects.bulk_create(
        Visit(user=person, controversy=controversy, seq=0, latest=0, at=long_ago)
        for person in User.objects.all()
        for controversy in Controversy.objects.all()
    )


def _public_map(made: World, on: Controversy, *, ana: User, ben: User, mod: User) -> None:
    top = maps.add_claim(controversy=on, by=ben, text=made.secret("open", EVERYONE))
    with_child = maps.add_reply(to=top, side="con", by=ana, text=made.secret("hidden", STAFF))
    child = maps.add_reply(to=with_child, side="pro", by=ben, text="A reply that stays.")
    alone = maps.add_reply(to=top, side="con", by=ana, text=made.secret("alone", STAFF))
    gone = maps.add_reply(to=top, side="pro", by=ana, text=made.secret("gone", STAFF))
    maps.add_reply(to=gone, side="con", by=ben, text="Another that stays.")
    edited = maps.add_reply(to=top, side="pro", by=ana, text=made.secret("before", STAFF))
    maps.edit(contribution=edited, by=ana, text=made.secret("after", STAFF), base_revision=1)
    erased = maps.add_reply(to=top, side="con", by=ana, text=made.secret("erased", set()))
    redacted = maps.add_reply(to=top, side="con", by=ana, text=made.secret("redacted", STAFF))
    maps.edit(contribution=redacted, by=ana, text="In kinder words.", base_revision=1)
    Entry.objects.filter(contribution=redacted.pk, version=1).update(hide_text=True)
    stepped = maps.add_reply(to=top, side="con", by=ana, text="Fair.", warrant=made.secret("warrant", STAFF))
    doubt = maps.add_reply(to=first_of(child), side="con", by=ana, text=made.secret("doubt", STAFF))
    second = maps.add_claim(controversy=on, by=ana, text=made.secret("thesis", STAFF))
    maps.add_reply(to=second, side="pro", by=ben, text="A reason that stays.")
    source = add_source(by=ben, title="A report", url="https://example.org/report")
    cited = cite(claim=top, by=ana, side="pro", text=made.secret("excerpt", STAFF), source=source)
    under_hidden = cite(claim=with_child, by=ana, side="pro", text=made.secret("below", STAFF), source=source)
    said = add_comment(on=top, by=ana, text=made.secret("comment", STAFF))
    add_comment(on=top, by=ben, text="An answer that stays.", reply_to=said)
    _waiting(made, top=top, hidden=alone, ana=ana, ben=ben)
    type(on).objects.filter(pk=on.pk).update(premoderated=True)
    maps.add_reply(to=top, side="pro", by=ana, text=made.secret("pending", STAFF))
    add_comment(on=top, by=ana, text=made.secret("waiting", STAFF))
    type(on).objects.filter(pk=on.pk).update(premoderated=False)
    for row in (with_child, second, alone, edited, doubt, first_of(stepped), cited, under_hidden, said):
        maps.hide(contribution=row, by=mod, reason="Rule 1")
    maps.withdraw(contribution=gone, by=ana)
    Contribution.objects.filter(pk=erased.pk).update(state=State.ERASED, text="")
    made.ids.add(Evidence.objects.values_list("source_id", flat=True)[0])


def _waiting(made: World, *, top: Claim, hidden: Claim, ana: User, ben: User) -> None:
    """Ben's wordings for Ana's claims, of which one will be hidden, and his step, which waits."""
    own = maps.add_reply(to=top, side="pro", by=ben, text="A reason of his own.")
    other = maps.add_claim(controversy=top.controversy, by=ana, text="A thesis that stays.")
    deciders = {"ana", "ben", "chloe", "root"}
    text, why = made.secret("wording", deciders), made.secret("better", deciders)
    maps.suggest(contribution=other, by=ben, text=text, base_revision=1, reason=why)
    maps.suggest(contribution=hidden, by=ben, text=made.secret("ofhidden", {"ana", "ben", "root"}), base_revision=1)
    warrant = made.secret("stepwaits", {"ben", "mod", "chloe", "root"})
    maps.relate(child=own, parent=other, side="con", by=ben, warrant=warrant)


def _closed_maps(made: World, subject: Subject, *, ana: User, chloe: User) -> None:
    draft = maps.open_controversy(
        subject=subject,
        by=chloe,
        slug="draft-one",
        title=made.secret("drafttitle", DESK),
        question=made.secret("draftquestion", DESK),
    )
    maps.add_claim(controversy=draft, by=chloe, text=made.secret("draftclaim", DESK))
    members = maps.open_controversy(
        subject=subject,
        by=chloe,
        slug="members-one",
        title=made.secret("memberstitle", MEMBERS),
        question="For members?",
        state="open",
        access="members",
    )
    maps.add_claim(controversy=members, by=ana, text=made.secret("membersclaim", MEMBERS))


def _class(made: World, subject: Subject, *, chloe: User) -> None:
    """Two groups with a layer each; each sees its own and the class's."""
    room = Controversy.objects.create(
        subject=subject,
        slug="class-one",
        title="Class",
        question="Class?",
        state="open",
        access="session",
        visibility="group",
    )
    teacher = ensure_person(name="teacher")
    Seat.objects.create(user=teacher, controversy=room, host=True)
    guests = []
    for number in (1, 2):
        layer = Layer.objects.create(controversy=room, number=number)
        guest = User.objects.create(username=f"guest{number}", is_guest=True)
        Seat.objects.create(user=guest, controversy=room, layer=layer)
        guests.append(guest)
        readers = {"teacher", f"guest{number}"}
        maps.add_claim(controversy=room, by=guest, text=made.secret(f"group{'ab'[number - 1]}", readers))
    maps.add_claim(controversy=room, by=teacher, text=made.secret("classwide", {"teacher", "guest1", "guest2"}))
    for person in (teacher, *guests):
        made.clients[person.username] = signed_in(person)


def knock(client: Client, address: str) -> Any:
    """Ask for the page, with a search begun."""
    answer: Any = client.get(address, {"q": "About qhi"} if "?" not in address else None)
    return answer


def send(client: Client, address: str, world: World) -> Any:
    """Send a form; it leaves no trace, not even where it signs somebody out."""
    cookies = copy(client.cookies)
    child = str(max(world.ids - {NEVER}))
    sent = {"text": "Something", "value": "2", "side": "pro", "child": child, "base_revision": "1"}
    with transaction.atomic():
        answer: Any = client.post(address, sent)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def knocked(world: World) -> list[str]:
    """Every address; of those with a map and a row in them, only where the two belong together, and a few strays."""
    some = [str(pk) for pk in sorted(world.ids)[:6]]
    named = {"side": ["con"], "words": ["x"], "uidb64": ["MQ"], "token": ["set-password"], "object_id": some}
    named["content_type_id"] = [str(ContentType.objects.get_for_model(Contribution).pk)]
    named["suggestion"] = [str(pk) for pk in Suggestion.objects.values_list("pk", flat=True)]
    strays = {str(NEVER), str(min(world.ids))}
    found = set()
    for address in addresses(ids=sorted(world.ids), slugs=world.slugs, named=named):
        if address.startswith("/api/v1/") and address != "/api/v1/docs/":
            continue  # swept as programmes ask, in tests/api/test_leaks.py
        parts = address.split("/")
        numbers = {part.split("-")[0] for part in parts if part[:1].isdigit() and "suggestion" not in parts}
        belongs = all(world.at.get(int(number)) in (None, parts[2]) for number in numbers if parts[1] == "c")
        if belongs or numbers & strays:
            found.add(address)
    places = ("/c/{}/", "/c/{}/map.svg", "/embed/c/{}/")
    panels = {f"{place.format(slug)}?claim={pk}" for pk, slug in world.at.items() for place in places}
    return sorted(found | panels | looked_for(world) | drawn(world))


def looked_for(world: World) -> set[str]:
    """Every page of a search that all secrets answer to, and a hint for the beginning of each secret's own word."""
    places = ["/search/", *(f"/c/{slug}/search/" for slug in world.slugs)]
    pages = {f"{place}?q=something&after={start}" for place in places for start in (0, 20, 40)}
    begun = {word.removesuffix("zx") for word in world.readers}
    return pages | {f"/c/{slug}/hints/?text={word}" for slug in world.slugs for word in begun}


def drawn(world: World) -> set[str]:
    """All that the drawn map asks for: whole, again, since the beginning, below and beside each row, and hits."""
    found = set()
    for slug in world.slugs:
        rows = [str(pk) for pk, where in world.at.items() if where == slug]
        found |= {f"/c/{slug}/map/data/?{asked}" for asked in ("all=1", "since=1", f"of={','.join(rows) or NEVER}")}
        found |= {f"/c/{slug}/map/data/?{way}={pk}" for pk in (*rows, NEVER) for way in ("under", "to")}
        found |= {f"/c/{slug}/map/?claim={pk}" for pk in rows}
        found |= {f"/c/{slug}/map/hits/?q={words}" for words in ("something", "About+q")}
    return found


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, "en") for name in QUICK]
    + [pytest.param(name, "en", marks=pytest.mark.slow) for name in SLOW]
    + [pytest.param("ben", "es", marks=pytest.mark.slow)],
)
def test_no_address_tells_a_text_to_whoever_may_not_read_it(name: str, language: str, world: World) -> None:
    told: set[str] = set()
    leaks: list[str] = []
    client = world.clients[name]

    for address in (addresses_of(one).get(language, one) for one in knocked(world)):
        answers = [knock(client, address)]
        if name in SENDERS:
            answers.append(send(client, address, world))
        for answer in answers:
            assert answer.status_code < 500, (address, answer.status_code)
            said = answer.content.decode() + repr(answer.headers)
            for word in (word for word in world.readers if word in said):
                told.add(word)
                if name not in world.readers[word]:
                    leaks.append(f"{word} at {address} ({answer.request['REQUEST_METHOD']})")

    assert not leaks, leaks[:20]
    # The sweep would see a leak: whoever may read a text has met it.
    assert {word for word, readers in world.readers.items() if name in readers} <= told


@pytest.mark.parametrize("name", ["visitor", "ben", "ana", "mod", "chloe", "guest1", "teacher"])
def test_list_search_and_address_show_a_viewer_the_same_claims(name: str, world: World) -> None:
    client = world.clients[name]
    person = User.objects.filter(username=name).first()
    rights = queries.rights_of(person)
    seen = Claim.objects.visible_to(rights)
    rows = dict(Claim.objects.exclude(text="").values_list("pk", "text"))
    maps_seen = list(queries.controversies_for(viewer=rights))

    by_gate = set(seen.values_list("pk", flat=True))
    by_address = {pk for pk in rows if client.get(f"/at/{pk}/").status_code == 302}
    outlines = "".join(client.get(f"/c/{one.slug}/outline/").content.decode() for one in maps_seen)
    by_outline = {pk for pk, text in rows.items() if text in outlines}
    found = [queries.find_claims(controversy=one, viewer=rights, words="something") for one in maps_seen]

    assert by_address == by_gate
    assert by_outline == by_gate
    assert {claim.pk for claims in found for claim in claims} == {
        pk for pk in seen.filter(state=State.PUBLISHED).values_list("pk", flat=True) if "something" in rows[pk]
    }


@pytest.mark.parametrize("name", ["visitor", "ben", "ana", "mod", "chloe", "root", "guest1", "teacher"])
def test_search_and_hints_hold_just_what_the_gate_lets_through(name: str, world: World) -> None:
    rights = queries.rights_of(User.objects.filter(username=name).first())
    seen = Contribution.objects.visible_to(rights).filter(text__contains="something")
    listed = seen.exclude(controversy__access__in=["unlisted", "session"])
    maps_seen = list(queries.controversies_for(viewer=rights))
    asked = Asked(words="something")

    across = search(rights=rights, asked=asked, limit=100)
    within = [search(rights=rights, asked=asked, controversy=one, limit=100) for one in maps_seen]
    offered = {
        hint.id
        for one in maps_seen
        for word in world.readers
        for hint in hints(controversy=one, rights=rights, text=word.removesuffix("zx"))
    }

    assert {hit.id for hit in across.hits} == set(listed.values_list("pk", flat=True))
    assert {hit.id for found in within for hit in found.hits} == set(seen.values_list("pk", flat=True))
    assert offered == set(seen.filter(kind="claim", state=State.PUBLISHED).values_list("pk", flat=True))
