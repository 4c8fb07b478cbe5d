"""Our own debates: files in the interchange form, written through the services like anybody's contributions."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import prefetch_related_objects

from core.models import User
from debates.comments.services import add_comment
from debates.evidence.models import Source
from debates.evidence.queries import known_sources
from debates.evidence.rules.fields import source_fields
from debates.evidence.services import add_sources, cite, lock_library
from debates.management import translating
from debates.management.translating import translated
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Relation, Subject
from debates.ratings.services import bring_ratings

SEED = Path(__file__).resolve().parent.parent / "seed"
FORMAT = "dissoi/1"
KNOWN_BY = ("doi", "address", "title")

People = Callable[[str], User]


def read_seed(name: str, language: str = "") -> Any:
    """One file of the seed; with a language, its content in that language."""
    content = _read(f"{name}.json", FORMAT)
    if not language:
        return content
    return translated(content, _read(f"{language}/{name}.json", translating.FORMAT))


def is_translated(name: str, language: str) -> bool:
    """Whether the seed has this file in this language."""
    return (SEED / language / f"{name}.json").exists()


def _read(file: str, form: str) -> Any:
    content = json.loads((SEED / file).read_text(encoding="utf-8"))
    if isinstance(content, dict) and content.get("format") != form:
        raise ValueError(f"{file} is not of the format {form}")
    return content


@transaction.atomic
def load_sources(*, by: User) -> dict[str, Source]:
    """The bibliography into the library; {CSL id: source}. What stands there already is used."""
    described = {entry["id"]: _described(entry) for entry in read_seed("sources")}
    lock_library()
    standing = _standing(described)
    missing = [name for name in described if name not in standing]
    made = add_sources(by=by, described=[described[name] for name in missing])
    return standing | dict(zip(missing, made, strict=True))


def _standing(described: Mapping[str, dict[str, Any]]) -> dict[str, Source]:
    """Those that the library has: under the DOI, else under the address, else under the very title."""
    dois, addresses, titles = ([one[name] for one in described.values() if one[name]] for name in KNOWN_BY)
    known = known_sources(dois=dois, addresses=addresses, titles=titles)
    shelf = {(name, getattr(one, name)): one for one in known for name in KNOWN_BY}

    def found(fields: Mapping[str, Any]) -> Source | None:
        doi, address, title = (shelf.get((name, fields[name])) if fields[name] else None for name in KNOWN_BY)
        if address and fields["doi"] and address.doi:  # two DOIs are two sources, whatever address they share
            address = None
        return doi or address or title

    sources = {name: found(fields) for name, fields in described.items()}
    return {name: source for name, source in sources.items() if source}


def _described(entry: Mapping[str, Any]) -> dict[str, Any]:
    return source_fields(
        title=entry["title"],
        url=entry.get("URL", ""),
        doi=entry.get("DOI", ""),
        csl_type=entry["type"],
        authors=entry.get("author", []),
        publisher=entry.get("publisher", ""),
        container=entry.get("container-title", ""),
        issued=(entry.get("issued", {}).get("date-parts") or [[]])[0],
        number=str(entry.get("number", "")),
        volume=entry.get("volume", ""),
        issue=entry.get("issue", ""),
        pages=entry.get("page", ""),
    )


def take_stock() -> None:
    """Let the database look at what was loaded; it would by itself, a minute later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def load_controversy(
    content: Mapping[str, Any],
    *,
    subject: Subject,
    by: User,
    people: People,
    sources: Mapping[str, Source],
    translation_of: Controversy | None = None,
) -> Controversy:
    """One file, whole or not at all; an edition names what it translates."""
    about = dict(content["controversy"]) | {"translation_of": translation_of}
    about.pop("subject", None)
    controversy = maps.open_controversy(subject=subject, by=by, state="open", **about)
    made = _Loading(content, controversy, by, people, sources)
    made.map()
    made.comments()
    made.ratings()
    return controversy


