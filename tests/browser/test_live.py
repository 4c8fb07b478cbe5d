"""What others do shows on the pages that are open, and moves nothing that is being read."""

import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Route, expect
from pytest_django import Settings

from core.models import User
from debates.comments import services as comments
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy
from debates.ratings import services as ratings
from tests.browser.conftest import Opened
from tests.browser.people import PATIENCE, Visitor
from tests.browser.world import World, moderator
from tests.listening import serving


@pytest.fixture
def site(transactional_db: None, settings: Settings) -> Iterator[str]:
    """A server that carries streams, instead of the one of Django's tests."""
    settings.SESSION_COOKIE_SECURE = False
    settings.CSRF_COOKIE_SECURE = False
    with serving() as served:
        urlopen(f"{served.url}/about/strength/", timeout=60).close()  # the first page finds everything unloaded
        yield served.url


@pytest.fixture
def mod(world: World) -> User:
    """A moderator, who may hide."""
    return moderator()


def is_live(visitor: Visitor) -> None:
    expect(visitor.page.locator(".live")).to_contain_text("live")


def say(what: str, begun: float) -> None:
    """A measured time, for whoever reads the output."""
    print(f"{what} after {(time.monotonic() - begun) * 1000:.0f} ms")  # noqa: T201


def outline_of(world: World) -> str:
    return f"/c/{world.controversy.slug}/outline/"


def test_two_people_see_each_others_claims(opened: Opened, world: World) -> None:
    ana, ben = opened(world.ana), opened(world.ben)
    for one in (ana, ben):
        one.goes_to(world.of(world.thesis))
        is_live(one)
        one.marks_the_window()
    expect(ana.page.locator(".live")).to_contain_text("2 reading")

    for writer, reader, side, text in (
        (ana, ben, "pro", "A first reason that is new."),
        (ben, ana, "con", "A second reason that is new."),
    ):
        writer.presses(f"Add {'support' if side == 'pro' else 'opposition'}", f".side.{side}")
        writer.page.locator("#composer").get_by_label("Your claim").fill(text)
        begun = time.monotonic()
        writer.page.locator("#composer button.button").last.click()
        shown = reader.page.locator(f".side.{side}").get_by_text(text)
        new = reader.page.locator("#arrivals button")
        expect(shown.or_(new).first).to_be_visible()
        say("another's claim was there", begun)
        if new.count():
            expect(new).to_have_text("1 new claim")
            new.click()
        expect(shown).to_be_visible()
        assert reader.is_in_the_same_window()


@pytest.mark.parametrize("page", ["debate", "outline", "map"])
def test_a_hidden_claim_disappears_from_open_pages(opened: Opened, world: World, mod: User, page: str) -> None:
    target = world.pros[1]
    reader = opened(world.ben)
    reader.goes_to(world.of(world.thesis) if page == "debate" else f"/c/{world.controversy.slug}/{page}/")
    is_live(reader)
    expect(reader.page.get_by_text(target.text).first).to_be_visible()
    count = reader.page.locator("#side-pro .count")

    begun = time.monotonic()
    maps.hide(contribution=target, by=mod, reason="Rule 1")

    expect(reader.page.get_by_text(target.text)).to_have_count(0)
    say("a hidden claim was gone", begun)
    assert target.text not in reader.page.content()
    if page == "map":
        assert reader.page.locator(".outline a:not([tabindex='-1'])").count() == 0  # Tab still passes the outline by
    if page == "debate":
        expect(count).to_have_text("3")


def test_a_hidden_claim_with_answers_becomes_a_stub_in_place(opened: Opened, world: World, mod: User) -> None:
    reader = opened(world.ben)
    reader.goes_to(world.of(world.thesis))
    is_live(reader)

    maps.hide(contribution=world.pros[0], by=mod, reason="Rule 1")

    card = reader.page.locator(f"#c{world.pros[0].pk}")
    expect(card).to_contain_text("Hidden by a moderator")
    assert world.pros[0].text not in reader.page.content()
    expect(card.locator(".card.stub")).to_be_visible()


def test_the_panel_of_a_hidden_claim_closes_with_a_sentence(opened: Opened, world: World, mod: User) -> None:
    reader = opened(world.ben)
    reader.goes_to(f"{world.of(world.thesis)}?claim={world.pros[1].pk}")
    is_live(reader)
    reader.sees(world.pros[1].text, "#panel")

    maps.hide(contribution=world.pros[1], by=mod, reason="Rule 1")

    expect(reader.page.locator("#panel")).to_be_hidden()
    reader.sees("The claim that was open here is not shown any more.", "#say")
    assert "claim=" not in reader.page.url
    assert world.pros[1].text not in reader.page.content()


