"""What every write on a map does first: wait its turn, then ask whether this person may do this here, now."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.statements import fetch
from debates.history import services as history
from debates.maps.models import Contribution, Controversy
from debates.maps.models.gate import rights_of
from debates.maps.models.ready import ROW, ready_row
from debates.maps.rules import Access, ControversyState, Kind, Move, Rights, State

HELD_FOR_CHANGE = 'FOR NO KEY UPDATE OF "debates_contribution"'


@dataclass(frozen=True, slots=True)
class Entrance:
    """A person at work on one map: the map as it is now, what they may do, and how new rows begin."""

    controversy: Controversy
    rights: Rights
    layer_id: int | None = None

    @property
    def first_state(self) -> State:
        """Texts wait for review on a pre-moderated map, but a moderator's do not."""
        waits = self.controversy.premoderated and not self.moderates
        return State.PENDING if waits else State.PUBLISHED

    @property
    def moderates(self) -> bool:
        return self.rights.moderates(**self.controversy.place)

    def beneath(self, *ends: Contribution) -> "Entrance":
        """The entrance to the layer of what a new row hangs on; where that is the whole class, to one's own.

        Raises Refusal `other_map` when the ends lie in two groups.
        """
        groups = {end.layer_id for end in ends if end.layer_id is not None}
        if len(groups) > 1:
            raise Refusal("other_map", _("These stand in two groups. Join what one group wrote."), field="child")
        return replace(self, layer_id=groups.pop()) if groups else self


def lock_map(controversy_id: int) -> None:
    """Structural changes of one map wait for one another; the lock goes with the transaction.

    It is the first statement of a service, before any row is read: the order of locks that never deadlocks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [controversy_id])


def enter(controversy_id: int, *, by: User, move: Move | None, moderates: bool = False) -> Entrance:
    """The map as this person may work on it now; `move` is None for what only a pause forbids.

    What moderation does (`moderates`) can be done on a closed map and in a pause too.

    Raises Refusal `not_found`, `closed`, `paused`, `not_allowed_now` or `forbidden`.
    """
    rights = rights_of(by)
    controversy = ready_row(Controversy, _this_map, rights=rights, row=controversy_id)
    if controversy is None:
        raise not_found()
    return _entrance(controversy, rights, move, moderates=moderates)


def _this_map(rights: Rights) -> QuerySet[Controversy]:
    return Controversy.objects.visible_to(rights).filter(pk=ROW)


def _this_row(rights: Rights) -> QuerySet[Contribution]:
    return Contribution.objects.visible_to(rights).filter(pk=ROW)


def _entrance(controversy: Controversy, rights: Rights, move: Move | None, *, moderates: bool = False) -> Entrance:
    _refuse_guest(controversy, rights)
    if not moderates:
        if controversy.state in (ControversyState.CLOSED, ControversyState.ARCHIVED):
            raise Refusal("closed", _("This controversy is closed. It can be read, but nothing can be added."))
        _refuse_move(controversy, move)
    place = rights.places.get(controversy.pk)
    return Entrance(controversy, rights, place.layer_id if place else None)


def _refuse_guest(controversy: Controversy, rights: Rights) -> None:
    if rights.user_id is None:
        raise Refusal("forbidden", _("This account is closed. Nothing can be written with it."))
    place = rights.places.get(controversy.pk)
    if controversy.access == Access.SESSION and not (place and place.writes):
        raise Refusal("forbidden", _("You can read along here, but not write."))
    if rights.is_guest and place is None:
        raise Refusal("forbidden", _("Write in your own class session. For this one you need an account."))


def _refuse_move(controversy: Controversy, move: Move | None) -> None:
    if controversy.moves is None:
        return
    if not controversy.moves:
        raise Refusal("paused", _("The teacher has paused. Your text is kept."))
    if move is None or move in controversy.moves:
        return
    allowed = ", ".join(str(Move(name).label) for name in controversy.moves)
    raise Refusal("not_allowed_now", _("In this step you can: %(moves)s. Your text is kept.") % {"moves": allowed})


def enter_at(target_id: int, *, by: User, move: Move) -> Contribution:
    """As `enter` and `open_target` in one statement, for writes that take no lock of the map (ratings)."""
    rights = rights_of(by)
    seen = Contribution.objects.visible_to(rights).filter(pk=target_id).select_related("controversy")
    target = seen.select_for_update(no_key=True, of=("self",)).first()
    if target is None:
        raise not_found()
    entrance = _entrance(target.controversy, rights, move)
    return _open(target, entrance)


def open_target(target_id: int, entrance: Entrance) -> Contribution:
    """What a new row is about to hang on: readable by this person, published, unlocked. Locked for the change.

    Raises Refusal `not_found`, `wrong_state` or `locked`.
    """
    target = ready_row(Contribution, _this_row, rights=entrance.rights, row=target_id, held=HELD_FOR_CHANGE)
    if target is None or target.controversy_id != entrance.controversy.pk:
        raise not_found()
    return _open(target, entrance)


def _open(target: Contribution, entrance: Entrance) -> Contribution:
    if target.state != State.PUBLISHED:
        raise Refusal(
            "wrong_state", _("This is not open now: it is %(state)s.") % {"state": target.get_state_display()}
        )
    if target.locked:
        raise Refusal("locked", _("A moderator has locked this. It can be read, but not answered."))
    if target.kind == Kind.CLAIM and target.merged_into_id:
        return open_target(target.canonical_id or 0, entrance)
    return target


def write_new(
    entrance: Entrance,
    *,
    kind: type[Contribution],
    by: User,
    text: str,
    noted: dict[str, Any],
    state: str | None = None,
    reason: str = "",
    **fields: Any,
) -> Any:
    """A new row of this kind and its line of history, with `noted` beside the text in it.

    The caller has asked whether it may be. It begins in the entrance's state unless `state` says otherwise.
    """
    row = kind(
        kind=kind.objects.kind,  # type: ignore[attr-defined]
        controversy=entrance.controversy,
        layer_id=entrance.layer_id,
        author=by,
        text=text,
        language=entrance.controversy.language,
        state=state or entrance.first_state,
        **fields,
    )
    _insert(row)
    history.record(
        by=by,
        verb=f"{row.kind}.added",
        controversy_id=row.controversy_id,
        contribution_id=row.pk,
        after=noted | {"text": text},
        reason=reason,
    )
    return row


# What a new row can be given; all else begins as the table says below. A plain statement: the ORM would take
# longer to write it than the server to carry it out, and a class writes at once.
GIVEN = (
    *("kind", "controversy_id", "layer_id", "author_id", "side_at_writing", "text", "language", "state"),
    *("claim_kind", "thesis_position", "child_id", "parent_id", "side", "claim_id", "source_id", "form", "genre"),
    *("locator", "target_id", "reply_to_id", "intent"),
)
NEW_ROW = f"""
INSERT INTO debates_contribution
    ({", ".join(GIVEN)}, locked, revision, rating_count, rating_sum, protected, featured, tags)
VALUES ({", ".join(["%s"] * len(GIVEN))}, false, 1, 0, 0, false, false, '{{}}')
RETURNING id, created_at, canonical_id
"""  # noqa: S608 - names of our own


def _insert(row: Contribution) -> None:
    given = [getattr(row, name) for name in GIVEN]
    [(row.pk, row.created_at, row.canonical_id)] = fetch(NEW_ROW, given)
    row._state.adding, row._state.db = False, "default"


def not_found() -> Refusal:
    """The same words for what never was and for what is not open to this person."""
    return Refusal("not_found", _("There is nothing at this address, or it is not open to you."))
