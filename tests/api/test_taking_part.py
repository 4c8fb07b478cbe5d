"""All that a page can do is done by a programme that knows only the description of the API."""

from typing import Any
from uuid import uuid4

import pytest

from core.models import User
from debates.maps.models import Claim, Controversy
from tests.api.programme import Answer, Programme
from tests.maps.worlds import earned

SLUG = "sovereignty"
BOOK = '[{"type": "book", "title": "Another"}]'


def test_from_a_thesis_to_a_discussion(sovereignty: Controversy, anas: Programme, bens: Programme) -> None:
    thesis = anas.do("claims-add", slug=SLUG, text="Aid weakens sovereignty.", claim_kind="policy")
    reply = bens.do("replies-add", id=thesis["id"], side="con", text="It is asked for.", warrant="Consent counts.")
    (step,) = bens.all("relations-list", slug=SLUG, child=reply["id"])
    doubt = anas.do("replies-add", id=step["id"], side="con", text="Asking under pressure is no consent.")
    premise = bens.do("premises-add", id=step["id"], text="Asking means consent.")
    cited = anas.do(
        "evidence-add",
        id=reply["id"],
        side="con",
        text="“We had no choice.”",
        form="quotation",
        locator="p. 3",
        new_source={"title": "A memoir", "csl_type": "book", "authors": [{"family": "Ruiz", "given": "A."}]},
    )
    said = bens.do("comments-add", id=cited["id"], text="Which year?", intent="question")
    anas.do("comments-answer", id=said["id"], text="1999.")

    claims = {row["text"]: row for row in bens.all("claims-list", slug=SLUG)}
    assert claims.keys() == {row["text"] for row in (thesis, reply, doubt, premise)}
    assert claims["It is asked for."]["author"] == "ben"
    assert bens.do("relations-read", id=step["id"])["premises"] == [premise["id"]]
    assert [row["text"] for row in bens.all("comments-list", id=cited["id"])] == ["Which year?", "1999."]
    assert bens.do("sources-read", id=cited["source"])["authors"] == [{"family": "Ruiz", "given": "A."}]
    assert bens.do("evidence-of-claim", id=reply["id"])["results"] == bens.all("evidence-list", slug=SLUG)


def test_joins_standing_claims_with_premises(sovereignty: Controversy, thesis: Claim, ben: User) -> None:
    bens = Programme(earned(ben, sovereignty))
    child, premise = (bens.do("claims-add", slug=SLUG, text=text)["id"] for text in ("Ships.", "Ports."))

    step = bens.do("relations-add", slug=SLUG, child=child, parent=thesis.pk, side="pro", premises=[premise])
    back = bens.ask("relations-add", slug=SLUG, child=thesis.pk, parent=child, side="pro")

    assert (step["state"], step["premises"]) == ("published", [premise])
    assert (back.status, back.code, back.body["field"]) == (409, "would_cycle", "child")


def test_a_members_relation_waits_and_a_moderator_lets_it_stand(
    sovereignty: Controversy, thesis: Claim, bens: Programme, mods: Programme
) -> None:
    child = bens.do("claims-add", slug=SLUG, text="Ships.")["id"]
    step = bens.do("relations-add", slug=SLUG, child=child, parent=thesis.pk, side="pro")

    approved = mods.do("moderation-approve", id=step["id"])

    assert (step["state"], approved["state"]) == ("pending", "published")


def test_rewords_withdraws_and_puts_back(thesis: Claim, anas: Programme) -> None:
    new = anas.do("contributions-edit", id=thesis.pk, text="Aid weakens it.", base_revision=1, reason="Shorter.")
    stale = anas.ask("contributions-edit", id=thesis.pk, text="Aid!", base_revision=1)
    gone = anas.do("contributions-withdraw", id=thesis.pk)
    back = anas.do("contributions-unwithdraw", id=thesis.pk)

    assert (new["text"], new["revision"]) == ("Aid weakens it.", 2)
    assert (stale.status, stale.code) == (409, "edit_conflict")
    assert (stale.body["current"]["text"], stale.body["current"]["revision"]) == ("Aid weakens it.", 2)
    assert (gone["state"], back["state"]) == ("withdrawn", "published")


