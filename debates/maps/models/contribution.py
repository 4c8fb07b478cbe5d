"""The one table of everything that people write on a map, and its two kinds that belong to this room."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, F, Func, GeneratedField, Q, When
from django.db.models.constraints import Deferrable
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.text import FORBIDDEN_PATTERN, SEEN_PATTERN
from debates.maps.models.gate import ContributionQuerySet
from debates.maps.models.places import Controversy, Layer
from debates.maps.rules import LIVE, TEXT_LIMIT, ClaimKind, Kind, Language, Side, State

CLASSES: dict[str, type["Contribution"]] = {}


# `text` as it is searched: accents taken off, and signs that would join words to numbers, paths or tags taken for
# spaces ("2015-2020" holds no negative number, "men/women" is no file). As long as the text it was made from, save
# for the accents.
PLAIN = (
    "translate(regexp_replace(normalize(%(expressions)s, NFKD), U&'[\\0300-\\036F]', '', 'g'), '-/<>&@+_', '        ')"
)


def _words(configuration: str) -> Func:
    """The search words of `text`; the configuration is a constant so that it may be stored."""
    return Func(F("text"), template=f"to_tsvector('{configuration}', {PLAIN})", output_field=SearchVectorField())


def _is(kind: Kind, *, filled: str, empty: str) -> Q:
    """Rows of another kind, or rows of this kind with just their own columns filled."""
    own = Q(kind=kind)
    for name in filled.split():
        own &= Q(**{f"{name}__isnull": False})
    for name in empty.split():
        own &= Q(**{f"{name}__isnull": True})
    return ~Q(kind=kind) | own


class Contribution(models.Model):
    """A claim, a relation, a piece of evidence or a comment: who wrote it, what state it is in, where it hangs.

    What a CHECK cannot say (no circle, one controversy, ends of the right kind, tallies, canonical) is held by
    triggers (migration `promises`). A kind's own class is chosen when a row is loaded.
    """

    kind = models.CharField(max_length=8, choices=Kind, editable=False)
    controversy = models.ForeignKey(Controversy, on_delete=models.PROTECT, related_name="contributions")
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    side_at_writing = models.CharField(max_length=3, null=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, default=Language.ENGLISH, db_default=Language.ENGLISH)
    state = models.CharField(max_length=9, choices=State, default=State.PUBLISHED)
    locked = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True)
    rating_count = models.PositiveIntegerField(default=0, editable=False)
    rating_sum = models.PositiveIntegerField(default=0, editable=False)
    search = GeneratedField(
        expression=Case(
            When(language="en", then=_words("english")),
            When(language="es", then=_words("spanish")),
            default=_words("simple"),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    # claim
    claim_kind = models.CharField(max_length=8, choices=ClaimKind, null=True)
    thesis_position = models.PositiveSmallIntegerField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    canonical = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="members", editable=False)
    protected = models.BooleanField(default=False)
    featured = models.BooleanField(default=False)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    # relation
    child = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="bears_on")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    side = models.CharField(max_length=7, choices=Side, null=True)
    # evidence
    claim = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="cited")
    source = models.ForeignKey("debates.Source", on_delete=models.PROTECT, null=True, related_name="cited_by")
    form = models.CharField(max_length=9, null=True)
    genre = models.CharField(max_length=9, null=True)
    locator = models.CharField(max_length=200, blank=True)
    # comment
    target = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="talk")
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="answers")
    intent = models.CharField(max_length=10, null=True)
    resolved_at = models.DateTimeField(null=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="contribution_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="contribution_state_is_known"),
            models.CheckConstraint(
                condition=_is(
                    Kind.CLAIM,
                    filled="claim_kind canonical",
                    empty="child parent side claim source form genre target reply_to intent resolved_at",
                ),
                name="claim_has_just_its_columns",
            ),
            models.CheckConstraint(
                condition=_is(
                    Kind.RELATION,
                    filled="child parent side",
                    empty="claim_kind thesis_position merged_into canonical claim source form genre target reply_to "
                    "intent resolved_at",
                )
                & (~Q(kind=Kind.RELATION) | Q(side__in=[Side.PRO, Side.CON])),
                name="relation_has_just_its_columns",
            ),
            models.CheckConstraint(
                condition=_is(
                    Kind.EVIDENCE,
                    filled="claim source side form genre",
                    empty="claim_kind thesis_position merged_into canonical child parent target reply_to intent "
                    "resolved_at",
                ),
                name="evidence_has_just_its_columns",
            ),
            models.CheckConstraint(
                condition=_is(
                    Kind.COMMENT,
                    filled="target intent",
                    empty="claim_kind thesis_position merged_into canonical child parent side claim source form genre",
                ),
                name="comment_has_just_its_columns",
            ),
            models.CheckConstraint(
                condition=Q(side__isnull=True) | Q(side__in=Side.values), name="contribution_side_is_known"
            ),
            models.CheckConstraint(
                condition=Q(claim_kind__isnull=True) | Q(claim_kind__in=ClaimKind.values), name="claim_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(form__isnull=True) | Q(form__in=["quotation", "summary", "data"]),
                name="evidence_form_is_known",
            ),
            models.CheckConstraint(
                condition=Q(genre__isnull=True)
                | Q(genre__in=["statistic", "study", "law", "testimony", "document", "expert"]),
                name="evidence_genre_is_known",
            ),
            models.CheckConstraint(
                condition=Q(intent__isnull=True) | Q(intent__in=["question", "answer", "remark", "suggestion"]),
                name="comment_intent_is_known",
            ),
            models.CheckConstraint(condition=LessThanOrEqual(Length("text"), TEXT_LIMIT), name="text_is_not_too_long"),
            models.CheckConstraint(condition=~Q(text__regex=FORBIDDEN_PATTERN), name="text_has_no_control_characters"),
            models.CheckConstraint(
                condition=Q(text__regex=SEEN_PATTERN) | Q(text="") & (Q(kind=Kind.RELATION) | Q(state=State.ERASED)),
                name="text_can_be_seen",
            ),
            models.CheckConstraint(
                condition=Q(rating_sum__gte=0, rating_count__gte=0, rating_sum__lte=F("rating_count") * 4),
                name="tally_is_possible",
            ),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="relation_joins_two_ends"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="claim_is_not_merged_into_itself"),
            models.CheckConstraint(condition=~Q(reply_to=F("id")), name="comment_does_not_answer_itself"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="revision_starts_at_one"),
            models.UniqueConstraint(
                fields=["controversy", "thesis_position"],
                deferrable=Deferrable.DEFERRED,
                name="thesis_position_is_unique",
            ),
            models.UniqueConstraint(
                fields=["child", "parent", "layer"],
                condition=Q(kind=Kind.RELATION, state__in=[*LIVE]),
                nulls_distinct=False,
                name="relation_is_unique_while_live",
            ),
        ]
        indexes = [
            # No id at the end: without statistics the planner would take this one to look rows up by id alone.
            models.Index(fields=["controversy", "kind"], name="contributions_of_a_map"),
            # Few rows of a map are out of view, and every page asks which.
            models.Index(
                fields=["controversy"],
                condition=~Q(state=State.PUBLISHED),
                name="contributions_out_of_view",
            ),
            GinIndex(fields=["search"], name="contributions_by_words"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    def get_absolute_url(self) -> str:
        return reverse("at", kwargs={"pk": self.pk})

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """The row as an object of its own kind's class."""
        names = list(field_names)
        kind = list(values)[names.index("kind")] if "kind" in names else None
        chosen = CLASSES.get(kind, cls) if kind else cls
        return super(Contribution, chosen).from_db(db, field_names, values)  # type: ignore[return-value]


