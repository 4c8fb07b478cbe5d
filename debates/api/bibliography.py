"""Sources out and in as CSL-JSON and BibTeX."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.models import User
from core.paging import page_of
from debates.api.asking import Door
from debates.api.ins import InSerializer, ListIn, Text
from debates.api.outs import OutSerializer
from debates.api.schema import says
from debates.evidence import queries as library
from debates.interchange import services as interchange
from debates.interchange.formats import bibtex, csl
from debates.interchange.queries import Report, look_over

TAG = "Sources"
FORMATS = ["csl", "bibtex"]


class BibliographyIn(ListIn):
    form = serializers.ChoiceField(choices=FORMATS, help_text="CSL-JSON or BibTeX.")
    controversy = serializers.SlugField(required=False, help_text="Only those on which its evidence leans.")


class BibliographyOut(OutSerializer):
    text = serializers.CharField(help_text="The sources of this page in the form that was asked for.")
    next = serializers.CharField(allow_null=True, help_text="Send it as cursor; null on the last page.")


class BringIn(InSerializer):
    text = Text(help_text="CSL-JSON or BibTeX; which of them is seen by its first sign.")
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Only say what would become of it.")


class ReportOut(OutSerializer):
    format = serializers.CharField()
    new = serializers.IntegerField()
    known = serializers.IntegerField(help_text="Those that stand already are passed over.")
    refused = serializers.IntegerField()
    entries = serializers.ListField(child=serializers.DictField(), help_text="Each entry and what becomes of it.")


class Bibliography(Door):
    @says("bibliography-read", "Take sources home", tag=TAG, asks=BibliographyIn, answers=BibliographyOut)
    def get(self, request: Request) -> Response:  # noqa: ARG002 - a method of an address takes the request
        asked = self.asked(BibliographyIn)
        form, place = asked.pop("form"), asked.pop("controversy", None)
        found = self.controversy(place) if place else None
        wanted = library.Wanted(order="added")
        page = page_of(library.library(viewer=self.rights, wanted=wanted, controversy=found), **asked)
        text = csl.write(page.results) if form == "csl" else bibtex.write(page.results, about="Sources of Dissoi")
        return Response({"text": text, "next": page.next})

    @says(
        "bibliography-bring",
        "Bring sources in (curators)",
        tag=TAG,
        takes=BringIn,
        answers=ReportOut,
        more="Whole or not at all; bringing it in twice is as once. A file with a wrong entry is refused with "
        "`import_refused` and the report (`current`).",
    )
    def post(self, request: Request) -> Response:  # noqa: ARG002
        interchange.refuse_reader(by=self.member())
        return Response(self.once(lambda by: self._report(by).as_dict()))

    def _report(self, by: User) -> Report:
        sent = self.sent(BringIn)
        if sent["dry_run"]:
            return look_over(text=sent["text"])
        return interchange.bring_sources(text=sent["text"], by=by)