def test_rates_and_learns_why(thesis: Claim, bens: Programme) -> None:
    before = bens.do("ratings-read", id=thesis.pk)
    rated = bens.do("ratings-set", id=thesis.pk, value=4)
    bens.do("replies-add", id=thesis.pk, side="con", text="It is asked for.")
    why = bens.do("why-read", id=thesis.pk)
    claim = bens.do("claims-read", id=thesis.pk)
    bens.do("ratings-remove", id=thesis.pk)

    assert (before["value"], rated["value"], bens.do("ratings-read", id=thesis.pk)["value"]) == (None, 4, None)
    assert why["base"] + sum(line["share"] for line in why["lines"]) - why["strength"] < 1e-9
    assert (claim["rating_count"], claim["rating_mean"], claim["strength"]) == (1, 4.0, why["strength"])


def test_a_moderator_turns_the_switches(thesis: Claim, mods: Programme, visitor: Programme) -> None:
    states = [
        mods.do(operation, id=thesis.pk, **sent)
        for operation, sent in (
            ("moderation-lock", {}),
            ("moderation-unlock", {}),
            ("moderation-hide", {"reason": "Rule 1"}),
            ("moderation-restore", {}),
        )
    ]
    mods.do("moderation-hide", id=thesis.pk, reason="Rule 1")

    assert [row["locked"] for row in states] == [True, False, False, False]
    assert [row["state"] for row in states] == ["published", "published", "hidden", "published"]
    assert visitor.ask("claims-read", id=thesis.pk).status == 404
    assert visitor.do("maps-read", slug=SLUG)["claims"] == []


def test_words_of_a_place_are_not_written_over_unseen(chloes: Programme) -> None:
    """Of two edits of one copy the second is told what stands now."""
    chloes.do("subjects-add", slug="water", title="Water")
    chloes.do("controversies-add", subject="water", slug="dams", title="Dams", question="More dams?")
    for edit, read, slug in (
        ("subjects-edit", "subjects-read", "water"),
        ("controversies-edit", "controversies-read", "dams"),
    ):
        seen = chloes.do(read, slug=slug)["revision"]
        kept = chloes.do(edit, slug=slug, background="The first.", base_revision=seen)
        refused = chloes.ask(edit, slug=slug, background="The second.", base_revision=seen)

        assert (refused.status, refused.code) == (409, "edit_conflict")
        assert refused.body["current"] == {"background": "The first.", "revision": kept["revision"]}
        assert chloes.do(read, slug=slug)["background"] == "The first."
        chloes.do(edit, slug=slug, background="Both.", base_revision=kept["revision"])


def test_a_curator_opens_and_closes_places(chloes: Programme, anas: Programme) -> None:
    chloes.do("subjects-add", slug="water", title="Water", background="## Rivers")
    chloes.do("subjects-edit", slug="water", summary="Who may use it.", base_revision=1)
    made = chloes.do(
        "controversies-add",
        subject="water",
        slug="dams",
        title="Dams",
        question="More dams?",
        state="open",
        tags=["rivers"],
    )
    closed = chloes.do("controversies-edit", slug="dams", state="closed", base_revision=made["revision"])
    refused = anas.ask("claims-add", slug="dams", text="Yes.")

    assert chloes.do("subjects-read", slug="water")["summary"] == "Who may use it."
    assert [row["slug"] for row in anas.all("controversies-list", subject="water")] == ["dams"]
    assert (made["state"], closed["state"], made["tags"]) == ("open", "closed", ["rivers"])
    assert (refused.status, refused.code) == (409, "closed")
    assert anas.ask("controversies-edit", slug="dams", state="open", base_revision=2).code == "not_curator"
    assert anas.ask("subjects-add", slug="air", title="Air").code == "not_curator"


def test_the_library_is_kept_by_everybody_and_mended_by_curators(
    anas: Programme, bens: Programme, chloes: Programme
) -> None:
    source = anas.do("sources-add", title="A report", url="https://example.org/report", issued=[2001, 5])
    twice = anas.ask("sources-add", title="Again", url="https://example.org/report")
    mended = chloes.do("sources-edit", id=source["id"], title="The report", publisher="A press", base_revision=1)
    stale = chloes.ask("sources-edit", id=source["id"], title="Mine", base_revision=1)
    others = bens.ask("sources-edit", id=source["id"], title="Mine", base_revision=2)

    assert (twice.status, twice.code, twice.body["current"]["id"]) == (409, "source_known", source["id"])
    assert (mended["title"], mended["issued"], mended["revision"]) == ("The report", [2001, 5], 2)
    assert (stale.code, stale.body["current"]["title"]) == ("edit_conflict", "The report")
    assert others.code == "not_curator"
    assert [row["id"] for row in anas.all("sources-list", q="report", since=2000)] == [source["id"]]
    assert anas.all("sources-list", kind="book") == []


