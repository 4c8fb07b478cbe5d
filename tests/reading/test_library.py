"""The library and a source's page: what leans on what, counted for whoever asks, and what a fall would do."""

import random
from typing import Any

import pytest

from core.accounts.services import ensure_person
from core.models import User
from debates.evidence.models import Evidence, Source
from debates.evidence.queries import Leans, Wanted
from debates.evidence.services import add_source, cite, reinstate_source, retract_source
from debates.maps.models import Claim, Controversy, Relation, Subject
from debates.maps.models.gate import Viewer
from debates.maps.queries import rights_of
from debates.maps.rules import Role
from debates.maps.services import add_claim, add_reply, grant_role, hide, open_controversy, withdraw
from debates.ratings.services import rate
from debates.reading.library import LibraryPage, load_library, load_source
from debates.reading.shape import load_shape
from tests.maps.worlds import ClassRoom, open_map, set_map


@pytest.fixture
def survey(ana: User) -> Source:
    return add_source(by=ana, title="Survey of aid", url="https://example.org/survey", issued=[2001])


def page(viewer: Viewer = None, controversy: Controversy | None = None, **wanted: Any) -> LibraryPage:
    return load_library(rights=rights_of(viewer), wanted=Wanted(**wanted), controversy=controversy)


def titles(found: LibraryPage) -> list[str]:
    return [row.source.title for row in found.rows]


def test_each_source_stands_once_with_the_claims_that_lean_on_it(
    ana: User, thesis: Claim, survey: Source, relations_subject: Subject, chloe: User
) -> None:
    reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    far = add_claim(controversy=open_map(relations_subject, chloe, "other"), by=ana, text="Aid is a debt.")
    for claim, side in ((thesis, "pro"), (thesis, "pro"), (thesis, "con"), (reply, "con"), (far, "context")):
        cite(claim=claim, by=ana, side=side, text="So.", source=survey)
    add_source(by=ana, title="Read by nobody")

    rows = page().rows

    assert [(row.source.title, row.leans) for row in rows] == [
        ("Survey of aid", Leans(claims=3, pros=1, cons=2, contexts=1)),
        ("Read by nobody", Leans()),
    ]
    [here] = page(controversy=thesis.controversy).rows
    assert here.leans == Leans(claims=2, pros=1, cons=2, contexts=0)


def test_what_does_not_count_for_a_reader_is_not_counted(
    ana: User, mod: User, chloe: User, thesis: Claim, survey: Source, sovereignty: Controversy
) -> None:
    """Hidden, pending and withdrawn evidence, and evidence under such a claim, lean on nothing: for nobody."""
    hidden = cite(claim=thesis, by=ana, side="pro", text="Hidden.", source=survey)
    gone = cite(claim=thesis, by=ana, side="pro", text="Gone.", source=survey)
    reply = add_reply(to=thesis, side="con", by=ana, text="It is asked for.")
    cite(claim=reply, by=ana, side="pro", text="Below a hidden claim.", source=survey)
    set_map(sovereignty, premoderated=True)
    cite(claim=thesis, by=ana, side="pro", text="Waiting.", source=survey)
    for row in (hidden, reply):
        hide(contribution=row, by=mod, reason="Rule 1")
    withdraw(contribution=gone, by=ana)

    for viewer in (None, ana, mod, chloe):
        assert page(viewer).rows[0].leans == Leans()
        assert page(viewer, controversy=sovereignty).rows == []
        assert page(viewer).shelves["unused"] == 1
        assert load_source(source=survey, rights=rights_of(viewer)).count == 0


def test_a_group_sees_the_sources_of_its_own_layer(
    ana: User, chloe: User, survey: Source, relations_subject: Subject
) -> None:
    room = ClassRoom(relations_subject, chloe, visibility="group")
    owl, fox = room.seat("owl", 1), room.seat("fox", 2)
    claim = add_claim(controversy=room.map, by=owl, text="Of group one.")
    cite(claim=claim, by=owl, side="pro", text="So.", source=survey)

    for viewer, seen in ((owl, 1), (room.host, 1), (fox, 0), (ana, 0), (chloe, 0), (None, 0)):
        assert len(page(viewer, controversy=room.map).rows) == seen
        assert page(viewer).rows[0].leans.claims == seen
        assert load_source(source=survey, rights=rights_of(viewer)).count == seen


