"""The gate: the one decision about who may read what.

Every read of contributions, for whatever door, starts at `visible_to`; `stubs_for` gives the places of what
is hidden, never a word of it. Rights are loaded once (`rights_of`) and become constants of one condition, so
that no row costs a query.
"""

from typing import Any, Self, TypeAlias, TypedDict

from django.db import connection, models
from django.db.models import Q

from core.models import User
from core.statements import fetch
from debates.maps.rules import Access, ControversyState, Place, Rights, Role, Scope, State, Visibility

Viewer: TypeAlias = User | Rights | None

NOBODY = Rights()
OPEN_DOORS = (Access.PUBLIC, Access.UNLISTED)
BY_ADDRESS_ONLY = (Access.UNLISTED, Access.SESSION)
STAFF_READS = [s for s in State.values if s != State.ERASED]
STUBBED = (State.HIDDEN, State.WITHDRAWN, State.ERASED)


class Stub(TypedDict):
    """The place of a row whose text may not be read: no text, no author, no tally."""

    id: int
    kind: str
    state: str
    controversy_id: int
    child_id: int | None
    parent_id: int | None
    claim_id: int | None
    target_id: int | None
    reply_to_id: int | None
    side: str | None
    thesis_position: int | None


def rights_of(viewer: Viewer) -> Rights:
    """All that decides what this person may see and do: one statement, none for a visitor.

    Pages ask once and hand the answer on; every function that takes a viewer takes it too.
    """
    if isinstance(viewer, Rights):
        return viewer
    if viewer is None or not viewer.is_active:
        return NOBODY
    grants: dict[str, set[Scope]] = {}
    places: dict[int, Place] = {}
    for role, subject_id, controversy_id, *seat in fetch(HELD, [viewer.pk, viewer.pk]):
        if role is not None:
            grants.setdefault(role, set()).add(Scope(subject_id, controversy_id))
        else:
            places[controversy_id] = _place(controversy_id, *seat)
    return Rights(
        user_id=viewer.pk,
        is_admin=viewer.is_superuser,
        is_guest=viewer.is_guest,
        grants={role: frozenset(scopes) for role, scopes in grants.items()},
        places=places,
    )


# What a person holds, in one statement: grants (with a role) and seats (without one).
HELD = """
SELECT role, subject_id, controversy_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM debates_grant WHERE user_id = %s
UNION ALL
SELECT NULL, NULL, s.controversy_id, c.visibility, s.layer_id, s.host, s.reads, s.writes, s.side, s.pair
FROM debates_seat s JOIN debates_controversy c ON c.id = s.controversy_id WHERE s.user_id = %s
"""
MATES = {
    Visibility.SIDE: "SELECT user_id FROM debates_seat WHERE controversy_id = %s AND side = %s",
    Visibility.PAIR: "SELECT user_id FROM debates_seat WHERE controversy_id = %s AND pair = %s",
}


def _place(
    controversy_id: int,
    visibility: str | None,
    layer_id: int | None,
    host: bool,
    reads: bool,
    writes: bool,
    side: str | None,
    pair: int | None,
) -> Place:
    shared = {Visibility.SIDE: side, Visibility.PAIR: pair}.get(Visibility(visibility or Visibility.OWN))
    return Place(
        controversy_id=controversy_id,
        visibility=visibility or Visibility.OWN,
        layer_id=layer_id,
        host=host,
        reads=reads,
        writes=writes,
        mates=frozenset() if shared is None else _mates(controversy_id, visibility or "", shared),
    )


def _mates(controversy_id: int, visibility: str, shared: str | int) -> frozenset[int]:
    """Whoever holds one's side or pair, when the phase lets one read just their work."""
    with connection.cursor() as cursor:
        cursor.execute(MATES[Visibility(visibility)], [controversy_id, shared])
        return frozenset(user for (user,) in cursor.fetchall())


def _scoped(rights: Rights, role: Role, *, prefix: str) -> Q:
    """Rows of the controversies that a grant of the role covers; `prefix` leads to the controversy."""
    scopes = rights.grants.get(role, frozenset())
    if Scope() in scopes:
        return Q()
    subjects = [scope.subject_id for scope in scopes if scope.subject_id is not None]
    controversies = [scope.controversy_id for scope in scopes if scope.controversy_id is not None]
    found = Q(pk__in=[])
    if subjects:
        found |= Q(**{f"{prefix}subject_id__in": subjects})
    if controversies:
        found |= Q(**{f"{prefix}id__in": controversies})
    return found


