"""A "no" is a known code with a sentence."""

import pytest
from django.utils.translation import gettext_lazy

from core.errors import CODES, Refusal


def test_every_code_has_a_status_of_its_kind() -> None:
    assert all(400 <= status < 600 for status in CODES.values())


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Refusal("because", "No.")


def test_says_only_what_there_is_to_say() -> None:
    assert Refusal("closed", "Closed.").as_dict() == {"code": "closed", "message": "Closed."}


def test_names_its_field_and_what_is_in_force() -> None:
    refusal = Refusal("edit_conflict", gettext_lazy("Changed meanwhile."), field="text", current="new words")
    assert refusal.status == 409
    assert refusal.as_dict() == {
        "code": "edit_conflict",
        "message": "Changed meanwhile.",
        "field": "text",
        "current": "new words",
    }


def test_keeps_the_chain_of_a_circle() -> None:
    assert Refusal("would_cycle", "A circle.", path=["a", "b"]).path == ("a", "b")


def test_reads_as_code_and_sentence() -> None:
    assert str(Refusal("rate_limited", "Wait.", retry_after=5)) == "rate_limited: Wait."
    assert Refusal("rate_limited", "Wait.", retry_after=5).as_dict()["retry_after"] == 5
