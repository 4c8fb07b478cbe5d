"""All that the maps hold of a person as plain values, for that person; and the registration of how it is erased."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from core.accounts.parts import Part, add_part
from core.models import User
from debates.evidence.queries import sources
from debates.history.models import Entry
from debates.history.queries import lines_by, lines_on, visits_of
from debates.maps.models import Contribution, Controversy
from debates.maps.models.gate import rights_of
from debates.maps.queries import subjects
from debates.maps.queries.own import answers_by, drafts_of, every_suggestion_of, grants_of, texts_of
from debates.maps.services.erasure import erase_texts
from debates.ratings.queries import ratings_by
from debates.ratings.rules import SCALES
from debates.ratings.services import erase_ratings

HANGS_ON = ("child", "parent", "claim", "target", "reply_to", "source")


def register() -> None:
    """Tell the account what the maps hold of a person."""
    add_part(Part("maps", give_texts, erase_texts, "account/copy/_texts.html"))
    add_part(Part("ratings", give_ratings, erase_ratings, "account/copy/_ratings.html"))


def give_texts(person: User) -> dict[str, Any]:
    """Texts with their own wordings, rewordings of others' texts, suggestions, drafts, visits, roles, decisions, acts.

    What a text stands under is told by its number: the words there are somebody else's.
    """
    texts = list(texts_of(person=person))
    lines = list(lines_by(person=person))
    own = {row.pk for row in texts}
    by_text: dict[int | None, list[Entry]] = defaultdict(list)
    for line in lines:
        by_text[line.contribution].append(line)
    suggested = list(every_suggestion_of(person=person).select_related("contribution"))
    drafts, visits = list(drafts_of(person=person)), list(visits_of(person=person))
    maps: set[int | None] = set()
    maps.update(row.controversy_id for row in texts)
    maps.update(row.controversy_id for row in drafts)
    maps.update(row.controversy_id for row in visits)
    maps.update(row.contribution.controversy_id for row in suggested)
    maps.update(line.controversy_id for line in lines)
    names = _names(person, maps)
    return {
        "texts": [_text(row, names, by_text[row.pk]) for row in texts],
        "rewordings": [
            {"of": line.contribution, **_version(line)}
            for line in lines
            if line.contribution not in own and "text" in line.after and line.verb.endswith((".edited", ".reverted"))
        ],
        "suggestions": [_suggestion(row, names) for row in suggested],
        "drafts": [{"map": names[row.controversy_id], "place": row.place, "draft": row.payload} for row in drafts],
        "visits": [{"map": names[row.controversy_id], "read_to": row.latest, "at": row.at} for row in visits],
        "roles": [
            {"role": row.role, "where": str(row.subject or row.controversy or "")} for row in grants_of(person=person)
        ],
        "decisions": [_decision(line) for line in lines_on(contribution_ids=own, but=person)],
        "acts": _acts(person, lines, names),
    }


def give_ratings(person: User) -> dict[str, Any]:
    """Every rating: of what (by number), which value, when, for which wording."""
    rows: list[Any] = list(ratings_by(person=person))  # each with the kind of its target
    return {
        "ratings": [
            {
                "of": row.target_id,
                "kind": row.kind,
                "value": row.value,
                "word": str(SCALES[row.kind][row.value]),
                "at": row.rated_at,
                "wording": row.revision_rated,
            }
            for row in rows
        ]
    }


def _acts(person: User, lines: list[Entry], names: dict[int | None, dict[str, Any]]) -> list[dict[str, Any]]:
    """All that a person did, with the reasons they gave; sources and subjects by number and title."""
    rejected = [line.after["suggestion"] for line in lines if line.verb == "suggestion.rejected"]
    answers = answers_by(person=person, ids=rejected)  # their lines say no word, since others read those
    titles = {"source": _titles(sources(), "source", lines), "subject": _titles(subjects(), "subject", lines)}
    acts = []
    for line in lines:
        told = {"at": line.at, "what": line.verb, "text": line.contribution, "map": names.get(line.controversy_id)}
        pk = line.after.get("id")
        title = titles.get(_room(line), {}).get(pk)
        suggested = line.after.get("suggestion")  # the reason on the line of an accepted one is its suggester's
        reason = answers.get(suggested) if suggested else line.reason
        more = {"thing": {"id": pk, "title": title} if title else None, "reason": reason}
        acts.append(told | {name: value for name, value in more.items() if value})
    return acts


def _titles(things: Any, room: str, lines: list[Entry]) -> dict[int, str]:
    wanted = {line.after["id"] for line in lines if _room(line) == room and "id" in line.after}
    return {pk: thing.title for pk, thing in things.in_bulk(list(wanted)).items()}


def _room(line: Entry) -> str:
    return line.verb.partition(".")[0]


def _names(person: User, ids: Iterable[int | None]) -> dict[int | None, dict[str, Any]]:
    """Maps by number; with their title where this person may enter them."""
    wanted = [pk for pk in ids if pk is not None]
    seen: dict[int, Controversy] = Controversy.objects.visible_to(rights_of(person)).in_bulk(wanted)
    return {pk: {"id": pk} | ({"title": seen[pk].title, "slug": seen[pk].slug} if pk in seen else {}) for pk in wanted}


def _text(row: Contribution, names: dict[int | None, dict[str, Any]], lines: list[Entry]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": row.pk,
        "address": row.get_absolute_url(),
        "kind": row.kind,
        "map": names[row.controversy_id],
        "state": row.state,
        "text": row.text,
        "language": row.language,
        "written": row.created_at,
        "reworded": row.edited_at,
        "version": row.revision,
    }
    beside = {"side": row.side, "locator": row.locator, "intent": row.intent, "about": row.claim_kind}
    told |= {name: value for name, value in beside.items() if value}
    told |= {name: pk for name in HANGS_ON if (pk := getattr(row, f"{name}_id"))}
    return told | {"wordings": [_version(line) for line in lines if "text" in line.after]}


def _version(line: Entry) -> dict[str, Any]:
    told = {"version": line.version, "at": line.at, "text": line.after["text"]}
    more = {"locator": line.after.get("locator"), "reason": line.reason}
    return told | {name: value for name, value in more.items() if value}


def _suggestion(row: Any, names: dict[int | None, dict[str, Any]]) -> dict[str, Any]:
    return {
        "for": row.contribution_id,
        "map": names[row.contribution.controversy_id],
        "text": row.text,
        "why": row.why,
        "state": row.state,
        "answer": row.reason,
        "at": row.at,
        "decided": row.decided_at,
    }


def _decision(line: Entry) -> dict[str, Any]:
    """What somebody did to a text of one's own, and the reason that was given; not who."""
    return {
        "text": line.contribution,
        "at": line.at,
        "what": line.verb,
        "reason": "" if line.hide_reason else line.reason,
    }
