"""The library of sources: found, described, mended, retracted, and what leans on each."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.paging import page_of
from debates.api.asking import Door
from debates.api.ins import MAX_REVISION, InSerializer, ListIn
from debates.api.outs import OutSerializer, RowOut, paged
from debates.api.schema import says
from debates.evidence import queries as library
from debates.evidence import services as evidence
from debates.evidence.rules import Form, Genre, Link, SourceType
from debates.maps.queries.rows import rows_for
from debates.maps.rules import Side
from debates.reading.items import Item

TAG = "Sources"
NO_LEANS = library.Leans()


class SourceIn(InSerializer):
    title = serializers.CharField(max_length=400)
    csl_type = serializers.ChoiceField(choices=SourceType.choices, required=False)
    authors = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(max_length=200)),
        required=False,
        max_length=100,
        help_text="CSL names: family and given, or literal for a body.",
    )
    issued = serializers.ListField(
        child=serializers.IntegerField(min_value=-9999, max_value=9999),
        required=False,
        max_length=3,
        help_text="Year, month, day, as far as they are known.",
    )
    container = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text="The journal or book it stands in."
    )
    publisher = serializers.CharField(max_length=200, required=False, allow_blank=True)
    volume = serializers.CharField(max_length=40, required=False, allow_blank=True)
    issue = serializers.CharField(max_length=40, required=False, allow_blank=True)
    pages = serializers.CharField(max_length=40, required=False, allow_blank=True)
    number = serializers.CharField(max_length=80, required=False, allow_blank=True)
    url = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    doi = serializers.CharField(max_length=200, required=False, allow_blank=True)
    archive_url = serializers.CharField(max_length=1000, required=False, allow_blank=True)


class SourceEdit(SourceIn):
    title = serializers.CharField(max_length=400, required=False)
    base_revision = serializers.IntegerField(min_value=1, max_value=MAX_REVISION, help_text="The revision you saw.")


class LeansOut(OutSerializer):
    claims = serializers.IntegerField()
    pros = serializers.IntegerField()
    cons = serializers.IntegerField()
    contexts = serializers.IntegerField()


class SourceOut(OutSerializer):
    id = serializers.IntegerField(source="source.pk")
    title = serializers.CharField(source="source.title")
    csl_type = serializers.ChoiceField(choices=SourceType.choices, source="source.csl_type")
    authors = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField()), source="source.authors", help_text="CSL names."
    )
    issued = serializers.ListField(child=serializers.IntegerField(), source="source.issued")
    container = serializers.CharField(source="source.container")
    publisher = serializers.CharField(source="source.publisher")
    volume = serializers.CharField(source="source.volume")
    issue = serializers.CharField(source="source.issue")
    pages = serializers.CharField(source="source.pages")
    number = serializers.CharField(source="source.number")
    url = serializers.CharField(source="source.url", help_text="The document itself; it may be empty.")
    doi = serializers.CharField(source="source.doi", allow_null=True)
    archive_url = serializers.CharField(source="source.archive_url")
    link = serializers.ChoiceField(choices=Link.choices, source="source.link")
    checked_at = serializers.DateTimeField(source="source.checked_at", allow_null=True)
    retracted_at = serializers.DateTimeField(source="source.retracted_at", allow_null=True)
    reason = serializers.CharField(source="source.reason", help_text="Why it was retracted.")
    revision = serializers.IntegerField(source="source.revision", help_text="Send it as base_revision of an edit.")
    leans = LeansOut(help_text="How many claims that you may read lean on it.")
    page_url = serializers.CharField(source="source.get_absolute_url")


class SourcesIn(ListIn):
    q = serializers.CharField(required=False, max_length=200, help_text="Words of title, names or numbers.")
    kind = serializers.ChoiceField(choices=SourceType.choices, required=False)
    state = serializers.ChoiceField(choices=library.STATES, required=False)
    genre = serializers.ChoiceField(choices=Genre.choices, required=False)
    since = serializers.IntegerField(
        required=False, min_value=-9999, max_value=9999, help_text="Issued in this year or after."
    )
    until = serializers.IntegerField(required=False, min_value=-9999, max_value=9999)
    controversy = serializers.SlugField(required=False, help_text="Only those on which its evidence leans.")


class UseOut(RowOut):
    """A piece of evidence from a source."""

    claim = serializers.IntegerField(source="row.claim_now")
    side = serializers.ChoiceField(choices=Side.choices, source="row.side")
    form = serializers.ChoiceField(choices=Form.choices, source="row.form")
    genre = serializers.ChoiceField(choices=Genre.choices, source="row.genre")
    locator = serializers.CharField(source="row.locator")


class RetractionIn(InSerializer):
    reason = serializers.CharField(max_length=300, allow_blank=True, help_text="Everybody reads it.")


class SourceDoor(Door):
    """An address about sources."""

    def source(self, pk: int) -> Any:
        """Raises Refusal `not_found`."""
        return self.only(library.sources().filter(pk=pk))

    def told(self, sources: list[Any]) -> list[Any]:
        """Sources with how many claims lean on each: one statement."""
        leans = library.leans_on(ids=[one.pk for one in sources], viewer=self.rights)
        rows = [{"source": one, "leans": leans.get(one.pk, NO_LEANS)} for one in sources]
        return list(SourceOut(rows, many=True).data)

    def one(self, pk: int, status: int = 200) -> Response:
        """A source as it stands now."""
        return Response(self.told([self.source(pk)])[0], status=status)


class Sources(SourceDoor):
    @says("sources-list", "List sources", tag=TAG, asks=SourcesIn, answers=paged(SourceOut, "Source"))
    def get(self, request: Request) -> Response:  # noqa: ARG002 - a method of an address takes the request
        asked = self.asked(SourcesIn)
        place, words = asked.pop("controversy", None), asked.pop("q", "")
        page = {name: asked.pop(name) for name in ("cursor", "limit") if name in asked}
        rows = library.library(
            viewer=self.rights,
            wanted=library.Wanted(words=words, order="added", **asked),
            controversy=self.controversy(place) if place else None,
        )
        found = page_of(rows, **page)
        return Response({"results": self.told(found.results), "next": found.next})

    @says(
        "sources-add",
        "Add a source",
        tag=TAG,
        takes=SourceIn,
        answers=SourceOut,
        status=201,
        more="Refused with `source_known` and the one that stands (`current`) where its DOI or address is known.",
    )
    def post(self, request: Request) -> Response:  # noqa: ARG002
        return self.one(self.once(lambda by: evidence.add_source(by=by, **self.sent(SourceIn)).pk), status=201)


class Source(SourceDoor):
    @says("sources-read", "Read a source", tag=TAG, answers=SourceOut)
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        return self.one(pk)

    @says(
        "sources-edit",
        "Mend a source's description",
        tag=TAG,
        takes=SourceEdit,
        answers=SourceOut,
        more="For curators, and for a day for whoever added it.",
    )
    def patch(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        source = self.source(pk)
        return self.one(self.once(lambda by: evidence.edit_source(source=source, by=by, **self.sent(SourceEdit)).pk))


class Uses(SourceDoor):
    @says(
        "sources-uses",
        "List the evidence that leans on a source",
        tag=TAG,
        asks=ListIn,
        answers=paged(UseOut, "Use"),
        more="In listed controversies and your class sessions. What a claim comes to without it says `why`.",
    )
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        uses = library.counted_uses(viewer=self.rights).filter(source=self.source(pk))
        page = page_of(rows_for(viewer=self.rights).filter(pk__in=uses.values("pk")), **self.asked(ListIn))
        return Response({"results": UseOut([Item(row) for row in page.results], many=True).data, "next": page.next})


class Retraction(SourceDoor):
    @says(
        "sources-retract",
        "Mark a source as retracted (curators)",
        tag=TAG,
        takes=RetractionIn,
        answers=SourceOut,
        more="From now on it carries no weight anywhere.",
    )
    def put(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        source = self.source(pk)
        sent = RetractionIn
        return self.one(self.once(lambda by: evidence.retract_source(source=source, by=by, **self.sent(sent)).pk))

    @says("sources-reinstate", "Take a retraction back (curators)", tag=TAG, answers=SourceOut)
    def delete(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        source = self.source(pk)
        return self.one(self.once(lambda by: evidence.reinstate_source(source=source, by=by).pk))
