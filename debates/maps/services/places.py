"""Subjects, controversies and grants: opened and changed by those who hold the right."""

import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.models import User
from core.text import clean, clean_article
from debates.history import services as history
from debates.maps.models import Controversy, Grant, Subject
from debates.maps.models.gate import rights_of
from debates.maps.rules import ORIGIN, SITES_LIMIT, Access, Embedding, Role
from debates.maps.services.entering import lock_map

ARTICLE_LIMIT = 100_000
TAG_LIMIT = 40
LINES = {"title": True, "question": True, "summary": False}  # whether there must be one


def may_open(*, person: User, subject: Subject | None = None) -> bool:
    """K9: a curator of the site, or of this subject; an admin."""
    rights = rights_of(person)
    if rights.has_on_site(Role.CURATOR):
        return True
    scopes = rights.grants.get(Role.CURATOR, frozenset())
    return subject is not None and any(scope.subject_id == subject.pk for scope in scopes)


@transaction.atomic
def open_subject(*, by: User, **fields: Any) -> Subject:
    """A new subject. Raises Refusal `not_curator`, `invalid` for an address that is taken, and those of its texts."""
    if not may_open(person=by):
        raise _not_curator()
    subject = Subject.objects.create(**_checked(Subject, fields))
    history.record(by=by, verb="subject.added", after={"id": subject.pk, "title": subject.title})
    return subject


def hold_subject(*, subject: Subject) -> None:
    """Read a subject as it is now, and let nobody change it until the commit."""
    subject.refresh_from_db(from_queryset=Subject.objects.select_for_update(no_key=True))


@transaction.atomic
def edit_subject(*, subject: Subject, by: User, base_revision: int | None = None, **fields: Any) -> Subject:
    """New words for a subject. Raises Refusal `not_curator`, `edit_conflict` (`current`: what stands and revision)."""
    hold_subject(subject=subject)
    if not may_open(person=by, subject=subject):
        raise _not_curator()
    _refuse_stale(subject, base_revision, fields)
    fields = _checked(Subject, fields, row=subject)
    before = {name: _plain(getattr(subject, name)) for name in fields}
    for name, value in fields.items():
        setattr(subject, name, value)
    subject.revision += 1
    subject.save(update_fields=[*fields, "revision"])
    after = {name: _plain(value) for name, value in fields.items()}
    history.record(by=by, verb="subject.edited", before=before, after=after | {"id": subject.pk})
    return subject


@transaction.atomic
def open_controversy(*, subject: Subject, by: User, **fields: Any) -> Controversy:
    """A new controversy of a subject; it begins as a draft unless `state` says otherwise."""
    if not may_open(person=by, subject=subject):
        raise _not_curator()
    fields.setdefault("language", subject.language)
    checked = _framed(_checked(Controversy, fields))
    controversy = Controversy.objects.create(subject=subject, created_by=by, **checked)
    history.record(
        by=by,
        verb="controversy.added",
        controversy_id=controversy.pk,
        after={"title": controversy.title, "question": controversy.question},
    )
    return controversy


def hold_controversy(*, controversy: Controversy) -> None:
    """Read a controversy as it is now; nobody changes it, or its map, until the commit."""
    lock_map(controversy.pk)
    controversy.refresh_from_db()


@transaction.atomic
def edit_controversy(
    *, controversy: Controversy, by: User, base_revision: int | None = None, **fields: Any
) -> Controversy:
    """New words, state, access or subject of a controversy.

    Whoever moves it must be a curator at both ends. Raises Refusal `not_curator`, `wrong_state` for a class session,
    `edit_conflict` (`current`: what stands and revision).
    """
    hold_controversy(controversy=controversy)
    rights = rights_of(by)
    if not rights.has(Role.CURATOR, subject_id=controversy.subject_id, controversy_id=controversy.pk):
        raise _not_curator()
    subject = fields.get("subject", controversy.subject)
    if subject.pk != controversy.subject_id and not may_open(person=by, subject=subject):
        raise Refusal("not_curator", _("Only a curator of the subject can move a controversy there."), field="subject")
    if Access.SESSION in (controversy.access, fields.get("access")):
        raise Refusal("wrong_state", _("A class session is changed by its teacher only."))
    _refuse_stale(controversy, base_revision, fields)
    fields = _framed(_checked(Controversy, fields, row=controversy), row=controversy)
    before = {name: _plain(getattr(controversy, name)) for name in fields}
    for name, value in fields.items():
        setattr(controversy, name, value)
    controversy.revision += 1
    controversy.save(update_fields=[*fields, "revision"])
    after = {name: _plain(value) for name, value in fields.items()}
    history.record(by=by, verb="controversy.edited", controversy_id=controversy.pk, before=before, after=after)
    return controversy


