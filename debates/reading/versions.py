"""How one contribution came to read as it does: its wordings on a thread, and what happened between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.models import User
from debates.history.models import Entry
from debates.history.queries import entries_of
from debates.history.rules import MODERATED, TOLD, Piece, diff, is_kept
from debates.maps.models import Contribution, Controversy
from debates.maps.queries.suggestions import may_reword_others
from debates.maps.rules import Kind, Rights, State
from debates.ratings.queries import given_for
from debates.reading.book import WRITABLE

REWORDABLE = (State.PUBLISHED, State.PENDING)


@dataclass(slots=True)
class Version:
    """One line of the thread, newest first.

    `is_wording`: it put words in place: `text` (None where they are hidden or kept no more), and `pieces`, the way
    to it from the wording before where both may be shown. Otherwise it says what became of the thing.
    `actor` and `reason` are empty where they are not told; `suggested_by` names whose suggestion it was.
    """

    id: int
    contribution: int
    number: int
    verb: str
    at: datetime
    actor: str
    reason: str
    is_wording: bool = False
    text: str | None = None
    hidden: bool = False
    pieces: list[Piece] = field(default_factory=list)
    suggested_by: str = ""
    back_to: int | None = None
    ratings: int = 0
    is_current: bool = False
    may_revert: bool = False


@dataclass(frozen=True, slots=True)
class Teller:
    """What of a line's person and reason one viewer is told.

    Who moderates stays among moderators, and the reason of moderation between them and the author; what was hidden
    in a line is told to moderators alone.
    """

    moderates: bool
    user_id: int | None

    def actor(self, entry: Entry) -> str:
        if entry.actor is None or (not self.moderates and (entry.hide_actor or entry.verb in MODERATED)):
            return ""
        return str(entry.actor.username)

    def reason(self, entry: Entry, author_id: int | None) -> str:
        mine = author_id is not None and author_id == self.user_id
        if self.moderates or (mine and entry.verb in MODERATED):
            return entry.reason
        return "" if entry.hide_reason or entry.verb in MODERATED else entry.reason

    def shows_text(self, entry: Entry) -> bool:
        return self.moderates or not entry.hide_text


def teller_for(*, controversy: Controversy, rights: Rights) -> Teller:
    """What this viewer is told: all by rights of a moderator of the place or the host of the class session."""
    return Teller(rights.moderates(**controversy.place), rights.user_id)


def load_versions(*, contribution: Contribution, rights: Rights) -> list[Version]:
    """The thread of one contribution, newest first. Whether it may be read has been asked at the gate."""
    controversy = contribution.controversy
    teller = teller_for(controversy=controversy, rights=rights)
    entries = [entry for entry in entries_of(contribution_ids=[contribution.pk]) if entry.verb in TOLD]
    given = given_for(target_id=contribution.pk)
    names = _names(entries, teller)
    may_reword = may_change_wording(contribution=contribution, rights=rights)
    versions = []
    text: str | None = None
    for entry in reversed(entries):
        version = _version(entry, teller, contribution.author_id)
        if "text" in entry.after:
            before, text = text, _put(version, entry, teller)
            if before is not None and text is not None and not entry.verb.endswith(".added"):
                version.pieces = diff(before, text)
            version.suggested_by = names.get(entry.after.get("suggested_by") or 0, "")
            version.back_to = entry.after.get("back_to")
            version.ratings = given.get(entry.version, 0)
            version.is_current = entry.version == contribution.revision
            version.may_revert = may_reword and not version.is_current and text is not None and not entry.hide_text
        versions.append(version)
    return versions[::-1]


def newest_lines(
    *, authors: Mapping[int, int | None], controversy: Controversy, rights: Rights, limit: int
) -> list[Version]:
    """The newest lines about several things, {id: author}, that may be read, without their wordings; one statement."""
    teller = teller_for(controversy=controversy, rights=rights)
    entries = entries_of(contribution_ids=authors).filter(verb__in=TOLD)[:limit]
    return [_version(entry, teller, authors.get(entry.contribution or 0)) for entry in entries]


def _version(entry: Entry, teller: Teller, author_id: int | None) -> Version:
    actor, reason = teller.actor(entry), teller.reason(entry, author_id)
    return Version(
        id=entry.pk,
        contribution=entry.contribution or 0,
        number=entry.version,
        verb=entry.verb,
        at=entry.at,
        actor=actor,
        reason=reason,
    )


def _put(version: Version, entry: Entry, teller: Teller) -> str | None:
    version.is_wording = True
    version.hidden = entry.hide_text
    words = str(entry.after["text"])
    version.text = words if teller.shows_text(entry) and is_kept(entry.verb, words) else None
    return version.text


def _names(entries: list[Entry], teller: Teller) -> dict[int, str]:
    """Names of those whose suggestions were taken up: one statement where there is one."""
    shown = [entry for entry in entries if teller.moderates or not entry.hide_actor]
    ids = {entry.after["suggested_by"] for entry in shown if entry.after.get("suggested_by")}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "username")) if ids else {}


def may_change_wording(*, contribution: Contribution, rights: Rights) -> bool:
    """Whether to offer another wording: what the service decides, asked beforehand (C6, C7, C10)."""
    if rights.user_id is None or contribution.protected or contribution.state not in REWORDABLE:
        return False
    if contribution.controversy.state not in WRITABLE:
        return False
    if contribution.author_id == rights.user_id:
        return True
    return contribution.kind != Kind.COMMENT and may_reword_others(rights=rights, controversy=contribution.controversy)