def _controversies_open_to(rights: Rights, *, prefix: str) -> Q:
    """The condition under which a controversy may be entered; `prefix` is "" or "controversy__"."""

    def at(name: str, value: object) -> Q:
        return Q(**{f"{prefix}{name}": value})

    opened = at("access__in", [*OPEN_DOORS])
    if rights.user_id is not None and not rights.is_guest:
        opened |= at("access", Access.MEMBERS)
    entered = opened & ~at("state", ControversyState.DRAFT)
    outside = ~at("access", Access.SESSION)
    if rights.is_admin:
        entered |= outside
    for role in (Role.MODERATOR, Role.CURATOR):
        if rights.grants.get(role):
            entered |= outside & _scoped(rights, role, prefix=prefix)
    seated = [place.controversy_id for place in rights.places.values() if place.reads]
    if seated:
        entered |= at("access", Access.SESSION) & at("id__in", seated)
    return entered


def _layers_open_to(rights: Rights) -> Q:
    """Which layers of a controversy may be read: the class layer, and what the seat adds."""
    open_layers = Q(layer__isnull=True)
    if rights.user_id is not None:
        open_layers |= Q(author_id=rights.user_id)
    for place in rights.places.values():
        here = Q(controversy_id=place.controversy_id)
        if place.host or place.visibility == Visibility.CLASS:
            open_layers |= here
        elif place.visibility == Visibility.GROUP and place.layer_id:
            open_layers |= here & Q(layer_id=place.layer_id)
        elif place.visibility in (Visibility.SIDE, Visibility.PAIR) and place.layer_id:
            open_layers |= here & Q(layer_id=place.layer_id, author_id__in=place.mates)
    return open_layers


def _states_open_to(rights: Rights, *, archived: bool) -> Q:
    """Which states of a row may be read: published by all, the rest by its author and the staff of its place."""
    states = [State.PUBLISHED, State.ARCHIVED] if archived else [State.PUBLISHED]
    readable = Q(state__in=states)
    staff_states = [state for state in STAFF_READS if archived or state != State.ARCHIVED]
    for_staff = Q(state__in=staff_states)
    if rights.user_id is not None:
        readable |= for_staff & Q(author_id=rights.user_id)
    outside = ~Q(controversy__access=Access.SESSION)
    if rights.is_admin:
        readable |= for_staff & outside
    elif rights.grants.get(Role.MODERATOR):
        readable |= for_staff & outside & _scoped(rights, Role.MODERATOR, prefix="controversy__")
    hosted = [place.controversy_id for place in rights.places.values() if place.host]
    if hosted:
        readable |= for_staff & Q(controversy_id__in=hosted)
    return readable


class ControversyQuerySet(models.QuerySet[Any]):
    """Controversies, by who asks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that this viewer may enter, by address at least."""
        return self.filter(_controversies_open_to(rights_of(viewer), prefix=""))

    def listed_for(self, viewer: Viewer) -> Self:
        """Those that lists and search may name: neither by address only nor a class session."""
        return self.visible_to(viewer).exclude(access__in=BY_ADDRESS_ONLY)


class ContributionQuerySet(models.QuerySet[Any]):
    """Contributions, by who asks."""

    def visible_to(self, viewer: Viewer, *, archived: bool = False) -> Self:
        """Those whose text this viewer may read; archived ones only when asked for."""
        rights = rights_of(viewer)
        return self.filter(
            _controversies_open_to(rights, prefix="controversy__"),
            _layers_open_to(rights),
            _states_open_to(rights, archived=archived),
        )

    def listed_for(self, viewer: Viewer) -> Self:
        """Those that may be named outside their own map: neither of one by address only nor of a class session."""
        return self.visible_to(viewer).exclude(controversy__access__in=BY_ADDRESS_ONLY)

    def stubs_for(self, viewer: Viewer) -> "models.QuerySet[Any, Stub]":
        """The places of rows whose text this viewer may not read, for hanging visible children on."""
        rights = rights_of(viewer)
        hidden = self.filter(
            _controversies_open_to(rights, prefix="controversy__"),
            _layers_open_to(rights),
            state__in=STUBBED,
        ).exclude(_states_open_to(rights, archived=False))
        return hidden.values(*Stub.__annotations__)  # type: ignore[return-value]
