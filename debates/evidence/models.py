"""The library of sources, and evidence as one kind of contribution."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.text import FORBIDDEN_PATTERN
from debates.evidence.rules import DOI_PATTERN, Link, SourceType, doi_in
from debates.evidence.rules.citation import citation
from debates.evidence.rules.names import family_name
from debates.maps.models import Contribution
from debates.maps.models.contribution import KindManager, register
from debates.maps.rules import Kind


class Source(models.Model):
    """A document that a doubter can look up. `authors` is a list of CSL names, `issued` CSL date parts.

    One document is one source: a DOI names it, and without one its web address does (`address`, the spelling
    that all spellings of it share). Parts of a document are told by the locator of the evidence, or have a DOI
    of their own.
    """

    csl_type = models.CharField(
        _("kind"), max_length=20, choices=SourceType, default=SourceType.WEBPAGE, db_column="type"
    )
    title = models.CharField(_("title"), max_length=400)
    authors = models.JSONField(_("authors"), default=list, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    container = models.CharField(_("published in"), max_length=200, blank=True)
    issued = models.JSONField(_("date"), default=list, blank=True)
    volume = models.CharField(_("volume"), max_length=40, blank=True, default="", db_default="")
    issue = models.CharField(_("issue"), max_length=40, blank=True, default="", db_default="")
    pages = models.CharField(_("pages"), max_length=40, blank=True, default="", db_default="")
    number = models.CharField(_("number"), max_length=80, blank=True)
    url = models.CharField(_("web address"), max_length=1000, blank=True)
    address = models.CharField(max_length=500, blank=True, default="", db_default="", editable=False)
    doi = models.CharField(_("DOI"), max_length=200, null=True, blank=True)
    archive_url = models.CharField(_("archived copy"), max_length=1000, blank=True)
    link = models.CharField(_("link"), max_length=9, choices=Link, default=Link.UNCHECKED, editable=False)
    checked_at = models.DateTimeField(_("checked"), null=True, editable=False)
    retracted_at = models.DateTimeField(_("retracted"), null=True, editable=False)
    reason = models.CharField(_("why retracted"), max_length=300, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="source_has_a_title"),
            models.CheckConstraint(condition=~Q(title__regex=FORBIDDEN_PATTERN), name="source_title_is_clean"),
            models.CheckConstraint(condition=Q(csl_type__in=SourceType.values), name="source_kind_is_known"),
            models.CheckConstraint(condition=Q(link__in=Link.values), name="source_link_is_known"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex=r"^https?://[^\s]+$"), name="source_address_is_of_the_web"
            ),
            models.CheckConstraint(
                condition=Q(archive_url="") | Q(archive_url__regex=r"^https?://[^\s]+$"),
                name="source_archive_address_is_of_the_web",
            ),
            models.CheckConstraint(
                condition=Q(doi__isnull=True) | Q(doi__regex=DOI_PATTERN), name="source_doi_is_well_formed"
            ),
            models.UniqueConstraint(fields=["doi"], name="source_doi_is_unique"),
            models.UniqueConstraint(
                fields=["address"],
                condition=~Q(address="") & Q(doi__isnull=True),
                name="source_without_a_doi_has_an_address_of_its_own",
            ),
            models.CheckConstraint(condition=Q(address="") | ~Q(url=""), name="source_key_is_of_its_address"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="source_revision_starts_at_one"),
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True) | ~Q(reason=""), name="retraction_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["address"], name="sources_by_address_key")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("source", kwargs={"pk": self.pk})

    @property
    def author_line(self) -> str:
        """Names as a reader expects them: family names, three at most."""
        names = [name for name in (family_name(author) for author in self.authors) if name]
        if len(names) > 3:
            return f"{names[0]} et al."
        return ", ".join(names)

    @property
    def year(self) -> str:
        """The year of `issued`, or nothing."""
        return str(self.issued[0]) if self.issued else ""

    @property
    def citation(self) -> str:
        """The source in one line, as a bibliography would print it."""
        return citation(self)

    @property
    def has_own_address(self) -> bool:
        """Whether the web address leads anywhere else than the DOI does."""
        return bool(self.url) and not (self.doi and doi_in(self.url) == self.doi)


class Evidence(Contribution):
    """An excerpt or summary of a source tied to one claim, with a side."""

    objects = KindManager(Kind.EVIDENCE)  # type: ignore[assignment,misc]

    class Meta:
        proxy = True
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")


register(Kind.EVIDENCE, Evidence)
