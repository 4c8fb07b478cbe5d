"""A controversy with several answers shows them together: the weight of each, and its best reason on either side."""

from django.test import Client

from core.models import User
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy
from debates.ratings.services import rate


def test_several_theses_stand_on_one_page_with_their_strongest_reasons(
    thesis: Claim, sovereignty: Controversy, ana: User, ben: User, chloe: User
) -> None:
    other = maps.add_claim(controversy=sovereignty, by=ben, text="Aid is a choice freely made.")
    weak = maps.add_reply(to=thesis, side="pro", by=ana, text="Donors set the terms.")
    strong = maps.add_reply(to=thesis, side="pro", by=ana, text="Plans are written abroad.")
    maps.add_reply(to=other, side="con", by=ana, text="Nobody could say no.")
    for person in (ben, chloe):
        rate(target=strong, by=person, value=4)
        rate(target=weak, by=person, value=1)

    page = Client().get("/c/sovereignty/").content.decode()

    assert page.index("Does aid weaken sovereignty?") < page.index(thesis.text) < page.index(other.text)
    assert "Plans are written abroad." in page
    assert "Nobody could say no." in page
    assert "Donors set the terms." not in page  # the weaker one waits on the thesis's own page
    assert "All 2 reasons for it" in page


def test_one_thesis_has_the_page_to_itself(thesis: Claim, ana: User) -> None:
    maps.add_reply(to=thesis, side="pro", by=ana, text="Donors set the terms.")
    maps.add_reply(to=thesis, side="pro", by=ana, text="Plans are written abroad.")

    page = Client().get("/c/sovereignty/").content.decode()

    assert "Donors set the terms." in page
    assert "Plans are written abroad." in page


def test_a_second_thesis_leads_back_to_its_own_page(thesis: Claim, ana: User) -> None:
    browser = Client()
    browser.force_login(ana, backend="django.contrib.auth.backends.ModelBackend")

    answer = browser.post("/c/sovereignty/add/", {"text": "Aid is a choice freely made."}, follow=True)

    assert answer.redirect_chain[-1][0].split("#")[0].endswith("-aid-is-a-choice-freely-made/")
    assert "Thesis 2" in answer.content.decode()
