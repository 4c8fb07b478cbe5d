"""Taking a person out of the maps: the only thing that removes a text for good."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from core.models import User
from debates.history import erasure as history
from debates.history.models import Entry
from debates.history.services import record
from debates.maps.models import Contribution, Controversy, Draft, Grant, Premise, Seat, Suggestion
from debates.maps.rules import Kind, State, still_needed
from debates.maps.services.entering import lock_map

NEEDED = ("kind", "state", "child", "parent", "controversy", "revision")
STAYS_IN = (State.PUBLISHED, State.HIDDEN, State.ARCHIVED)  # as a step without words, where others need it
NO_WORDS = "…"  # where a reason must stand and its words are gone


def erase_texts(person: User, keep_texts: bool) -> None:
    """Everything of this person on the maps: texts lose their name, or go and leave a stub.

    What was withdrawn goes in either case, and so does every suggestion, draft, grant and seat. A step goes with its
    claim unless something of others hangs on it: then it stays, without a word, as the place of that.
    """
    touched = _maps_of(person)
    for controversy_id in touched:
        lock_map(controversy_id)
    own = Contribution.objects.filter(author=person).order_by("pk")
    rows = {row.pk: row for row in own.select_for_update(no_key=True, of=("self",)).only(*NEEDED)}
    going = {pk for pk, row in rows.items() if not keep_texts or row.state == State.WITHDRAWN}
    staying_steps = _steps_that_stay(person, rows, going)
    _erase_suggestions(person, going, keep_texts=keep_texts)
    _blank(going - staying_steps, state=State.ERASED, tags=[])
    _blank(going & staying_steps)
    own.update(author=None)
    history.purge_texts(contribution_ids=going)
    if not keep_texts:
        history.purge_wordings(person=person)
    history.unlink(person=person)
    Controversy.objects.filter(created_by=person).update(created_by=None)
    for held, owner in ((Draft, "owner"), (Grant, "user"), (Seat, "user")):
        held._default_manager.filter(**{owner: person}).delete()
    _record(touched, [rows[pk] for pk in sorted(going)])
    record(by=None, verb="person.erased", after={"user": person.pk, "texts": "keep" if keep_texts else "remove"})


def _maps_of(person: User) -> list[int]:
    """Every map on which this person's name or words stand, ascending: the order of locks."""
    found: set[int | None] = set()
    found.update(Contribution.objects.filter(author=person).order_by().values_list("controversy_id", flat=True))
    lines = Entry.objects.filter(Q(actor=person) | Q(after__suggested_by=person.pk)).order_by()
    found.update(lines.values_list("controversy_id", flat=True).distinct())
    found.update(Controversy.objects.filter(created_by=person).order_by().values_list("pk", flat=True))
    suggested = Suggestion.objects.filter(Q(author=person) | Q(decided_by=person)).order_by()
    found.update(suggested.values_list("contribution__controversy_id", flat=True))
    return sorted(pk for pk in found if pk is not None)


def _steps_that_stay(person: User, rows: dict[int, Contribution], going: set[int]) -> set[int]:
    """This person's relations that give others' work its place."""
    steps = {pk: (row.child_id or 0, row.parent_id or 0) for pk, row in rows.items() if row.kind == Kind.RELATION}
    others = Contribution.objects.exclude(author=person).exclude(state=State.ERASED).order_by()
    hanging: set[int | None] = set()
    for end in ("child", "parent", "claim", "target", "reply_to"):
        hanging.update(others.filter(**{f"{end}__in": going}).values_list(f"{end}_id", flat=True))
    ends = {end for pair in steps.values() for end in pair}
    hanging.update(others.filter(pk__in=ends).values_list("pk", flat=True))
    needed = Premise.objects.filter(relation__in=steps).exclude(claim__author=person)
    hanging.update(needed.values_list("relation_id", flat=True))
    premises = Premise.objects.filter(claim__in=going).exclude(relation__author=person)
    hanging.update(premises.values_list("claim_id", flat=True))
    needed_ones = still_needed(steps, hanging={pk for pk in hanging if pk is not None})
    return {pk for pk in needed_ones if rows[pk].state in STAYS_IN}


def _erase_suggestions(person: User, going: Iterable[int], *, keep_texts: bool) -> None:
    """This person's own, and everybody's rewordings of what goes: they hold its words."""
    Suggestion.objects.filter(Q(author=person) | Q(contribution__in=going)).delete()
    decided = Suggestion.objects.filter(decided_by=person)
    if not keep_texts:
        decided.exclude(reason="").update(reason=NO_WORDS)
    decided.update(decided_by=None)


def _blank(ids: Iterable[int], **more: object) -> None:
    Contribution.objects.filter(pk__in=ids).update(text="", locator="", **more)


def _record(touched: Iterable[int], gone: Iterable[Contribution]) -> None:
    """A line for each text that went; where only a name did, one for the map, so that everything kept of it moves."""
    lines: dict[int, list[tuple[str, int | None, int]]] = defaultdict(list)
    for row in gone:
        lines[row.controversy_id].append((f"{row.kind}.erased", row.pk, row.revision))
    for controversy_id in touched:
        about = lines[controversy_id] or [("person.left", None, 1)]
        history.record_all(controversy_id=controversy_id, lines=about)