def register(kind: Kind, chosen: type[Contribution]) -> None:
    """Tell the table which class holds rows of a kind; the room that owns the class calls this."""
    CLASSES[kind] = chosen


class KindManager(models.Manager[Any]):
    """Rows of one kind, and new rows born with it."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> ContributionQuerySet:
        return ContributionQuerySet(self.model, using=self._db).filter(kind=self.kind)

    def visible_to(self, viewer: Any, *, archived: bool = False) -> ContributionQuerySet:
        """See the gate."""
        return self.get_queryset().visible_to(viewer, archived=archived)

    def create(self, **fields: Any) -> Any:
        return super().create(kind=self.kind, **fields)


class Claim(Contribution):
    """One sentence that can be agreed or disagreed with; a thesis when it has a position."""

    objects = KindManager(Kind.CLAIM)  # type: ignore[assignment,misc]

    class Meta:
        proxy = True
        verbose_name = _("claim")
        verbose_name_plural = _("claims")


class Relation(Contribution):
    """The directed edge that says why a child claim matters to its parent; its text is the warrant."""

    objects = KindManager(Kind.RELATION)  # type: ignore[assignment,misc]

    class Meta:
        proxy = True
        verbose_name = _("relation")
        verbose_name_plural = _("relations")


register(Kind.CLAIM, Claim)
register(Kind.RELATION, Relation)


class Premise(models.Model):
    """A further claim that a relation needs beside its child; they stand or fall together."""

    relation = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="premises")
    claim = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="premise_of")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relation", "claim"], name="premise_is_unique"),
            models.CheckConstraint(condition=~Q(relation=F("claim")), name="premise_is_not_its_relation"),
        ]

    def __str__(self) -> str:
        return f"{self.relation_id} needs {self.claim_id}"