def _refuse_stale(row: Subject | Controversy, base_revision: int | None, fields: dict[str, Any]) -> None:
    """Nobody's words are written over unseen."""
    if base_revision is None or base_revision == row.revision:
        return
    raise Refusal(
        "edit_conflict",
        _("Somebody changed this while you were writing. Look at what stands now, and send again."),
        current={name: _plain(getattr(row, name)) for name in fields} | {"revision": row.revision},
    )


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    by: User | None,
    subject: Subject | None = None,
    controversy: Controversy | None = None,
) -> Grant:
    """P2: a role for a person, on the site or in one scope; the same grant again changes nothing.

    `by` is None when the site itself sets up its first people. Raises Refusal `not_allowed`.
    """
    if by is not None and not by.is_superuser:
        raise Refusal("not_allowed", _("Only an administrator grants roles."))
    grant, new = Grant.objects.get_or_create(user=user, role=role, subject=subject, controversy=controversy)
    if new:
        history.record(by=by, verb="grant.added", after={"user": user.pk, "role": role})
    return grant


@transaction.atomic
def revoke_role(*, grant: Grant, by: User) -> None:
    """Take a role back. Raises Refusal `not_allowed`."""
    if not by.is_superuser:
        raise Refusal("not_allowed", _("Only an administrator grants roles."))
    history.record(by=by, verb="grant.removed", before={"user": grant.user_id, "role": grant.role})
    grant.delete()


def _checked(
    table: type[Subject] | type[Controversy], fields: dict[str, Any], row: Subject | Controversy | None = None
) -> dict[str, Any]:
    """The fields as they will be kept; `row` is the one that is changed."""
    checked = dict(fields)
    for name, required in LINES.items():
        if name in checked:
            limit = getattr(table._meta.get_field(name), "max_length", 0)
            checked[name] = clean(checked[name], field=name, limit=limit, required=required)
    if "background" in checked:
        checked["background"] = clean_article(checked["background"], field="background", limit=ARTICLE_LIMIT)
    if "tags" in checked:
        checked["tags"] = [clean(tag, field="tags", limit=TAG_LIMIT) for tag in checked["tags"]]
    known: Any = table._default_manager.filter(slug=checked.get("slug", ""))
    if known.exclude(pk=row.pk if row else None).exists():
        raise Refusal("invalid", _("That address is taken. Choose another."), field="slug")
    return checked


def _framed(fields: dict[str, Any], row: Controversy | None = None) -> dict[str, Any]:
    """The fields with the sites that may frame a controversy as a frame policy names them; `row` as above."""
    if "embed_sites" in fields:
        fields["embed_sites"] = _origins(fields["embed_sites"])
    where = fields.get("embedding", row and row.embedding)
    if where == Embedding.SITES and not fields.get("embed_sites", row and row.embed_sites):
        raise Refusal("text_missing", _("List a site, or choose nowhere or anywhere."), field="embed_sites")
    return fields


def _origins(sites: list[str]) -> list[str]:
    """Sites as a frame policy names them. Raises Refusal `bad_address`, `too_long`."""
    found = dict.fromkeys(site.strip().lower().rstrip("/") for site in sites if site.strip())
    for site in found:
        if not re.fullmatch(ORIGIN, site):
            sentence = _(
                "“%(site)s” is no address of a site. Write it as in https://school.example.org, without a path."
            )
            raise Refusal("bad_address", sentence % {"site": site}, field="embed_sites")
    if len(found) > SITES_LIMIT:
        raise Refusal("too_long", _("At most %(most)d sites.") % {"most": SITES_LIMIT}, field="embed_sites")
    return list(found)


def _not_curator() -> Refusal:
    return Refusal("not_curator", _("Only a curator can do this."))


def _plain(value: Any) -> Any:
    """A value as history keeps it: a row by its id."""
    return getattr(value, "pk", value)
