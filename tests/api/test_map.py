"""The whole map: what one reader may see, with its figures, made once for each version and each audience."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import User
from debates.evidence.services import add_source, cite
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Relation, Subject
from debates.maps.queries import rights_of
from debates.ratings.services import rate
from debates.reading.shape import load_shape
from tests.api.programme import Programme
from tests.conftest import signed_in
from tests.maps.worlds import ClassRoom, relation_of, set_map, turn

SLUG = "sovereignty"
ADDRESS = f"/api/v1/controversies/{SLUG}/map/"


@pytest.fixture
def grown(thesis: Claim, ana: User, ben: User, chloe: User) -> Claim:
    """A map with steps on steps, evidence, premises, ratings; the thesis."""
    reply = maps.add_reply(to=thesis, side="con", by=ben, text="It is asked for.", warrant="Consent counts.")
    maps.add_reply(to=relation_of(reply), side="con", by=ana, text="Under pressure.")
    maps.add_premise(relation=relation_of(reply), by=ben, text="Asking means consent.")
    source = add_source(by=ana, title="A report")
    cited = cite(claim=reply, by=ana, side="pro", text="It says so.", source=source)
    maps.add_reply(to=cited, side="con", by=ben, text="Not reliable.")
    for target, person, value in ((thesis, ben, 4), (reply, ana, 1), (relation_of(reply), chloe, 3), (cited, ben, 2)):
        rate(target=target, by=person, value=value)
    return thesis


def test_has_every_row_with_its_figures(grown: Claim, sovereignty: Controversy, visitor: Programme) -> None:
    told = visitor.do("maps-read", slug=SLUG)
    shape = load_shape(controversy=sovereignty, rights=rights_of(None))

    rows = {row["id"]: row for kind in ("claims", "relations", "evidence") for row in told[kind]}
    assert {pk: row["strength"] for pk, row in rows.items() if row["strength"] is not None} == shape.solved.strength
    assert rows.keys() == {*shape.claims, *shape.relations, *shape.evidence}
    assert (rows[grown.pk]["rating_count"], rows[grown.pk]["rating_mean"]) == (1, 4.0)
    assert [row["premises"] for row in told["relations"] if row["premises"]] == [
        [claim] for claim in shape.claims if rows[claim]["text"] == "Asking means consent."
    ]
    assert (told["controversy"]["slug"], told["stubs"]) == (SLUG, [])


def test_agrees_with_lists_and_single_rows(grown: Claim, anas: Programme) -> None:
    told = anas.do("maps-read", slug=SLUG)

    for kind in ("claims", "relations", "evidence"):
        listed = {row["id"]: row for row in anas.all(f"{kind}-list", slug=SLUG, limit=2)}
        assert listed.keys() == {row["id"] for row in told[kind]}
        for row in told[kind]:
            single = anas.do("contributions-read", id=row["id"])
            assert single == listed[row["id"]]
            assert row.items() <= single.items()


def test_a_hidden_claim_leaves_a_place_without_a_word(grown: Claim, mods: Programme, anas: Programme) -> None:
    reply = Claim.objects.get(text="It is asked for.")
    mods.do("moderation-hide", id=reply.pk, reason="Rule 1")

    told = anas.do("maps-read", slug=SLUG)
    staff = mods.do("maps-read", slug=SLUG)

    assert told["stubs"] == [{"id": reply.pk, "kind": "claim", "state": "hidden"}]
    assert reply.pk not in [row["id"] for row in told["claims"]]
    assert [row["strength"] for row in told["relations"] if row["child"] == reply.pk] == [None]
    assert [row["state"] for row in staff["claims"] if row["id"] == reply.pk] == ["hidden"]
    assert staff["stubs"] == []


def test_a_member_alone_sees_what_waits_of_theirs(grown: Claim, anas: Programme, bens: Programme) -> None:
    set_map(grown.controversy, premoderated=True)
    mine = bens.do("replies-add", id=grown.pk, side="con", text="I wait.")

    own, others = bens.do("maps-read", slug=SLUG), anas.do("maps-read", slug=SLUG)

    assert [(row["id"], row["strength"]) for row in own["claims"] if row.get("state") == "pending"] == [
        (mine["id"], None)
    ]
    assert [row["child"] for row in own["relations"] if row.get("state") == "pending"] == [mine["id"]]
    assert mine["id"] not in [row["id"] for row in others["claims"]]
    assert others["stubs"] == []


def test_is_not_sent_twice_to_whoever_has_it(grown: Claim, visitor: Programme, bens: Programme) -> None:
    for programme in (visitor, bens):
        first = programme.ask("maps-read", slug=SLUG)
        held = {"If-None-Match": first.headers["ETag"]}
        again = programme.ask("maps-read", slug=SLUG, headers=held)
        weak = programme.ask("maps-read", slug=SLUG, headers={"If-None-Match": f'"x", W/{held["If-None-Match"]}'})
        bens.do("ratings-set", id=grown.pk, value=1)
        rated = programme.ask("maps-read", slug=SLUG, headers=held)
        bens.do("comments-add", id=grown.pk, text="Hm.")
        written = programme.ask("maps-read", slug=SLUG, headers={"If-None-Match": rated.headers["ETag"]})
        bens.do("ratings-set", id=grown.pk, value=4)

        assert [answer.status for answer in (first, again, weak, rated, written)] == [200, 304, 304, 200, 200]
        assert again.headers["Cache-Control"] == "private, no-cache"
        assert len({answer.headers["ETag"] for answer in (first, rated, written)}) == 3


def test_readers_who_see_different_things_have_different_tags(grown: Claim, anas: Programme, mods: Programme) -> None:
    tags = {programme.ask("maps-read", slug=SLUG).headers["ETag"] for programme in (anas, mods, Programme())}

    assert len(tags) == 3


def test_costs_one_statement_while_unchanged_and_ten_at_most(grown: Claim, ana: User) -> None:
    client, member = signed_in(ana).__class__(), signed_in(ana)
    costs = []
    for browser in (client, member):
        tag = browser.get(ADDRESS)["ETag"]
        for headers in ({"If-None-Match": tag}, {}):
            with CaptureQueriesContext(connection) as asked:
                browser.get(ADDRESS, headers=headers)
            costs.append(len(asked))
    rate(target=grown, by=ana, value=1)
    with CaptureQueriesContext(connection) as asked:
        member.get(ADDRESS)

    # Visitor: the map's numbers. Member: the session, the person, the rights, the numbers, their own rows of each kind.
    assert costs == [1, 1, 4, 7]
    assert len(asked) == 11


def test_a_class_reads_its_own_layers_and_no_small_tallies(chloe: User, relations_subject: Subject) -> None:
    room = ClassRoom(relations_subject, chloe, visibility="group")
    one, two = room.seat("one", group=1), room.seat("two", group=2)
    shared = maps.add_claim(controversy=room.map, by=room.host, text="For all.")
    ours = maps.add_claim(controversy=room.map, by=one, text="Ours.")
    theirs = maps.add_claim(controversy=room.map, by=two, text="Theirs.")
    for person in (one, two):
        rate(target=shared, by=person, value=4)
    address = f"/api/v1/controversies/{room.map.slug}/map/"

    told = {person.username: signed_in(person).get(address).json() for person in (one, two, room.host)}

    ids = {name: {row["id"] for row in body["claims"]} for name, body in told.items()}
    assert ids["one"] == {shared.pk, ours.pk}
    assert ids["two"] == {shared.pk, theirs.pk}
    assert ids[room.host.username] == {shared.pk, ours.pk, theirs.pk}
    counts = {name: body["claims"][0]["rating_count"] for name, body in told.items()}
    assert counts == {"one": 0, "two": 0, room.host.username: 2}
    assert Programme().ask("maps-read", slug=room.map.slug).status == 404


def test_means_are_silent_on_a_map_that_hides_them(grown: Claim, visitor: Programme, bens: Programme) -> None:
    set_map(grown.controversy, blind_ratings=True)

    told = visitor.do("maps-read", slug=SLUG)
    single, own = visitor.do("claims-read", id=grown.pk), bens.do("claims-read", id=grown.pk)

    assert {row["rating_mean"] for row in told["claims"]} == {None}
    assert (single["rating_mean"], single["rating_count"], own["rating_mean"]) == (None, 1, 4.0)


def test_a_merged_claim_is_told_once(grown: Claim, ana: User, ben: User, visitor: Programme) -> None:
    twin = maps.add_reply(to=grown, side="pro", by=ana, text="Asked for, that is.")
    heir = Claim.objects.get(text="It is asked for.")
    rate(target=twin, by=ben, value=4)
    Contribution.objects.filter(pk=twin.pk).update(merged_into=heir, canonical=heir)
    grown.controversy.refresh_from_db()
    shape = load_shape(controversy=grown.controversy, rights=rights_of(None))

    told = visitor.do("maps-read", slug=SLUG)

    rows = {row["id"]: row for kind in ("claims", "relations", "evidence") for row in told[kind]}
    assert twin.pk not in rows
    assert {pk: row["strength"] for pk, row in rows.items() if row["strength"] is not None} == shape.solved.strength
    assert rows[heir.pk]["rating_count"] == shape.claims[heir.pk].rated
    assert Relation.objects.get(child=twin).pk not in rows
    assert visitor.do("claims-read", id=twin.pk)["merged_into"] == heir.pk


def test_an_archived_row_is_nowhere(grown: Claim, visitor: Programme, anas: Programme) -> None:
    turn(grown, "archived")

    for programme in (visitor, anas):
        assert grown.pk not in [row["id"] for row in programme.do("maps-read", slug=SLUG)["claims"]]
        assert programme.ask("claims-read", id=grown.pk).status == 404