def test_a_map_that_lists_do_not_name_is_not_counted_in_lists(
    ana: User, ben: User, chloe: User, survey: Source, relations_subject: Subject
) -> None:
    for access, readers in (("unlisted", set()), ("members", {"ana", "ben", "chloe"})):
        aside = open_map(relations_subject, chloe, access)
        cite(claim=add_claim(controversy=aside, by=ana, text="So?"), by=ana, side="pro", text="So.", source=survey)
        set_map(aside, access=access)
        for name, viewer in {"nobody": None, "ana": ana, "ben": ben, "chloe": chloe}.items():
            assert page(viewer).rows[0].leans.claims == (name in readers), (access, name)
        assert page(ana, controversy=aside).rows[0].leans.claims == 1


def test_of_two_editions_the_one_in_the_readers_language_is_counted(
    ana: User, chloe: User, thesis: Claim, survey: Source, relations_subject: Subject
) -> None:
    cite(claim=thesis, by=ana, side="pro", text="So.", source=survey)
    spanish = open_controversy(
        subject=relations_subject,
        by=chloe,
        slug="soberania",
        title="Soberanía",
        question="¿Debilita?",
        state="open",
        language="es",
        translation_of=thesis.controversy,
    )
    cite(claim=add_claim(controversy=spanish, by=ana, text="Sí."), by=ana, side="con", text="Así.", source=survey)

    for language, leans in (("en", Leans(1, 1, 0, 0)), ("es", Leans(1, 0, 1, 0)), ("", Leans(2, 1, 1, 0))):
        assert page(language=language).rows[0].leans == leans
        assert load_source(source=survey, rights=rights_of(None), language=language).count == leans.claims


@pytest.fixture
def shelf(ana: User, chloe: User, thesis: Claim) -> dict[str, Source]:
    """Five sources, each with something of its own."""
    law = add_source(
        by=ana, title="Ley de extradición", csl_type="legislation", issued=[1997, 12], publisher="Congreso"
    )
    study = add_source(
        by=ana, title="A study", csl_type="article-journal", authors=[{"family": "Núñez"}], issued=[2015]
    )
    fallen = add_source(by=ana, title="Fallen 100%", issued=[2010])
    dead = add_source(by=ana, title="Dead", doi="10.1000/182")
    add_source(by=ana, title="Old", issued=[-350])
    Source.objects.filter(pk=dead.pk).update(link="dead")
    cite(claim=thesis, by=ana, side="pro", text="So.", source=study, genre="study")
    cite(claim=thesis, by=ana, side="con", text="So.", source=law, genre="law")
    retract_source(source=fallen, by=chloe, reason="Fraud")
    return {"law": law, "study": study}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["A study", "Ley de extradición", "Dead", "Fallen 100%", "Old"]),
        ({"order": "title"}, ["A study", "Dead", "Fallen 100%", "Ley de extradición", "Old"]),
        ({"order": "newest"}, ["A study", "Fallen 100%", "Ley de extradición", "Old", "Dead"]),
        ({"order": "added"}, ["Old", "Dead", "Fallen 100%", "A study", "Ley de extradición"]),
        ({"words": "EXTRADICION"}, ["Ley de extradición"]),
        ({"words": "nunez study"}, ["A study"]),
        ({"words": "congreso"}, ["Ley de extradición"]),
        ({"words": "10.1000"}, ["Dead"]),
        ({"words": "fallen 100%"}, ["Fallen 100%"]),
        ({"words": "study law"}, []),
        ({"words": "'; -- !!"}, []),
        ({"words": "\x00"}, []),
        ({"kind": "legislation"}, ["Ley de extradición"]),
        ({"kind": "song"}, ["A study", "Ley de extradición", "Dead", "Fallen 100%", "Old"]),
        ({"state": "retracted"}, ["Fallen 100%"]),
        ({"state": "unreached"}, ["Dead"]),
        ({"state": "unused"}, ["Dead", "Fallen 100%", "Old"]),
        ({"genre": "law"}, ["Ley de extradición"]),
        ({"since": 1997, "until": 2010}, ["Ley de extradición", "Fallen 100%"]),
        ({"until": 0}, ["Old"]),
    ],
)
def test_the_library_narrows(wanted: dict[str, Any], found: list[str], shelf: dict[str, Source]) -> None:
    assert titles(page(**wanted)) == found


def test_shelves_say_how_many_there_would_be(shelf: dict[str, Source]) -> None:
    shelves = page(kind="legislation").shelves

    assert {name: n for name, n in shelves.items() if n} == {
        "": 5,
        "legislation": 1,
        "article-journal": 1,
        "webpage": 3,
        "retracted": 1,
        "unreached": 1,
        "unused": 3,
    }
    assert [kind for kind, _name, _n in page().kinds] == ["article-journal", "legislation", "webpage"]