@pytest.mark.parametrize("page", ["debate", "map"])
def test_what_is_being_written_stays_when_all_around_it_goes(
    opened: Opened, world: World, mod: User, page: str
) -> None:
    writer = opened(world.ana)
    where = world.of(world.thesis) if page == "debate" else f"/c/{world.controversy.slug}/map/"
    writer.goes_to(f"{where}?claim={world.cons[2].pk}")
    is_live(writer)
    writer.page.get_by_label("Your comment").fill("Half a thought")

    comments.add_comment(on=world.cons[2], by=world.ben, text="A comment that came meanwhile.")
    writer.sees("A comment that came meanwhile.", "#panel")
    expect(writer.page.get_by_label("Your comment")).to_have_value("Half a thought")
    expect(writer.page.get_by_label("Your comment")).to_be_focused()

    maps.hide(contribution=world.cons[2], by=mod, reason="Rule 1")
    expect(writer.page.get_by_text(world.cons[2].text)).to_have_count(0)
    expect(writer.page.get_by_label("Your comment")).to_have_value("Half a thought")


def test_an_open_composer_keeps_its_text_and_its_place(opened: Opened, world: World) -> None:
    writer = opened(world.ana)
    writer.goes_to(world.of(world.thesis))
    is_live(writer)
    writer.presses("Add support", ".side.pro")
    field = writer.page.locator("#composer").get_by_label("Your claim")
    field.fill("Half a reason")
    top = writer.top_of("#composer textarea")

    maps.add_reply(to=world.thesis, side="pro", by=world.ben, text="A reason that came meanwhile.")
    maps.edit(contribution=world.pros[0], by=world.ana, text="The first reason in other words.", base_revision=1)

    writer.sees("The first reason in other words.")
    expect(field).to_have_value("Half a reason")
    expect(field).to_be_focused()
    assert abs(writer.top_of("#composer textarea") - top) <= 2
    writer.page.locator("#composer button.button").last.click()
    writer.sees("Half a reason", ".side.pro")


def test_what_is_being_read_never_jumps(opened: Opened, world: World) -> None:
    """On an outline, claims that come in above what is in sight push nothing; those that would push wait."""
    above = [maps.add_reply(to=world.deep, side="pro", by=world.ben, text=f"Deep reason {n}.") for n in range(6)]
    low = [maps.add_reply(to=world.cons[2], side="con", by=world.ben, text=f"Late reason {n}.") for n in range(12)]
    reader = opened(world.ana, height=600)
    reader.goes_to(outline_of(world))
    is_live(reader)
    mark = f"#n{low[5].pk}"
    reader.evaluates(f"document.querySelector('{mark}').scrollIntoView({{behavior: 'instant'}})")
    top = reader.top_of(mark)

    maps.add_reply(to=above[0], side="con", by=world.ben, text="New far above.")
    expect(reader.page.get_by_text("New far above.")).to_have_count(1)
    assert abs(reader.top_of(mark) - top) <= 2

    maps.add_reply(to=low[6], side="con", by=world.ben, text="New in the middle.")
    button = reader.page.locator("#arrivals button")
    expect(button).to_have_text("1 new claim")
    assert abs(reader.top_of(mark) - top) <= 2
    maps.add_reply(to=low[7], side="con", by=world.ben, text="New in the middle too.")
    expect(button).to_have_text("2 new claims")
    expect(reader.page.get_by_text("New in the middle.")).to_have_count(0)

    button.click()
    expect(reader.page.get_by_text("New in the middle.")).to_be_visible()
    expect(button).to_have_count(0)


def test_ratings_of_others_renew_the_figures(opened: Opened, world: World) -> None:
    reader = opened(world.ana)
    reader.goes_to(world.of(world.thesis))
    is_live(reader)
    figure = reader.page.locator("#focus ~ .facts .word").first
    raters = reader.page.locator("section.focus").get_by_text("raters")
    before = reader.text_of("section.focus .facts")
    assert "3 raters" in raters.inner_text()

    begun = time.monotonic()
    ratings.rate(target=world.thesis, by=world.ben, value=4)

    expect(raters).to_have_text("4 raters")
    say("another's rating showed", begun)
    assert reader.text_of("section.focus .facts") != before
    assert figure.is_visible()


def test_links_that_came_later_open_the_panel_in_place(opened: Opened, world: World) -> None:
    reader = opened(world.ana)
    reader.goes_to(world.of(world.thesis))
    is_live(reader)
    reader.marks_the_window()
    came = maps.add_reply(to=world.thesis, side="con", by=world.ben, text="A reason that came later.")
    new = reader.page.locator("#arrivals button")
    card = reader.page.locator(f"#c{came.pk}")
    expect(card.or_(new).first).to_be_visible()
    if new.count():
        new.click()

    card.get_by_role("link", name="Rate").click()

    reader.sees("A reason that came later.", "#panel")
    assert reader.is_in_the_same_window()


def test_a_window_that_was_cut_off_misses_nothing(opened: Opened, world: World) -> None:
    reader = opened(world.ana)
    reader.goes_to(world.of(world.thesis))
    is_live(reader)
    reader.context.set_offline(True)
    expect(reader.page.locator(".live")).to_contain_text("offline")
    maps.edit(contribution=world.pros[0], by=world.ana, text="Said while nobody heard.", base_revision=1)

    reader.context.set_offline(False)

    expect(reader.page.get_by_text("Said while nobody heard.").first).to_be_visible()
    is_live(reader)


