"""Maps made up in the shape of real ones, put down in bulk: services would take an hour for the largest."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from core.accounts.services import ensure_person
from core.models import User
from debates.evidence.services import add_source
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy
from debates.maps.rules import Kind, Role
from tests.bench.words import sentence

RATERS = 10
DEEPEST = 14
TWO_PARENTS = 0.05
WITH_EVIDENCE = 0.3

COLUMNS = {
    Kind.CLAIM: ("id", "text", "locator", "canonical_id", "claim_kind", "thesis_position"),
    Kind.RELATION: ("id", "text", "locator", "child_id", "parent_id", "side"),
    Kind.EVIDENCE: ("id", "text", "locator", "claim_id", "source_id", "side", "form", "genre"),
}
SHARED = (
    *("kind", "controversy_id", "author_id", "language", "state", "revision", "rating_count", "rating_sum"),
    *("locked", "protected", "featured", "tags"),
)


@dataclass(slots=True)
class Made:
    """A map and what the rows of the bench ask of it. `parents` is its tree: the first parent of each claim."""

    controversy: Controversy
    people: list[User]
    size: int
    claims: list[int] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)
    sides: dict[int, str] = field(default_factory=dict)
    deep: int = 0  # a claim far down with children
    relations: list[int] = field(default_factory=list)

    def claim(self, pk: int) -> Claim:
        """One claim as an object."""
        found: Claim = Claim.objects.select_related("controversy").get(pk=pk)
        return found

    def common_words(self) -> tuple[str, str]:
        """Two words that stand together in many claims."""
        first, second = (word for word, _ in self._counted().most_common(2))
        return first, second

    def rare_words(self) -> tuple[str, str]:
        """Two words that stand together in one claim and in few others."""
        counted = self._counted()
        first, second, *_ = sorted(self._words(self.texts[self.claims[5]]), key=lambda word: counted[word])
        return first, second

    def _counted(self) -> Counter[str]:
        return Counter(word for text in self.texts.values() for word in self._words(text))

    @staticmethod
    def _words(text: str) -> set[str]:
        return {word for word in text.lower().rstrip(".").split() if len(word) > 4}


def make(size: int) -> Made:
    """A map of `size` claims, the same for the same size.

    Branching 1–8, to a depth of 14, 5 % under two parents, 30 % with evidence, 10 ratings each.
    """
    chance = random.Random(size)
    people = [ensure_person(name=f"rater-{number}") for number in range(RATERS)]
    author = ensure_person(name="writer")
    for person in (author, *people):
        maps.grant_role(user=person, role=Role.CURATOR, by=None)
    subject = maps.open_subject(by=author, slug=f"made-{size}", title=f"Made of {size}")
    controversy = maps.open_controversy(
        subject=subject, by=author, slug=f"made-{size}", title=f"Made of {size}", question="Is it fast?", state="open"
    )
    made = Made(controversy, people, size)
    source = add_source(by=author, title=f"A book on {size}", csl_type="book")
    _Writer(made, author, source.pk, chance).write()
    return made


class _Writer:
    """The rows of one map, level by level."""

    def __init__(self, made: Made, author: User, source: int, chance: random.Random) -> None:
        self.made = made
        self.author = author
        self.source = source
        self.chance = chance
        self.rows: dict[Kind, list[Sequence[Any]]] = {kind: [] for kind in COLUMNS}
        self.rated: list[tuple[int, list[int]]] = []
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_value FROM debates_contribution_id_seq")
            self.next_id = int(cursor.fetchone()[0]) + 1

    def write(self) -> None:
        """Draw the map, copy it in, and let the database look at it."""
        levels = self._claims()
        self._second_parents(levels)
        for kind, rows in self.rows.items():
            self._copy("debates_contribution", (*SHARED, *COLUMNS[kind]), rows)
        moments = ((target, person.pk, value, 1, "now", True) for target, value, person in self._ratings())
        self._copy(
            "debates_rating", ("target_id", "rater_id", "value", "revision_rated", "rated_at", "counted"), moments
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('debates_contribution_id_seq', %s)", [self.next_id])
            swept = "" if connection.in_atomic_block else "VACUUM "  # which a test's transaction does not bear
            cursor.execute(f"{swept}ANALYZE debates_contribution")
            cursor.execute("ANALYZE debates_rating")

    def _claims(self) -> list[list[int]]:
        levels = [[self._claim(None)]]
        while len(self.made.claims) < self.made.size:
            above = levels[-1] if len(levels) < DEEPEST else levels[-2]
            below = [self._claim(parent) for parent in above for _ in range(self._branches(len(levels)))]
            if len(levels) < DEEPEST:
                levels.append(below or [self._claim(above[0])])
            else:
                levels[-1].extend(below)
        self.made.deep = self.made.parents[levels[-1][0]]
        return levels

    def _branches(self, depth: int) -> int:
        """Few claims have many replies, most have none or one; the top branches most."""
        missing = self.made.size - len(self.made.claims)
        drawn = self.chance.choice((4, 6, 8)) if depth < 3 else self.chance.choice((0, 0, 0, 1, 1, 1, 1, 2, 3, 8))
        return min(drawn, max(0, missing))

    def _claim(self, parent: int | None) -> int:
        pk, text, ratings = self._new_id(), sentence(self.chance), self._drawn()
        self.rows[Kind.CLAIM].append(
            (*self._shared(Kind.CLAIM, ratings), pk, text, "", pk, "fact", None if parent else 1)
        )
        self.rated.append((pk, ratings))
        self.made.claims.append(pk)
        self.made.texts[pk] = text
        if parent:
            self.made.parents[pk] = parent
            self.made.sides[pk] = self._relation(pk, parent)
        if self.chance.random() < WITH_EVIDENCE:
            self._evidence(pk)
        return pk

    def _relation(self, child: int, parent: int) -> str:
        pk, side, ratings = self._new_id(), self.chance.choice(("pro", "con")), self._drawn()
        self.rows[Kind.RELATION].append((*self._shared(Kind.RELATION, ratings), pk, "", "", child, parent, side))
        self.rated.append((pk, ratings))
        self.made.relations.append(pk)
        return side

    def _evidence(self, claim: int) -> None:
        pk, ratings = self._new_id(), self._drawn()
        about = ("", claim, self.source, self.chance.choice(("pro", "con")), "summary", "document")
        self.rows[Kind.EVIDENCE].append((*self._shared(Kind.EVIDENCE, ratings), pk, sentence(self.chance), *about))
        self.rated.append((pk, ratings))

    def _second_parents(self, levels: list[list[int]]) -> None:
        """A claim bears also on one that stands two levels up or more: no circle can close."""
        deep = [(depth, pk) for depth, level in enumerate(levels) if depth > 2 for pk in level]
        for depth, pk in self.chance.sample(deep, int(len(deep) * TWO_PARENTS)):
            other = self.chance.choice(levels[self.chance.randrange(1, depth - 1)])
            if other != self.made.parents[pk]:
                self._relation(pk, other)

    def _shared(self, kind: Kind, ratings: list[int]) -> tuple[Any, ...]:
        place = (kind, self.made.controversy.pk, self.author.pk, "en", "published")
        return (*place, 1, len(ratings), sum(ratings), False, False, False, "{}")

    def _drawn(self) -> list[int]:
        return [self.chance.randrange(5) for _ in range(RATERS)]

    def _new_id(self) -> int:
        self.next_id += 1
        return self.next_id

    def _ratings(self) -> Iterator[tuple[int, int, User]]:
        for target, values in self.rated:
            for value, person in zip(values, self.made.people, strict=True):
                yield target, value, person

    def _copy(self, table: str, columns: Sequence[str], rows: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # every promise holds by the way they were drawn
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute("SET session_replication_role = origin")
