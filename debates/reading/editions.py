"""Where a page of a subject or a controversy stands in its other languages."""

from django.urls import reverse
from django.utils.translation import override

from debates.maps import queries
from debates.maps.models import Controversy, Subject
from debates.maps.rules import Rights


def editions_of_controversy(*, controversy: Controversy, rights: Rights, page: str) -> dict[str, str]:
    """{language: address} of this page (`debate` or `outline`) in each edition; empty where there is but one."""
    return _addresses(page, queries.controversy_editions(controversy=controversy, viewer=rights))


def editions_of_subject(*, subject: Subject) -> dict[str, str]:
    """{language: address} of each edition of a subject; empty where there is but one."""
    return _addresses("subject", queries.subject_editions(subject=subject))


def _addresses(page: str, slugs: dict[str, str]) -> dict[str, str]:
    return {language: _address(page, language, slug) for language, slug in slugs.items()} if len(slugs) > 1 else {}


def _address(page: str, language: str, slug: str) -> str:
    with override(language):
        return reverse(page, kwargs={"slug": slug})
