"""Who may enter which map, for many people at once: asked again and again while they listen to it."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from core.models import User
from debates.maps.models import Controversy, Grant, Seat
from debates.maps.models.gate import NOBODY
from debates.maps.models.ready import ROW, alike, ready_rows
from debates.maps.rules import Place, Rights, Scope, Visibility


def may_enter(pairs: Collection[tuple[int | None, int]]) -> set[tuple[int | None, int]]:
    """Those of these (person or nobody, controversy) in which that person may enter now.

    Three statements, and one for each set of rights that is among them: the members of a site share one.
    """
    rights = _rights_at_entrances(pairs)
    asked: dict[Any, tuple[Rights, set[int]]] = {}
    for person, controversy in pairs:
        if person in rights:
            asked.setdefault(alike(rights[person]), (rights[person], set()))[1].add(controversy)
    open_to = {
        key: {pk for (pk,) in ready_rows(_enterable, rights=held, row=sorted(ids))}
        for key, (held, ids) in asked.items()
    }
    return {(who, where) for who, where in pairs if who in rights and where in open_to[alike(rights[who])]}


def _enterable(rights: Rights) -> "QuerySet[Controversy, Any]":
    found: QuerySet[Controversy, Any] = Controversy.objects.visible_to(rights).filter(pk__any_of=ROW).order_by()
    return found.values_list("pk")


def _rights_at_entrances(pairs: Collection[tuple[int | None, int]]) -> dict[int | None, Rights]:
    """The rights of those of these people whose account is open, as far as an entrance asks for them.

    Of a seat it matters whether it reads, and only at the maps in question.
    """
    ids = {person for person, _controversy in pairs if person is not None}
    known: dict[int | None, Rights] = {None: NOBODY}
    if not ids:
        return known
    grants: dict[int, dict[str, set[Scope]]] = {}
    for user, role, subject, controversy in Grant.objects.filter(user__in=ids).values_list(
        "user", "role", "subject", "controversy"
    ):
        grants.setdefault(user, {}).setdefault(role, set()).add(Scope(subject, controversy))
    seats = Seat.objects.filter(user__in=ids, controversy__in={controversy for _person, controversy in pairs})
    places: dict[int, dict[int, Place]] = {}
    for user, controversy, reads in seats.values_list("user", "controversy", "reads"):
        place = Place(controversy, Visibility.OWN, layer_id=None, host=False, reads=reads, writes=False)
        places.setdefault(user, {})[controversy] = place
    people = User.objects.filter(pk__in=ids, is_active=True)
    for pk, is_admin, is_guest in people.values_list("pk", "is_superuser", "is_guest"):
        held = {role: frozenset(scopes) for role, scopes in grants.get(pk, {}).items()}
        known[pk] = Rights(pk, is_admin=is_admin, is_guest=is_guest, grants=held, places=places.get(pk, {}))
    return known