def test_a_claim_that_goes_takes_its_words_out_of_the_title_too(opened: Opened, world: World, mod: User) -> None:
    """On its own page, where nothing is left to show, and on the map, whose panel it was."""
    words, hidden = world.deep.text, f"?claim={world.deep.pk}"
    reader, mapper = opened(), opened()
    reader.goes_to(world.of(world.deep))
    mapper.goes_to(f"/c/{world.controversy.slug}/map/{hidden}")
    for one in (reader, mapper):
        is_live(one)
        assert words[:20] in one.page.title()

    maps.hide(contribution=world.deep, by=mod, reason="rude")

    reader.sees("The claim that was open here is not shown any more.", "#say")
    reader.presses(world.pros[0].text[:30], "main")
    expect(reader.page.locator("#focus")).to_have_text(world.pros[0].text)
    expect(mapper.page.locator("#panel")).to_be_hidden()
    assert words[:20] not in mapper.page.title()
    assert words[:20] not in mapper.page.content()


def test_where_streams_are_held_back_without_a_word_the_page_asks(opened: Opened, world: World) -> None:
    reader = opened(world.ana)

    def held_back(_route: Route) -> None:
        """Neither an answer nor an error, as some networks do."""

    reader.page.route("**/live/*/?since=*", held_back)
    reader.goes_to(world.of(world.thesis))
    expect(reader.page.locator(".live")).to_contain_text("live", timeout=3 * PATIENCE)
    maps.edit(contribution=world.pros[0], by=world.ana, text="Heard by asking.", base_revision=1)
    expect(reader.page.get_by_text("Heard by asking.").first).to_be_visible()


def test_who_comes_back_counts_too(opened: Opened, world: World) -> None:
    reader = opened(world.ana)
    reader.goes_to(world.of(world.thesis))
    is_live(reader)
    for _ in range(4):
        reader.evaluates("dispatchEvent(new Event('online'))")
        expect(reader.page.locator(".live")).to_contain_text("1 reading")


def test_where_streams_do_not_pass_the_page_asks(opened: Opened, world: World) -> None:
    def blocked(route: Route) -> None:
        route.abort()

    reader = opened(world.ana)
    reader.page.route("**/live/*/?since=*", blocked)
    reader.goes_to(world.of(world.thesis))
    expect(reader.page.locator(".live")).to_contain_text("live", timeout=2 * PATIENCE)

    maps.edit(contribution=world.pros[0], by=world.ana, text="Heard by asking.", base_revision=1)

    expect(reader.page.get_by_text("Heard by asking.").first).to_be_visible()
    expect(reader.page.locator(".live")).to_contain_text("1 reading")


def test_a_debate_that_is_closed_to_a_reader_leaves_their_page(opened: Opened, world: World) -> None:
    reader = opened()
    reader.goes_to(world.of(world.thesis))
    is_live(reader)

    begun = time.monotonic()
    chloe = User.objects.get(username="chloe")
    maps.edit_controversy(controversy=world.controversy, by=chloe, access="members")

    expect(reader.page.get_by_text(world.thesis.text)).to_have_count(0)
    say("a debate that was closed to a reader was gone", begun)
    reader.sees("This debate is not open to you any more.", "#say")


def test_those_who_want_no_motion_get_none_of_it(opened: Opened, world: World) -> None:
    reader = opened(world.ana, reduced_motion="reduce", height=4000)
    reader.goes_to(world.of(world.thesis))
    is_live(reader)
    maps.add_reply(to=world.thesis, side="con", by=world.ben, text="A reason without motion.")
    expect(reader.page.get_by_text("A reason without motion.")).to_be_visible()
    assert reader.evaluates("document.getAnimations().filter(a => a.playState === 'running').length") == 0


def test_the_bar_of_other_pages_holds_no_stream(opened: Opened, world: World) -> None:
    reader = opened(world.ana)
    for page in ("changes/", "sources/"):
        reader.goes_to(f"/c/{world.controversy.slug}/{page}")
        assert reader.page.locator(".live").count() == 0


def test_an_empty_debate_hears_of_its_first_thesis(opened: Opened, world: World) -> None:
    reader = opened(world.ana)
    reader.goes_to(f"/c/{world.empty.slug}/")
    is_live(reader)
    controversy = Controversy.objects.get(pk=world.empty.pk)
    first: Claim = maps.add_claim(controversy=controversy, by=world.ben, text="Open it on weekdays.")
    reader.sees(first.text, "main")


def test_an_empty_map_is_drawn_when_its_first_claim_comes(opened: Opened, world: World) -> None:
    empty = maps.open_controversy(
        subject=world.controversy.subject,
        by=User.objects.get(username="chloe"),
        slug="empty",
        title="Nothing yet",
        question="What then?",
        state="open",
    )
    reader = opened(world.ben)
    reader.goes_to("/c/empty/map/")
    is_live(reader)

    maps.add_claim(controversy=empty, by=world.ana, text="The very first claim.")

    expect(reader.page.get_by_role("treeitem").get_by_text("The very first claim.")).to_be_visible()