class _Loading:
    """The rows made so far, by their name in the file."""

    def __init__(
        self,
        content: Mapping[str, Any],
        controversy: Controversy,
        by: User,
        people: People,
        sources: Mapping[str, Source],
    ) -> None:
        self.content = content
        self.controversy = controversy
        self.by = by
        self.people = people
        self.sources = sources
        self.rows: dict[str, Contribution] = {}
        self.claims = {claim["id"]: claim for claim in content["claims"]}

    def map(self) -> None:
        """Theses in their order, then whatever bears on or stands under what is there, until all is."""
        theses = [claim for claim in self.content["claims"] if claim.get("thesis")]
        for claim in sorted(theses, key=lambda one: one["thesis"]):
            by = self.people(claim["author"])
            self.rows[claim["id"]] = maps.add_claim(
                controversy=self.controversy, by=by, text=claim["text"], claim_kind=claim["kind"]
            )
        waiting = [*self.content["relations"], *self.content["evidence"]]
        while waiting:
            ready = [one for one in waiting if one.get("parent", one.get("claim")) in self.rows]
            if not ready:
                raise ValueError(f"{waiting[0]['id']} leads to something that is not in the file")
            joined = [one for one in ready if "parent" in one]
            self._join(joined)
            for one in ready:
                if "parent" not in one:
                    self._cite(one)
            waiting = [one for one in waiting if one["id"] not in self.rows]

    def _join(self, relations: Sequence[Mapping[str, Any]]) -> None:
        """Steps whose upper end is there: with the claims they bring in, whose steps are then read in one go."""
        brought = {one["id"]: self._reply(one) for one in relations if one["child"] not in self.rows}
        prefetch_related_objects([*brought.values()], "bears_on")
        self.rows |= {name: claim.bears_on.all()[0] for name, claim in brought.items()}
        for one in relations:
            if one["id"] not in brought:
                self.rows[one["id"]] = self._relate(one)
            for premise in one.get("premises", []):
                self._premise(self.rows[one["id"]], premise)

    def _reply(self, relation: Mapping[str, Any]) -> Claim:
        claim = self.claims[relation["child"]]
        made = maps.add_reply(
            to=self.rows[relation["parent"]],
            side=relation["side"],
            by=self.people(claim["author"]),
            text=claim["text"],
            claim_kind=claim["kind"],
            warrant=relation.get("warrant", ""),
        )
        self.rows[relation["child"]] = made
        return made

    def _relate(self, relation: Mapping[str, Any]) -> Relation:
        return maps.relate(
            child=self.rows[relation["child"]],
            parent=self.rows[relation["parent"]],
            side=relation["side"],
            by=self.people(relation["author"]),
            warrant=relation.get("warrant", ""),
        )

    def _premise(self, relation: Any, name: str) -> None:
        claim = self.claims[name]
        self.rows[name] = maps.add_premise(
            relation=relation, by=self.people(claim["author"]), text=claim["text"], claim_kind=claim["kind"]
        )

    def _cite(self, one: Mapping[str, Any]) -> None:
        self.rows[one["id"]] = cite(
            claim=self.rows[one["claim"]],
            by=self.people(one["author"]),
            side=one["side"],
            text=one["text"],
            source=self.sources[one["source"]],
            form=one["form"],
            genre=one["genre"],
            locator=one.get("locator", ""),
        )

    def comments(self) -> None:
        for one in self.content["comments"]:
            answered: Any = self.rows.get(one.get("reply_to", ""))
            self.rows[one["id"]] = add_comment(
                on=self.rows[one["on"]],
                by=self.people(one["author"]),
                text=one["text"],
                intent=one["intent"],
                reply_to=answered,
            )

    def ratings(self) -> None:
        given = [
            (self.rows[name], self.people(rater), value)
            for name, values in self.content["ratings"].items()
            for rater, value in values.items()
        ]
        bring_ratings(controversy=self.controversy, by=self.by, ratings=given)