def test_a_page_that_is_not_there_is_the_nearest(ana: User) -> None:
    for n in range(51):
        add_source(by=ana, title=f"Source {n:02d}")

    for asked, shown in (("2", 2), ("999999999999999999999", 2), ("-1", 2), ("x", 1), ("", 1), ("\x00", 1)):
        found = load_library(rights=rights_of(None), wanted=Wanted(), page=asked)
        assert (found.page.number, len(found.rows)) == (shown, 50 if shown == 1 else 1)


def test_a_source_says_what_its_claims_would_lose(
    ana: User, ben: User, mod: User, thesis: Claim, survey: Source
) -> None:
    reply = add_reply(to=thesis, side="pro", by=ana, text="It is asked for.")
    one, two = (cite(claim=reply, by=ana, side="pro", text=text, source=survey) for text in ("One.", "Two."))
    aside = cite(claim=thesis, by=ana, side="context", text="By the way.", source=survey)
    for row in (one, two, Relation.objects.get(child=reply)):
        for person in (ben, mod):
            rate(target=row, by=person, value=4)

    [group] = load_source(source=survey, rights=rights_of(None)).groups

    by_row = {leaning.evidence.pk: leaning for leaning in group.leanings}
    alone, whole = by_row[one.pk].alone, by_row[one.pk].whole
    assert alone is not None
    assert whole is not None
    assert whole.stands == alone.stands > alone.falls > whole.falls == 50
    assert by_row[aside.pk].alone is None
    [(link, fall)] = group.theses
    assert (link.id, fall.falls) == (thesis.pk, 54)  # 0.5 by the step, which is left
    assert group.moved == 2


def test_a_retracted_source_says_what_it_did(ana: User, chloe: User, thesis: Claim, survey: Source) -> None:
    cite(claim=thesis, by=ana, side="con", text="So.", source=survey)
    [before] = load_source(source=survey, rights=rights_of(None)).groups
    retract_source(source=survey, by=chloe, reason="Fraud")

    found = load_source(source=survey, rights=rights_of(None))

    [leaning] = found.groups[0].leanings
    assert leaning.alone is None
    assert leaning.whole == before.leanings[0].whole
    assert [(event.what, event.who, event.reason) for event in found.events] == [
        ("retracted", "chloe", "Fraud"),
        ("added", "ana", ""),
    ]


def test_a_guest_is_not_named_in_the_library(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe)
    owl = room.seat("owl", 1)
    claim = add_claim(controversy=room.map, by=owl, text="Of group one.")
    evidence = cite(claim=claim, by=owl, side="pro", text="So.", new_source={"title": "Survey"})
    assert evidence.source

    [event] = load_source(source=evidence.source, rights=rights_of(None)).events

    assert (event.what, event.who) == ("added", "")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_retraction_moves_exactly_the_strengths_that_leaned_on_it_and_back(
    seed: int, ana: User, chloe: User, sovereignty: Controversy
) -> None:
    """A random map by services: all that is not above the fallen evidence is equal to the last bit."""
    chance = random.Random(seed)
    grant_role(user=ana, role=Role.CONTRIBUTOR, by=None)
    raters = [ensure_person(name=f"rater{n}") for n in range(3)]
    sources = [add_source(by=ana, title=f"Source {n}") for n in range(3)]
    rows: list[Any] = [add_claim(controversy=sovereignty, by=ana, text=f"Thesis {n}.") for n in range(2)]
    for n in range(24):
        target, side = chance.choice(rows), chance.choice(["pro", "con"])
        if isinstance(target, Claim) and chance.random() < 0.45:
            rows.append(cite(claim=target, by=ana, side=side, text="So.", source=chance.choice(sources)))
        else:
            reply = add_reply(to=target, side=side, by=ana, text=f"Reply {n}.")
            rows += [reply, Relation.objects.get(child=reply)]
    for row in rows:
        for person in raters:
            rate(target=row, by=person, value=chance.randint(0, 4))
    fallen = chance.choice([source for source in sources if Evidence.objects.filter(source=source).exists()])

    def strengths() -> dict[int, float]:
        return load_shape(controversy=sovereignty, rights=rights_of(None)).solved.strength

    before = strengths()
    upward = load_shape(controversy=sovereignty, rights=rights_of(None)).solved.upward
    retract_source(source=fallen, by=chloe, reason="Fraud")
    after = strengths()

    above = list(Evidence.objects.filter(source=fallen).values_list("pk", flat=True))
    for node in above:
        above += [target for target in upward.get(node, ()) if target not in above]
    moved = {node for node, strength in before.items() if after[node] != strength}
    assert moved <= {*above}
    assert moved & {row.pk for row in rows if isinstance(row, Claim)}
    reinstate_source(source=fallen, by=chloe)
    assert strengths() == before
