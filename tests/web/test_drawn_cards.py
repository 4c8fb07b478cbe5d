"""Cards that are kept as they were drawn: whatever changes in one, or in who looks at it, is drawn."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from debates.insight.words import word_for
from debates.maps.rules import State
from debates.reading.cards import Card, Figure, Link, Step
from debates.reading.kept import forget_all

SIDE = "{% load cards %}{% drawn card alone=alone %}"
CARD = Card(
    id=7,
    text="The fund paid for courts.",
    url="/c/aid/claim/7-the-fund/",
    panel_url="/c/aid/?claim=7",
    figure=Figure(62, word_for(0.62, 9), 9),
    step=Step(8, "pro", 3, 2.8, 3.0, 4, "", State.PUBLISHED),
    pros=1,
    cons=2,
    evidence=2,
    comments=1,
)
OTHERWISE: dict[str, Any] = {
    "text": "The fund paid for <courts> & judges.",
    "url": "/c/aid/claim/7-another/",
    "state": State.PENDING,
    "is_stub": True,
    "figure": Figure(63, word_for(0.63, 9), 9),
    "step": Step(8, "pro", 2, 2.8, 3.0, 4, "", State.PUBLISHED),
    "pros": 3,
    "cons": 0,
    "evidence": 1,
    "retracted": 1,
    "comments": 0,
    "also": [Link(9, "Courts matter.", "/c/aid/claim/9-courts/", "con")],
    "is_new": True,
}


def drawn(card: Card, *, alone: bool = True, here: str = "/c/aid/", may_write: bool = True, spoken: str = "en") -> str:
    """The card as a page of the debate shows it."""
    given = {"card": card, "alone": alone, "here": here, "may_write": may_write}
    map_of_it = SimpleNamespace(language=spoken)
    return str(Template(SIDE).render(Context(given | {"controversy": map_of_it})))


@pytest.mark.parametrize("field", OTHERWISE)
def test_a_card_that_changed_is_drawn_as_it_is(field: str) -> None:
    before = drawn(CARD)
    changed = replace(CARD, **{field: OTHERWISE[field]})
    after = drawn(changed)
    assert after != before
    forget_all()
    assert drawn(changed) == after
    assert drawn(CARD) == before


@pytest.mark.parametrize("look", [{"alone": False}, {"here": "/c/other/"}, {"may_write": False}, {"spoken": "es"}])
def test_so_is_one_that_somebody_else_looks_at(look: dict[str, Any]) -> None:
    before = drawn(CARD)
    assert drawn(CARD, **look) != before
    with translation.override("es"):
        assert "Solidez" in drawn(CARD)
    assert drawn(CARD) == before
    assert "Strength" in before
