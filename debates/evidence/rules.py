"""Words of evidence, and what an address of a source may be."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DOI_PATTERN = r"^10\.[0-9]{4,9}/[^\s]+$"


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


def is_web_address(url: str) -> bool:
    """Whether this is a plain http(s) address that a reader may be sent to."""
    try:
        URLValidator(schemes=["http", "https"])(url)
        return not urlsplit(url).username
    except (ValidationError, ValueError):
        return False


def normal_address(url: str) -> str:
    """The address with its scheme in small letters, as the database wants it."""
    scheme, mark, rest = url.partition("://")
    return f"{scheme.lower()}{mark}{rest}"


def normal_doi(text: str) -> str:
    """A DOI without the address or label people paste with it, in lower case."""
    doi = text.strip().lower()
    for prefix in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"):
        doi = doi.removeprefix(prefix)
    return doi.strip()
