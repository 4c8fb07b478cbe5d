"""Words of evidence; addresses, names and dates of sources; how one is cited."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from debates.evidence.rules.addresses import (
    DOI_PATTERN,
    address_key,
    doi_in,
    is_web_address,
    normal_address,
    normal_doi,
)
from debates.evidence.rules.names import NAME_PARTS, date_as_text, date_from_text, names_as_text, names_from_text

__all__ = [
    "ADDER_HOURS",
    "DOI_PATTERN",
    "NAME_PARTS",
    "Form",
    "Genre",
    "Link",
    "SourceType",
    "address_key",
    "date_as_text",
    "date_from_text",
    "doi_in",
    "is_web_address",
    "names_as_text",
    "names_from_text",
    "normal_address",
    "normal_doi",
]

ADDER_HOURS = 24  # how long whoever added a source may mend it; curators always may


class Form(TextChoices):
    QUOTATION = "quotation", _("quotation")
    SUMMARY = "summary", _("summary")
    DATA = "data", _("data")


class Genre(TextChoices):
    STATISTIC = "statistic", _("statistic")
    STUDY = "study", _("study")
    LAW = "law", _("law")
    TESTIMONY = "testimony", _("testimony")
    DOCUMENT = "document", _("document")
    EXPERT = "expert", _("expert opinion")


class Link(TextChoices):
    UNCHECKED = "unchecked", _("not checked yet")
    OK = "ok", _("reached")
    FAILING = "failing", _("not reached lately")
    DEAD = "dead", _("not reachable")


class SourceType(TextChoices):
    """The CSL types that debates meet."""

    REPORT = "report", pgettext_lazy("kind of source", "report")
    ARTICLE_JOURNAL = "article-journal", pgettext_lazy("kind of source", "journal article")
    ARTICLE = "article", pgettext_lazy("kind of source", "article")
    ARTICLE_NEWSPAPER = "article-newspaper", pgettext_lazy("kind of source", "newspaper article")
    BOOK = "book", pgettext_lazy("kind of source", "book")
    CHAPTER = "chapter", pgettext_lazy("kind of source", "chapter")
    DATASET = "dataset", pgettext_lazy("kind of source", "data set")
    LEGAL_CASE = "legal_case", pgettext_lazy("kind of source", "court ruling")
    LEGISLATION = "legislation", pgettext_lazy("kind of source", "law")
    TREATY = "treaty", pgettext_lazy("kind of source", "treaty")
    WEBPAGE = "webpage", pgettext_lazy("kind of source", "web page")
    DOCUMENT = "document", pgettext_lazy("kind of source", "document")
