"""A person whose every word can be told from all others, and searches for those words in all that the site holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from core.accounts.services import ensure_person
from core.accounts.tokens import make_token
from core.models import User
from debates.comments.services import add_comment
from debates.evidence.models import Source
from debates.evidence.services import add_source, cite
from debates.maps import services as maps
from debates.maps.models import Claim, Contribution, Controversy, Draft, Relation, Suggestion
from debates.maps.services import suggestions
from debates.ratings.services import rate

TABLES_OF_OTHERS = ("debates_contribution", "debates_rating", "debates_premise", "debates_source", "debates_suggestion")


@dataclass
class Life:
    """What Petrel did on a map, with the words that only Petrel wrote."""

    petrel: User
    thesis: Claim
    reply: Claim
    lone: Claim
    lent: dict[str, Contribution] = field(default_factory=dict)
    others: list[Contribution] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=lambda: {"name": [], "text": [], "private": [], "standing": []})

    def say(self, word: str, kind: str = "text") -> str:
        """A sentence with a word that stands nowhere else."""
        self.words[kind].append(f"qu{word}xj")
        return f"Of qu{word}xj there is much to say."


def lead_a_life(on: Controversy, *, ben: User, chloe: User, mod: User) -> Life:
    """Petrel writes in every way there is, on a map with others who answer."""
    petrel = ensure_person(name="Quillpetrelxj", password="quite a long road")
    User.objects.filter(pk=petrel.pk).update(email="quillmailxj@example.org")
    petrel.refresh_from_db()
    maps.grant_role(user=petrel, role="contributor", by=None)
    rock = maps.add_claim(controversy=on, by=ben, text="A rock that stands.")
    stone = maps.add_claim(controversy=on, by=ben, text="A stone that stands.")
    life = Life(petrel, rock, rock, rock)
    life.words["name"] += ["Quillpetrelxj", "quillmailxj"]
    say = life.say
    life.thesis = maps.add_claim(controversy=on, by=petrel, text=say("thesis"))
    life.reply = maps.add_reply(to=rock, side="con", by=petrel, text=say("replyold"), warrant=say("warrant"))
    life.lone = maps.add_reply(to=rock, side="pro", by=petrel, text=say("lone"), warrant=say("lonewarrant"))
    below = maps.add_reply(to=life.reply, side="pro", by=ben, text="An answer that stays.")
    deeper = maps.add_reply(to=below, side="con", by=petrel, text=say("deeper"))
    deepest = maps.add_reply(to=deeper, side="con", by=chloe, text="A last word that stays.")
    maps.edit(contribution=life.reply, by=petrel, text=say("reply"), base_revision=1, reason=say("reason"))
    maps.edit(
        contribution=life.reply, by=chloe, text="Chloe said of qureplyxj more.", base_revision=2, reason="Clearer"
    )
    doubt = maps.add_reply(to=Relation.objects.get(child=below), side="con", by=petrel, text=say("doubt"))
    joined = maps.relate(child=stone, parent=rock, side="pro", by=petrel, warrant=say("join"))
    source = add_source(by=petrel, title="A report", url="https://example.org/report")
    cited = cite(
        claim=rock, by=petrel, side="pro", text=say("excerpt"), source=source, form="quotation", locator=say("page")
    )
    maps.edit(contribution=cited, by=petrel, text=say("excerpttwo"), base_revision=1, locator=say("pagetwo"))
    theirs = cite(claim=life.reply, by=ben, side="con", text="It says otherwise.", source=source)
    comment = add_comment(on=rock, by=petrel, text=say("comment"))
    answer = add_comment(on=rock, by=ben, text="A comment that stays.", reply_to=comment)
    gone = maps.add_reply(to=rock, side="con", by=petrel, text=say("withdrawn", "private"))
    maps.withdraw(contribution=gone, by=petrel)
    hidden = maps.add_reply(to=rock, side="con", by=petrel, text=say("hidden"))
    maps.hide(contribution=hidden, by=mod, reason="Rule 1")
    _touch_others(life, rock, stone, below)
    _reword_others(life, rock, source, chloe)
    for target in (rock, stone, theirs, Relation.objects.get(child=below)):
        rate(target=target, by=petrel, value=4)
        rate(target=target, by=chloe, value=1)
    for target in (life.reply, life.thesis, cited, joined, doubt):
        rate(target=target, by=ben, value=3)
    Draft.objects.create(owner=petrel, controversy=on, place="new", payload={"text": say("draft", "private")})
    make_token(by=petrel, name=say("token", "private"))
    life.others = [rock, stone, below, deepest, theirs, answer, *life.lent.values()]
    return life


def _touch_others(life: Life, rock: Claim, stone: Claim, below: Claim) -> None:
    """Petrel rewords a text of Ben's, who rewords it again; suggests; and others suggest for Petrel's."""
    say, petrel, ben = life.say, life.petrel, User.objects.get(username="ben")
    User.objects.filter(pk=petrel.pk).update(date_joined=timezone.now() - timedelta(days=30))
    maps.edit(contribution=rock, by=petrel, text=say("passed"), base_revision=1, reason=say("why"))
    maps.edit(contribution=rock, by=ben, text="A rock that stands still.", base_revision=2)
    open_one = suggestions.suggest(
        contribution=stone,
        by=petrel,
        text=say("suggested", "private"),
        base_revision=1,
        reason=say("because", "private"),
    )
    suggestions.reject(suggestion=open_one, by=ben, reason="No need.")
    taken = suggestions.suggest(
        contribution=below, by=petrel, text="An answer that stays here.", base_revision=1, reason=say("taken")
    )
    suggestions.accept(suggestion=taken, by=ben)
    suggestions.suggest(contribution=life.thesis, by=ben, text="Better: quthesisxj.", base_revision=1)
    mine = suggestions.suggest(contribution=life.lone, by=ben, text="Ben would say it so.", base_revision=1)
    suggestions.reject(suggestion=mine, by=petrel, reason=say("rejection"))


def _reword_others(life: Life, rock: Claim, source: Source, chloe: User) -> None:
    """Petrel's words in texts of Ben's: gone from them, brought back and gone again, or standing there still."""
    say, petrel, ben = life.say, life.petrel, User.objects.get(username="ben")

    def quoted(page: str) -> Contribution:
        return cite(
            claim=rock, by=ben, side="pro", text=f"Ben quotes {page}.", source=source, form="quotation", locator=page
        )

    came_back = quoted("page 7")
    maps.edit(contribution=came_back, by=petrel, text=say("lent"), base_revision=1, locator=say("lentpage"))
    maps.edit(contribution=came_back, by=ben, text="Ben quotes again.", base_revision=2, locator="page 8")
    maps.revert(contribution=came_back, to_version=2, base_revision=3, by=chloe)
    maps.edit(contribution=came_back, by=chloe, text="Chloe quotes.", base_revision=4, locator="page 9")
    maps.revert(contribution=came_back, to_version=1, base_revision=5, by=petrel, reason=say("back"))
    moved = quoted("page 70")
    maps.edit(contribution=moved, by=petrel, text="Ben quotes page 70.", base_revision=1, locator=say("movedpage"))
    maps.edit(contribution=moved, by=chloe, text="Chloe quotes page 70.", base_revision=2, locator="page 71")
    stays = quoted("page 700")
    words = {"text": say("stays", "standing"), "locator": say("staypage", "standing")}
    maps.edit(contribution=stays, by=petrel, base_revision=1, **words)
    claim = maps.add_claim(controversy=rock.controversy, by=ben, text="A pebble that stands.")
    offered = suggestions.suggest(contribution=claim, by=petrel, text=say("offered", "standing"), base_revision=1)
    suggestions.accept(suggestion=offered, by=ben)
    dust = maps.add_claim(controversy=rock.controversy, by=ben, text="Dust that stands.")
    better = suggestions.suggest(
        contribution=dust, by=chloe, text="Chloe's dust that stands.", base_revision=1, reason="Chloe says why."
    )
    suggestions.accept(suggestion=better, by=petrel)
    life.lent = {"came back": came_back, "moved": moved, "stays": stays, "claim": claim, "dust": dust}


def leave_traces(life: Life) -> None:
    """What no foreign key leads to: a session, failed sign-ins, a label in the desk's log."""
    client = Client()
    client.force_login(life.petrel, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/")
    for typed in ("quillPETRELxj", "QuillmailXJ@example.org", "Quillpetrelxj"):
        Client().post("/sign-in/", {"username": typed, "password": "wrong"})


def found_in_tables(words: Iterable[str]) -> dict[str, set[str]]:
    """{table: which of the words stand in it}: every column of every row, whatever its type."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            for word in words:
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"])
                if cursor.fetchone()[0]:
                    found.setdefault(table, set()).add(word)
    return found


def rows_of_others(petrel: User) -> dict[str, dict[int, Any]]:
    """All rows that others wrote, without their tallies."""
    found: dict[str, dict[int, Any]] = {}
    columns = {
        "debates_contribution": ("author_id", "to_jsonb(t) - '{rating_count,rating_sum}'::text[]"),
        "debates_rating": ("rater_id", "to_jsonb(t)"),
    }
    with connection.cursor() as cursor:
        for table, (owner, told) in columns.items():
            cursor.execute(f"SELECT id, {told} FROM {table} t WHERE {owner} IS DISTINCT FROM %s", [petrel.pk])
            found[table] = dict(cursor.fetchall())
    return found


def suggestions_left() -> list[str]:
    """The texts of all suggestions."""
    return sorted(Suggestion.objects.values_list("text", flat=True))
