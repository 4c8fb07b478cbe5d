"""Reading history. Whether the contribution may be read is asked before, at the gate."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from core.models import User
from debates.history.models import Entry, Visit
from debates.history.rules import is_kept


def entries_of(*, contribution_ids: Iterable[int]) -> QuerySet[Entry]:
    """The lines about these contributions, newest first, with the person who did it."""
    found = Entry.objects.filter(contribution__in=list(contribution_ids))
    return found.select_related("actor").order_by("-id")


def entries_on(*, controversy_id: int, told: Q) -> QuerySet[Entry]:
    """The lines of one map that fulfil this condition (the gate's, from the room that owns it), newest first."""
    found = Entry.objects.filter(told, controversy=controversy_id)
    return found.select_related("actor").order_by("-seq")


def touched_after(*, controversy_id: int, seq: int, limit: int) -> list[tuple[int | None, str]]:
    """(contribution, verb) of the lines of one map after a number, oldest first: at most `limit`, suggestions apart.

    Whoever may read them: for what is worked out inside. To whom an id may be told is asked at the gate after.
    """
    found = Entry.objects.filter(controversy=controversy_id, seq__gt=seq).exclude(verb__startswith="suggestion.")
    return list(found.order_by("seq").values_list("contribution", "verb")[:limit])


def newest_entry(*, controversy_id: int) -> Entry | None:
    """The last change of a map."""
    return Entry.objects.filter(controversy=controversy_id).order_by("-seq").first()


def hidden_wordings(*, contribution_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(contribution, version) of the wordings that may not be shown."""
    hidden = Entry.objects.filter(contribution__in=list(contribution_ids), hide_text=True)
    return {(pk or 0, version) for pk, version in hidden.values_list("contribution", "version")}


def wording_at(*, contribution_id: int, version: int) -> dict[str, Any] | None:
    """How a contribution read at a version (`text`, and `locator` where it has one); None when there is no such
    version, or when it is hidden or kept no more."""
    lines = [
        entry for entry in Entry.objects.filter(contribution=contribution_id).order_by("id") if "text" in entry.after
    ]
    wording = next((entry for entry in lines if entry.version == version), None)
    if wording is None or wording.hide_text or not is_kept(wording.verb, wording.after["text"]):
        return None
    fields = {"text": wording.after["text"]}
    locator = _locator_at(version, lines)
    return fields if locator is None else fields | {"locator": locator}


def _locator_at(version: int, lines: list[Entry]) -> str | None:
    """Where in its source a version stood: by the last line that put it there, or the first that took it away."""
    put = [entry.after["locator"] for entry in lines if entry.version <= version and "locator" in entry.after]
    taken = [entry.before["locator"] for entry in lines if entry.version > version and "locator" in entry.before]
    return next(iter([*put[-1:], *taken]), None)


def visit_of(*, user_id: int | None, controversy_id: int) -> Visit | None:
    """How far this person has read this map; None for a visitor and before the first visit."""
    if user_id is None:
        return None
    return Visit.objects.filter(user=user_id, controversy=controversy_id).first()


def visits_behind(*, user_id: int) -> QuerySet[Visit]:
    """This person's visits to maps that have moved on since."""
    return Visit.objects.filter(user=user_id, controversy__seq__gt=F("seq"))


def visits_among(*, user_id: int, controversy_ids: Iterable[int]) -> QuerySet[Visit]:
    """How far this person has read each of these maps, as far as they ever opened it."""
    return Visit.objects.filter(user=user_id, controversy__in=list(controversy_ids))


def withdrawn_at(*, contribution_ids: Iterable[int]) -> dict[int, datetime]:
    """{contribution: when its author last took it back}; those that never were are not in it."""
    lines = Entry.objects.filter(contribution__in=list(contribution_ids), verb__endswith=".withdrawn").order_by()
    return {pk or 0: at for pk, at in lines.values_list("contribution").annotate(last=Max("at"))}


def lines_by(*, person: User) -> QuerySet[Entry]:
    """All that a person did, oldest first."""
    return Entry.objects.filter(actor=person).order_by("pk")


def lines_on(*, contribution_ids: Iterable[int], but: User) -> QuerySet[Entry]:
    """What others did to these contributions, oldest first; suggestions apart, which are told to whom they concern."""
    found = Entry.objects.filter(contribution__in=list(contribution_ids)).exclude(actor=but)
    return found.exclude(verb__startswith="suggestion.").order_by("pk")


def visits_of(*, person: User) -> QuerySet[Visit]:
    """How far a person has read each map."""
    return Visit.objects.filter(user=person).order_by("controversy")
