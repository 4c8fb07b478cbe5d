"""Where a debate lies: subject, controversy, and the layers of a class session."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Now
from django.db.models.lookups import Regex
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from debates.maps.models.gate import ControversyQuerySet
from debates.maps.rules import ORIGIN, Access, ControversyState, Embedding, Language, Move, Visibility


class Subject(models.Model):
    """A field that controversies are filed under, with a background article."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    background = models.TextField(_("background (Markdown)"), blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=Language, default=Language.ENGLISH, db_default=Language.ENGLISH
    )
    translation_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="editions", verbose_name=_("edition of")
    )
    position = models.PositiveIntegerField(_("place in lists"), default=0, db_default=0)
    revision = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["position", "title"]
        constraints = [
            models.UniqueConstraint(fields=["translation_of", "language"], name="subject_has_one_edition_per_language"),
            models.CheckConstraint(condition=~Q(title=""), name="subject_has_a_title"),
            models.CheckConstraint(condition=~Q(translation_of=F("id")), name="subject_is_no_edition_of_itself"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("subject", kwargs={"slug": self.slug})


class Controversy(models.Model):
    """One disputed question and the map that grows around it.

    `visibility` and `moves` are set by a phase of a class session and are null outside one; a null
    `moves` permits everything, an empty one nothing. `seq` counts the changes of the map, `revision` those of its words
    and rules.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="controversies", verbose_name=_("subject")
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    question = models.CharField(_("question"), max_length=300)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    background = models.TextField(_("background (Markdown)"), blank=True)
    language = models.CharField(
        _("language"), max_length=8, choices=Language, default=Language.ENGLISH, db_default=Language.ENGLISH
    )
    state = models.CharField(_("state"), max_length=8, choices=ControversyState, default=ControversyState.DRAFT)
    access = models.CharField(_("access"), max_length=8, choices=Access, default=Access.PUBLIC)
    embedding = models.CharField(
        _("may be shown in a frame"),
        max_length=8,
        choices=Embedding,
        default=Embedding.NOWHERE,
        db_default=Embedding.NOWHERE,
    )
    embed_sites = ArrayField(
        models.CharField(max_length=200),
        default=list,
        db_default=[],
        blank=True,
        verbose_name=_("sites that may show it"),
        help_text=_("Each as in https://school.example.org, with commas between."),
    )
    premoderated = models.BooleanField(_("texts wait for review"), default=False)
    blind_ratings = models.BooleanField(_("others' ratings hidden until one has rated"), default=False)
    visibility = models.CharField(
        _("who sees whose work"), max_length=5, choices=Visibility, null=True, blank=True, editable=False
    )
    moves = ArrayField(models.CharField(max_length=8, choices=Move), null=True, blank=True, editable=False)
    slow_seconds = models.PositiveIntegerField(_("seconds between two writes"), null=True, blank=True, editable=False)
    seq = models.BigIntegerField(default=0, db_default=0, editable=False)
    revision = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies", editable=False
    )
    copied_seq = models.BigIntegerField(null=True, blank=True, editable=False)
    translation_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="editions", verbose_name=_("edition of")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    featured = models.BooleanField(_("shown first"), default=False)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("tags"))

    objects = ControversyQuerySet.as_manager()

    class Meta:
        verbose_name = _("controversy")
        verbose_name_plural = _("controversies")
        ordering = ["-featured", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_of", "language"], name="controversy_has_one_edition_per_language"
            ),
            models.CheckConstraint(condition=~Q(question=""), name="controversy_has_a_question"),
            models.CheckConstraint(condition=~Q(title=""), name="controversy_has_a_title"),
            models.CheckConstraint(condition=Q(state__in=ControversyState.values), name="controversy_state_is_known"),
            models.CheckConstraint(condition=Q(access__in=Access.values), name="controversy_access_is_known"),
            models.CheckConstraint(
                condition=Q(visibility__isnull=True) | Q(visibility__in=Visibility.values),
                name="controversy_visibility_is_known",
            ),
            models.CheckConstraint(
                condition=Q(access=Access.SESSION) | Q(visibility__isnull=True, moves__isnull=True),
                name="only_a_class_session_has_phases",
            ),
            models.CheckConstraint(condition=Q(embedding__in=Embedding.values), name="controversy_embedding_is_known"),
            models.CheckConstraint(
                condition=~Q(embedding=Embedding.SITES) | Q(embed_sites__len__gt=0),
                name="listed_sites_are_listed",
            ),
            models.CheckConstraint(
                condition=Regex(
                    Func(
                        F("embed_sites"), Value(" "), Value("?"), function="array_to_string", output_field=TextField()
                    ),
                    f"^({ORIGIN}( {ORIGIN})*)?$",
                ),
                name="embed_sites_are_origins",
            ),
            models.CheckConstraint(condition=Q(seq__gte=0), name="controversy_seq_is_not_negative"),
            models.CheckConstraint(
                condition=Q(copied_from__isnull=True, copied_seq__isnull=True)
                | Q(copied_from__isnull=False, copied_seq__isnull=False),
                name="copy_knows_the_state_it_was_made_from",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("debate", kwargs={"slug": self.slug})

    @property
    def place(self) -> dict[str, int]:
        """Where a grant has to hold to hold here, as `Rights` asks for it."""
        return {"subject_id": self.subject_id, "controversy_id": self.pk}


class Layer(models.Model):
    """The part of a class session's map that one group sees; no layer means the whole class."""

    controversy = models.ForeignKey(Controversy, on_delete=models.CASCADE, related_name="layers")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["controversy", "number"], name="layer_number_is_unique_in_a_controversy")
        ]

    def __str__(self) -> str:
        return self.name or str(self.number)
