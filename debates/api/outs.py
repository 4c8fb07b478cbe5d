"""What is answered about contributions: one form for each kind, and one for all of them."""

from functools import cache
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from debates.comments.rules import Intent
from debates.evidence.rules import Form, Genre
from debates.insight.words import STANDINGS
from debates.maps.rules import ClaimKind, Kind, Side, State
from debates.reading.items import Item

STANDING = [standing.code for standing in STANDINGS]


class OutSerializer(serializers.Serializer[Any]):
    """Values on their way out: read from attributes, never checked."""


class RowOut(OutSerializer):
    """What all contributions have."""

    id = serializers.IntegerField(source="row.pk")
    kind = serializers.ChoiceField(choices=Kind.choices, source="row.kind")
    controversy = serializers.CharField(source="row.controversy.slug", help_text="The slug of its controversy.")
    text = serializers.CharField(source="row.text", help_text="Of a relation: the warrant; it may be empty.")
    language = serializers.CharField(source="row.language")
    state = serializers.ChoiceField(choices=State.choices, source="row.state")
    locked = serializers.BooleanField(source="row.locked", help_text="Nothing can be added below it.")
    revision = serializers.IntegerField(source="row.revision", help_text="Send it as base_revision of an edit.")
    author = serializers.CharField(
        source="row.author.username", allow_null=True, help_text="Null for someone who left."
    )
    created_at = serializers.DateTimeField(source="row.created_at")
    edited_at = serializers.DateTimeField(source="row.edited_at", allow_null=True)
    page_url = serializers.CharField(source="row.get_absolute_url", help_text="Its permanent address for people.")


class RatedOut(RowOut):
    """What claims, relations and evidence have besides."""

    rating_count = serializers.IntegerField(source="count")
    rating_mean = serializers.FloatField(
        source="mean", allow_null=True, help_text="0 to 4; null without ratings, or while others' are hidden from you."
    )
    strength = serializers.FloatField(
        allow_null=True, help_text="0 to 1; null for what takes no part in the reckoning."
    )
    standing = serializers.ChoiceField(choices=STANDING, allow_null=True, help_text="The word for its strength.")


class ClaimOut(RatedOut):
    claim_kind = serializers.ChoiceField(choices=ClaimKind.choices, source="row.claim_kind")
    thesis_position = serializers.IntegerField(source="row.thesis_position", allow_null=True)
    merged_into = serializers.IntegerField(
        source="row.merged_into_id", allow_null=True, help_text="The claim that stands for this one."
    )
    protected = serializers.BooleanField(source="row.protected")
    tags = serializers.ListField(child=serializers.CharField(), source="row.tags")


class RelationOut(RatedOut):
    child = serializers.IntegerField(source="row.child_now")
    parent = serializers.IntegerField(source="row.parent_now", help_text="A claim, a relation or evidence.")  # type: ignore[assignment]
    side = serializers.ChoiceField(choices=[Side.PRO, Side.CON], source="row.side")
    premises = serializers.ListField(
        child=serializers.IntegerField(), help_text="Claims it needs beside its child; they bear only together."
    )


class EvidenceOut(RatedOut):
    claim = serializers.IntegerField(source="row.claim_now")
    source = serializers.IntegerField(source="row.source_id")  # type: ignore[assignment]
    side = serializers.ChoiceField(choices=Side.choices, source="row.side")
    form = serializers.ChoiceField(choices=Form.choices, source="row.form")
    genre = serializers.ChoiceField(choices=Genre.choices, source="row.genre")
    locator = serializers.CharField(source="row.locator", help_text="Where in the source.")
    retracted = serializers.BooleanField(source="row.retracted", help_text="Its source was retracted.")


class CommentOut(RowOut):
    target = serializers.IntegerField(source="row.target_now", help_text="What it is about.")
    reply_to = serializers.IntegerField(source="row.reply_to_id", allow_null=True)
    intent = serializers.ChoiceField(choices=Intent.choices, source="row.intent")
    resolved_at = serializers.DateTimeField(source="row.resolved_at", allow_null=True)


OUTS: dict[str, type[RowOut]] = {
    Kind.CLAIM: ClaimOut,
    Kind.RELATION: RelationOut,
    Kind.EVIDENCE: EvidenceOut,
    Kind.COMMENT: CommentOut,
}
ContributionOut = PolymorphicProxySerializer(
    component_name="Contribution",
    serializers={str(kind): out for kind, out in OUTS.items()},
    resource_type_field_name="kind",
)


def told(item: Item) -> dict[str, Any]:
    """An item in the form of its kind."""
    return dict(OUTS[item.row.kind](item).data)


@cache
def paged(out: Any, name: str) -> type[OutSerializer]:
    """The form of one page of a list."""
    fields = {
        "results": out(many=True) if isinstance(out, type) else out,
        "next": serializers.CharField(allow_null=True, help_text="Send it as cursor; null on the last page."),
    }
    return type(f"{name}Page", (OutSerializer,), fields)
