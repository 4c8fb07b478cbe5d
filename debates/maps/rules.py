"""Words of the map, and who may do what: pure decisions, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TEXT_LIMIT = 2000  # what the database holds anybody to
CLAIM_LIMIT = 500
CLAIM_SOFT_LIMIT = 280
CONTRIBUTOR_DAYS = 14
CONTRIBUTOR_WRITES = 10
UNWITHDRAW_DAYS = 30


class Kind(TextChoices):
    CLAIM = "claim", _("claim")
    RELATION = "relation", _("relation")
    EVIDENCE = "evidence", _("evidence")
    COMMENT = "comment", _("comment")


class State(TextChoices):
    PENDING = "pending", _("waiting for review")
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden by a moderator")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")
    ARCHIVED = "archived", _("archived")
    ERASED = "erased", _("erased")


# What people are held to, by kind; an imported text may be longer, up to TEXT_LIMIT.
LIMITS: dict[str, int] = {Kind.CLAIM: CLAIM_LIMIT, Kind.RELATION: 300, Kind.EVIDENCE: 1000, Kind.COMMENT: 1000}

LIVE = (State.PENDING, State.PUBLISHED, State.HIDDEN)


class Side(TextChoices):
    PRO = "pro", _("pro")
    CON = "con", _("con")
    CONTEXT = "context", _("context")


class ClaimKind(TextChoices):
    FACT = "fact", pgettext_lazy("kind of claim", "fact")
    VALUE = "value", pgettext_lazy("kind of claim", "value")
    POLICY = "policy", pgettext_lazy("kind of claim", "policy")
    UNSORTED = "unsorted", pgettext_lazy("kind of claim", "unsorted")


class ControversyState(TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    ARCHIVED = "archived", _("archived")


class Access(TextChoices):
    PUBLIC = "public", _("public")
    UNLISTED = "unlisted", _("by address only")
    MEMBERS = "members", _("members")
    SESSION = "session", _("class session")


class Embedding(TextChoices):
    """Which other sites may show a controversy in a frame."""

    NOWHERE = "nowhere", _("nowhere")
    SITES = "sites", _("on the sites listed here")
    ANYWHERE = "anywhere", _("anywhere")


# Where a page comes from, as `frame-ancestors` takes it; nothing else may get into that line.
ORIGIN = r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?"
SITES_LIMIT = 20


class Visibility(TextChoices):
    CLASS = "class", _("the whole class")
    GROUP = "group", _("one's group")
    SIDE = "side", _("one's side")
    PAIR = "pair", _("one's pair")
    OWN = "own", _("one's own")


class Move(TextChoices):
    READ = "read", _("read")
    ADD = "add", _("add claims")
    REPLY = "reply", _("reply")
    CITE = "cite", _("cite sources")
    RATE = "rate", _("rate")
    COMMENT = "comment", pgettext_lazy("to do in class", "comment")


class Role(TextChoices):
    CONTRIBUTOR = "contributor", _("contributor")
    MODERATOR = "moderator", _("moderator")
    CURATOR = "curator", _("curator")
    TEACHER = "teacher", _("teacher")


class Language(TextChoices):
    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a grant holds: the site (both None), one subject, or one controversy."""

    subject_id: int | None = None
    controversy_id: int | None = None

    def covers(self, *, subject_id: int, controversy_id: int) -> bool:
        if self.controversy_id is not None:
            return self.controversy_id == controversy_id
        return self.subject_id is None or self.subject_id == subject_id


@dataclass(frozen=True, slots=True)
class Place:
    """A person's seat in one class session's controversy, with whose layer rows it lets them see."""

    controversy_id: int
    visibility: str
    layer_id: int | None
    host: bool
    reads: bool
    writes: bool
    mates: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Rights:
    """All that decides what a person may see and do, loaded once for a request."""

    user_id: int | None = None
    is_admin: bool = False
    is_guest: bool = False
    grants: Mapping[str, frozenset[Scope]] = field(default_factory=dict)
    places: Mapping[int, Place] = field(default_factory=dict)

    def has(self, role: Role, *, subject_id: int, controversy_id: int) -> bool:
        """Whether a grant of the role covers this controversy; an admin has every role."""
        if self.is_admin:
            return True
        scopes = self.grants.get(role, frozenset())
        return any(scope.covers(subject_id=subject_id, controversy_id=controversy_id) for scope in scopes)

    def hosts(self, controversy_id: int) -> bool:
        """Whether this is the host of that class session."""
        seat = self.places.get(controversy_id)
        return bool(seat and seat.host)

    def moderates(self, *, subject_id: int, controversy_id: int) -> bool:
        """A moderator of this place, or the host of this class session."""
        place = {"subject_id": subject_id, "controversy_id": controversy_id}
        return self.hosts(controversy_id) or self.has(Role.MODERATOR, **place)

    def has_on_site(self, role: Role) -> bool:
        return self.is_admin or Scope() in self.grants.get(role, frozenset())


def chain(texts: Iterable[str]) -> str:
    """A path of claims as people read it: A → B → A, each cut to a glance."""
    return " → ".join(f"“{text if len(text) <= 60 else text[:59].rstrip() + '…'}”" for text in texts)


def still_needed(steps: Mapping[int, tuple[int, int]], *, hanging: Iterable[int]) -> set[int]:
    """Of these steps {relation: (child, parent)}, those on which something hangs, near or far.

    `hanging` are the nodes that others' work hangs on or is; from each, one goes up: from a claim to the steps whose
    child it is, from a step to its parent.
    """
    above: dict[int, list[int]] = {}
    for step, (child, parent) in steps.items():
        above.setdefault(child, []).append(step)
        above.setdefault(step, []).append(parent)
    seen: set[int] = set()
    waiting = [*hanging]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(above.get(node, ()))
    return seen & steps.keys()
