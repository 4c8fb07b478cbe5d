"""A small debate that has one of everything."""

from dataclasses import dataclass

from core.accounts.services import ensure_person
from core.models import User
from debates.comments import services as comments
from debates.comments.models import Comment
from debates.evidence import services as evidence
from debates.evidence.models import Evidence, Source
from debates.maps import services as maps
from debates.maps.models import Claim, Controversy, Relation, Subject
from debates.maps.rules import Role
from debates.ratings import services as ratings

SUPPORT = (
    "The money pays for courts that would not exist without it.",
    "Officers trained abroad are dismissed less often for abuse.",
    "Neighbours with the same aid kept their own foreign policy.",
    "Parliament votes on every agreement before it begins.",
)
OPPOSITION = (
    "Conditions written abroad decide what is done at home.",
    "Ministries plan for the donor's year and not for their own.",
    "A base that others pay for is not given up freely.",
)


@dataclass(frozen=True)
class World:
    """The people and the places that the tests speak of."""

    ana: User
    ben: User
    subject: Subject
    controversy: Controversy
    empty: Controversy
    thesis: Claim
    pros: list[Claim]
    cons: list[Claim]
    step: Relation
    deep: Claim
    source: Source
    evidence: Evidence
    comment: Comment

    def at(self, row: Claim | Relation | Evidence | Comment, act: str) -> str:
        """The address of an act on something."""
        return f"/c/{self.controversy.slug}/at/{row.pk}/{act}/"

    def of(self, claim: Claim) -> str:
        """The address of a claim's page."""
        return f"/c/{self.controversy.slug}/claim/{claim.pk}/"


def build() -> World:
    """Chloe opens the places, Ana and Ben fill them, three others rate."""
    chloe, ana, ben = (ensure_person(name=name) for name in ("chloe", "ana", "ben"))
    maps.grant_role(user=chloe, role=Role.CURATOR, by=None)
    maps.grant_role(user=ben, role=Role.CONTRIBUTOR, by=None)
    subject = maps.open_subject(
        by=chloe, slug="relations", title="Relations", background="## Aid\n\nIt began in 1999 and [grew](/)."
    )
    controversy, empty = (
        maps.open_controversy(subject=subject, by=chloe, slug=slug, title=title, question=question, state="open")
        for slug, title, question in (
            ("sovereignty", "Aid and sovereignty", "Does aid weaken sovereignty?"),
            ("borders", "Open borders", "Should the border be open?"),
        )
    )
    thesis = maps.add_claim(controversy=controversy, by=ana, text="Aid leaves a country as sovereign as it was.")
    pros = [maps.add_reply(to=thesis, side="pro", by=ana, text=text) for text in SUPPORT]
    cons = [maps.add_reply(to=thesis, side="con", by=ben, text=text) for text in OPPOSITION]
    deep = maps.add_reply(to=pros[0], side="pro", by=ben, text="The budget of the courts shows it line by line.")
    step = Relation.objects.get(child=cons[0])
    maps.add_reply(to=step, side="con", by=ana, text="A condition that both sides signed is no order.")
    source = evidence.add_source(
        by=ana, title="Report on the courts", url="https://example.org/courts", csl_type="report"
    )
    cited = evidence.cite(
        claim=pros[0],
        by=ana,
        side="pro",
        form="quotation",
        text="The fund paid for sixty per cent of new courts.",
        locator="p. 12",
        source=source,
    )
    said = comments.add_comment(on=pros[0], by=ben, text="Which courts are meant?", intent="question")
    comments.add_comment(on=pros[0], by=ana, text="Those of the provinces.", intent="answer", reply_to=said)
    maps.edit(contribution=cons[1], by=ben, text=OPPOSITION[1][:-1] + " year.", base_revision=1, reason="shorter")
    for number in range(3):
        rater = ensure_person(name=f"rater{number}")
        for claim in (thesis, *pros, *cons):
            ratings.rate(target=claim, by=rater, value=1 + (claim.pk + number) % 4)
        ratings.rate(target=step, by=rater, value=3)
        ratings.rate(target=cited, by=rater, value=3)
    return World(ana, ben, subject, controversy, empty, thesis, pros, cons, step, deep, source, cited, said)


def moderator() -> User:
    """Chloe, who may hide as well from now on."""
    chloe = User.objects.get(username="chloe")
    maps.grant_role(user=chloe, role=Role.MODERATOR, by=None)
    return chloe