def test_a_retraction_takes_the_weight_and_gives_it_back(thesis: Claim, bens: Programme, chloes: Programme) -> None:
    source = bens.do("sources-add", title="A report")["id"]
    cited = bens.do("evidence-add", id=thesis.pk, text="It says so.", side="pro", source=source)
    before = bens.do("claims-read", id=thesis.pk)["strength"]
    refused = bens.ask("sources-retract", id=source, reason="Made up.")
    gone = chloes.do("sources-retract", id=source, reason="Made up.")
    without = bens.do("claims-read", id=thesis.pk)["strength"]
    told = bens.do("maps-read", slug=SLUG)["evidence"]
    one, hits = bens.do("evidence-read", id=cited["id"]), bens.all("search", q="says")
    chloes.do("sources-reinstate", id=source)

    assert refused.code == "not_curator"
    assert (gone["reason"], gone["leans"]["claims"]) == ("Made up.", 1)
    assert [(row["id"], row["retracted"], row["strength"]) for row in told] == [(cited["id"], True, 0.0)]
    assert (cited["retracted"], one["retracted"], [hit["retracted"] for hit in hits]) == (False, True, [True])
    assert before > without == 0.5
    assert bens.do("claims-read", id=thesis.pk)["strength"] == before
    assert [row["id"] for row in bens.all("sources-uses", id=source)] == [cited["id"]]


def test_sources_go_out_and_come_in(anas: Programme, chloes: Programme) -> None:
    anas.do("sources-add", title="A report", doi="10.1000/182", authors=[{"literal": "A body"}])
    out = {form: anas.do("bibliography-read", form=form)["text"] for form in ("csl", "bibtex")}
    again = [chloes.do("bibliography-bring", text=text) for text in out.values()]
    dry = chloes.do("bibliography-bring", text=BOOK, dry_run=True)
    brought = chloes.do("bibliography-bring", text=BOOK)

    assert [(report["new"], report["known"]) for report in again] == [(0, 1), (0, 1)]
    assert (dry["new"], brought["new"]) == (1, 1)
    assert [row["title"] for row in anas.all("sources-list")] == ["A report", "Another"]


def test_a_bibliography_that_comes_again_under_its_key_is_reported_as_the_first_time(chloes: Programme) -> None:
    def ask(key: str, **sent: Any) -> Answer:
        return chloes.ask("bibliography-bring", text=BOOK, headers={"Idempotency-Key": key}, **sent)

    looked, bring = str(uuid4()), str(uuid4())
    dry, first = ask(looked, dry_run=True), ask(bring)
    dry_again, again, other = ask(looked, dry_run=True), ask(bring), ask(looked)

    assert (dry.body["new"], first.body["new"]) == (1, 1)
    assert (dry_again.body, again.body) == (dry.body, first.body)
    assert other.code == "idempotency_reuse"
    assert [row["title"] for row in chloes.all("sources-list")] == ["Another"]


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize("text", [BOOK, "no bibliography at all"])
def test_a_bibliography_is_not_even_read_for_who_may_not_bring_it_in(
    text: str, dry_run: bool, anas: Programme, visitor: Programme
) -> None:
    answers = [one.ask("bibliography-bring", text=text, dry_run=dry_run) for one in (anas, visitor)]

    assert [(answer.status, answer.code) for answer in answers] == [(403, "not_curator"), (401, "token_missing")]


def test_finds_and_is_told_of_what_stands_already(thesis: Claim, bens: Programme, visitor: Programme) -> None:
    (hint,) = bens.do("hints-list", slug=SLUG, text="Aid weakens sov")["results"]
    found = visitor.do("search-within", slug=SLUG, q="sovereign", kind="claim")
    across = visitor.do("search", q="weakens sov", controversy=SLUG)
    bens.do("claims-add", slug=SLUG, text="Aid weakens sovereignty slowly.", different="It is about speed.")
    first = visitor.do("search-within", slug=SLUG, q="sovereignty", limit=1)
    second = visitor.do("search-within", slug=SLUG, q="sovereignty", limit=1, cursor=first["next"])

    assert hint["id"] == thesis.pk
    assert [row["id"] for row in found["results"]] == [row["id"] for row in across["results"]] == [thesis.pk]
    assert [piece["text"] for piece in found["results"][0]["pieces"] if piece["is_hit"]] == ["sovereignty"]
    assert (first["total"], second["next"]) == (2, None)
    assert {first["results"][0]["id"], second["results"][0]["id"]} > {thesis.pk}


