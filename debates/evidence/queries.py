"""Reading the library of sources, and what leans on it as far as the viewer may read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, Exists, F, Func, JSONField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Lower
from django.utils import timezone

from debates.evidence.models import Evidence, Source
from debates.evidence.rules import ADDER_HOURS, Genre, Link, SourceType, address_key, doi_in, normal_doi
from debates.history.models import Entry
from debates.maps.models import Claim, Controversy
from debates.maps.models.contribution import PLAIN
from debates.maps.models.gate import Viewer, rights_of
from debates.maps.queries.search import words_in
from debates.maps.rules import Access, Rights, Role, State

LISTED = (Access.PUBLIC, Access.MEMBERS)  # what is open by its address only is named nowhere else
MOST_WORDS = 8
ORDERS = ("leans", "title", "newest", "added")
STATES = ("retracted", "unreached", "unused")
# What names say, without the keys under which CSL keeps it.
NAMES = Func("authors", template="jsonb_path_query_array(%(expressions)s, '$[*].*')", output_field=JSONField())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sources, in which order. Values that are not known are taken as not given."""

    words: str = ""
    kind: str = ""
    state: str = ""
    genre: str = ""
    since: int | None = None
    until: int | None = None
    order: str = ORDERS[0]
    language: str = ""  # of the editions that are counted; nothing: all of them

    @property
    def is_narrow(self) -> bool:
        """Whether more is asked for than words, a kind and a state."""
        return bool(self.genre or self.since is not None or self.until is not None or self.order != ORDERS[0])


@dataclass(frozen=True, slots=True)
class Leans:
    """How many claims lean on a source: in all, and with evidence for, against or as context."""

    claims: int = 0
    pros: int = 0
    cons: int = 0
    contexts: int = 0


def sources() -> QuerySet[Source]:
    """The library; a source is never secret, what leans on it may be."""
    return Source.objects.all()


def find_source(*, doi: str | None, url: str, among: QuerySet[Source] | None = None) -> Source | None:
    """The source that stands already under this DOI or, failing that, under any spelling of this address.

    Two sources that have different DOIs are two, whatever address they share.
    """
    library = sources() if among is None else among
    doi = normal_doi(doi or "") or doi_in(url)
    if doi:
        found = library.filter(doi=doi).first()
        if found:
            return found
        library = library.filter(doi__isnull=True)
    key = address_key(url)
    return library.filter(address=key).order_by("pk").first() if key else None


def known_sources(*, dois: Collection[str], addresses: Collection[str], titles: Collection[str]) -> list[Source]:
    """Sources that stand under one of these DOIs, address keys or exact titles: one statement."""
    return list(Source.objects.filter(Q(doi__in=dois) | Q(address__in=addresses) | Q(title__in=titles)).order_by("pk"))


def search_sources(*, words: str, limit: int = 12) -> list[Source]:
    """Sources whose title, names or numbers hold all these words, for choosing one."""
    return list(_holding(Source.objects.all(), words)[:limit])


def _holding(library: QuerySet[Source], typed: str) -> QuerySet[Source]:
    """Those that hold each word, accents and capitals forgiven."""
    words = words_in(typed)[:MOST_WORDS]
    if not words:
        return library.none() if typed.strip() else library
    columns = ("title", "publisher", "container", "number", Coalesce("doi", Value("")), Cast(NAMES, TextField()))
    said = Concat(*columns, output_field=TextField())
    library = library.alias(said=Func(Lower(said), template=PLAIN, output_field=TextField()))
    for word in words:
        library = library.filter(said__contains=word)
    return library


def counted_uses(*, viewer: Viewer, controversy: Controversy | None = None, language: str = "") -> QuerySet[Evidence]:
    """Published evidence under claims that count, as far as this viewer may read both.

    Of the whole site: in controversies that lists may name, and in one's own class sessions; with a language, of
    each controversy the edition in that language, if it has one.
    """
    rights = rights_of(viewer)
    seen: QuerySet[Evidence] = Evidence.objects.visible_to(rights).filter(state=State.PUBLISHED)
    if controversy is not None:
        seen = seen.filter(controversy=controversy)
    else:
        seen = seen.filter(Q(controversy__access__in=LISTED) | Q(controversy_id__in=[*rights.places]))
        if language:
            seen = seen.filter(Q(controversy__language=language) | ~Exists(_editions(rights, language)))
    claims = Claim.objects.visible_to(rights).filter(state=State.PUBLISHED)
    return seen.filter(claim__canonical__in=claims.values("pk")).order_by()


def _editions(rights: Rights, language: str) -> QuerySet[Controversy]:
    """The edition in this language of the controversy of an outer row of evidence."""
    origin = Coalesce(OuterRef("controversy__translation_of"), OuterRef("controversy"))
    listed: QuerySet[Controversy] = Controversy.objects.listed_for(rights).filter(language=language)
    return listed.filter(Q(pk=origin) | Q(translation_of=origin))