def test_suggests_and_decides(thesis: Claim, anas: Programme, bens: Programme) -> None:
    made = bens.do("suggestions-add", id=thesis.pk, text="Aid weakens it.", base_revision=1, reason="Shorter.")
    (seen,) = anas.all("suggestions-list", slug=SLUG, state="open")
    accepted = anas.do("suggestions-accept", id=made["id"], seen="Aid weakens it.")
    second = bens.do("suggestions-add", id=thesis.pk, text="Aid weakens!", base_revision=2)
    anas.do("contributions-edit", id=thesis.pk, text="Aid weakens it today.", base_revision=2)
    stale = bens.do("suggestions-read", id=second["id"])
    fresh = bens.do("suggestions-rebase", id=second["id"], text="Aid weakens it now.")
    rejected = anas.do("suggestions-reject", id=second["id"], reason="No.")
    third = bens.do("suggestions-add", id=thesis.pk, text="So it is.", base_revision=3)
    back = bens.do("suggestions-take-back", id=third["id"])

    assert (seen["id"], seen["decides"], seen["why"]) == (made["id"], True, "Shorter.")
    assert (accepted["text"], accepted["revision"]) == ("Aid weakens it.", 2)
    assert (stale["is_stale"], fresh["is_stale"]) == (True, False)
    assert [row["state"] for row in (rejected, back)] == ["rejected", "withdrawn"]


def test_decides_on_a_step_that_waits(sovereignty: Controversy, thesis: Claim, ben: User, anas: Programme) -> None:
    child = anas.do("claims-add", slug=SLUG, text="Ships.")["id"]
    step = anas.do("relations-add", slug=SLUG, child=child, parent=thesis.pk, side="pro")
    bens = Programme(earned(ben, sovereignty))

    waiting = bens.all("waiting-list", slug=SLUG)
    silent = bens.ask("waiting-decide", slug=SLUG, id=step["id"], publish=False)
    decided = bens.do("waiting-decide", slug=SLUG, id=step["id"], publish=False, reason="No link.")

    assert [(row["id"], row["child"], row["parent"]) for row in waiting] == [(step["id"], child, thesis.pk)]
    assert (silent.code, decided["state"]) == ("reason_required", "withdrawn")
    assert anas.do("relations-read", id=step["id"])["state"] == "withdrawn"


def test_reads_what_changed_and_goes_back(thesis: Claim, anas: Programme, visitor: Programme) -> None:
    seq = visitor.do("maps-read", slug=SLUG)["seq"]
    anas.do("contributions-edit", id=thesis.pk, text="Aid weakens it.", base_revision=1)
    changes = visitor.do("changes-list", slug=SLUG, since=seq)
    newest, oldest = visitor.all("history-read", id=thesis.pk, limit=1)
    back = anas.do("history-revert", id=thesis.pk, to_version=oldest["number"], base_revision=2)

    assert [(row["verb"], row["contribution"], row["actor"]) for row in changes["results"]] == [
        ("claim.edited", thesis.pk, "ana")
    ]
    assert (changes["until"], changes["more"]) == (seq + 1, False)
    assert [piece["kind"] for piece in newest["pieces"]] == ["same", "removed", "added", "same"]
    assert (back["text"], back["revision"]) == ("Aid weakens sovereignty.", 3)


def test_learns_what_is_new_and_calls_it_seen(thesis: Claim, anas: Programme, bens: Programme) -> None:
    first = bens.do("news-seen", slug=SLUG, seq=1)
    reply = anas.do("replies-add", id=thesis.pk, side="con", text="It is asked for.")
    new = bens.do("news-read", slug=SLUG)
    seen = bens.do("news-seen", slug=SLUG, seq=new["seq"])

    assert first["results"] == [thesis.pk]  # written after the map's first change
    assert new["results"] == [thesis.pk, reply["id"]]
    assert (seen["results"], seen["seq"]) == ([], new["seq"])


def test_takes_all_own_data_home_and_chooses_a_language(thesis: Claim, anas: Programme, visitor: Programme) -> None:
    chosen = anas.do("me-edit", language="es", theme="dark")
    data = anas.do("me-data")

    assert (chosen["language"], chosen["theme"]) == ("es", "dark")
    assert (data["account"]["name"], data["tokens"][0]["name"]) == ("ana", "Test")
    assert "hash" not in str(data)
    assert visitor.ask("me-data").code == "token_missing"


def test_a_token_says_whose_it_is(anas: Programme, visitor: Programme) -> None:
    assert anas.do("me-read")["name"] == "ana"
    assert visitor.ask("me-read").status == 401


def test_language_and_colours_are_chosen_one_by_one(anas: Programme) -> None:
    anas.do("me-edit", language="es")
    told = anas.do("me-edit", theme="dark")

    assert (told["language"], told["theme"]) == ("es", "dark")