def library(*, viewer: Viewer, wanted: Wanted, controversy: Controversy | None = None) -> QuerySet[Source]:
    """The sources wanted, in their order; of one controversy those that its evidence leans on."""
    rights = rights_of(viewer)
    found = _in_state(_filed(viewer=rights, wanted=wanted, controversy=controversy), wanted, rights)
    if wanted.kind in SourceType.values:
        found = found.filter(csl_type=wanted.kind)
    if wanted.order == "title":
        return found.order_by("title", "pk")
    if wanted.order == "newest":
        return found.order_by(F("issued__0").desc(nulls_last=True), "title", "pk")
    if wanted.order == "added":
        return found.order_by("-pk")
    # Counted in one pass over all that leans on anything: a subquery for each source would take ten times as long.
    uses = counted_uses(viewer=rights, controversy=controversy, language=wanted.language)
    claims = Count("cited_by__claim__canonical", distinct=True, filter=Q(cited_by__in=uses.values("pk")))
    return found.annotate(claims=claims).order_by("-claims", "title", "pk")


def _filed(*, viewer: Viewer, wanted: Wanted, controversy: Controversy | None) -> QuerySet[Source]:
    """Those that the words, years and genre leave, whatever kind and state."""
    found = _holding(Source.objects.all(), wanted.words)
    uses = counted_uses(viewer=viewer, controversy=controversy)
    if wanted.genre in Genre.values:
        uses = uses.filter(genre=wanted.genre)
    if controversy is not None or wanted.genre in Genre.values:
        found = found.filter(pk__in=uses.values("source"))
    if wanted.since is not None:
        found = found.filter(issued__0__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(issued__0__lte=wanted.until)
    return found


def _in_state(found: QuerySet[Source], wanted: Wanted, viewer: Viewer) -> QuerySet[Source]:
    if wanted.state == "retracted":
        return found.filter(retracted_at__isnull=False)
    if wanted.state == "unreached":
        return found.filter(link__in=[Link.FAILING, Link.DEAD])
    if wanted.state == "unused":
        return found.exclude(pk__in=counted_uses(viewer=viewer).values("source"))
    return found


def shelves(*, viewer: Viewer, wanted: Wanted, controversy: Controversy | None = None) -> dict[str, int]:
    """How many sources there would be under each kind and each state, and under "" in all: one statement."""
    rights = rights_of(viewer)
    found = _filed(viewer=rights, wanted=wanted, controversy=controversy).order_by()
    used = Case(When(pk__in=counted_uses(viewer=rights).values("source"), then=True), default=False)
    rows = (
        found.annotate(used=used)
        .values_list("csl_type", "used")
        .annotate(
            n=Count("pk"),
            retracted=Count("pk", filter=Q(retracted_at__isnull=False)),
            unreached=Count("pk", filter=Q(link__in=[Link.FAILING, Link.DEAD])),
        )
    )
    counts: dict[str, int] = {}
    for kind, is_used, n, retracted, unreached in rows:
        more = {"": n, kind: n, "retracted": retracted, "unreached": unreached, "unused": 0 if is_used else n}
        for name, value in more.items():
            counts[name] = counts.get(name, 0) + value
    return counts


def leans_on(
    *, ids: Iterable[int], viewer: Viewer, controversy: Controversy | None = None, language: str = ""
) -> dict[int, Leans]:
    """{source id: how many claims lean on it}, for those on which any do: one statement."""
    uses = counted_uses(viewer=viewer, controversy=controversy, language=language).filter(source__in=[*ids])

    def claims(**where: str) -> Count:
        return Count("claim__canonical", distinct=True, filter=Q(**where) if where else None)

    counted = {"n": claims(), "pros": claims(side="pro"), "cons": claims(side="con"), "rest": claims(side="context")}
    rows = uses.values("source_id").annotate(**counted).values_list("source_id", *counted)
    return {pk: Leans(*counts) for pk, *counts in rows}


def entries_about(*, source: Source) -> QuerySet[Entry]:
    """What happened to a source itself, newest first, with the person who did it."""
    found = Entry.objects.filter(controversy__isnull=True, verb__startswith="source.", after__id=source.pk)
    return found.select_related("actor").order_by("-pk")


def curates(viewer: Viewer) -> bool:
    """Whether somebody is a curator of anything at all: they mend sources and bring them in."""
    rights = rights_of(viewer)
    return rights.user_id is not None and (rights.is_admin or bool(rights.grants.get(Role.CURATOR)))


def may_mend(*, source: Source, viewer: Viewer) -> bool:
    """Whether somebody may change a source's description: a curator, or for a day whoever added it."""
    return curates(viewer) or (has_added(source=source, viewer=viewer) and not is_settled(source=source))


def has_added(*, source: Source, viewer: Viewer) -> bool:
    """Whether it was this person who added the source."""
    rights = rights_of(viewer)
    return rights.user_id is not None and source.added_by_id == rights.user_id


def is_settled(*, source: Source) -> bool:
    """Whether the time is over in which whoever added a source may mend it."""
    return bool(source.retracted_at) or source.created_at < timezone.now() - timedelta(hours=ADDER_HOURS)


def may_retract(viewer: Viewer) -> bool:
    """Whether somebody is a curator of the whole site: a retraction counts on every map."""
    return rights_of(viewer).has_on_site(Role.CURATOR)
