"""Where a page of a subject or a controversy stands in its other languages."""

from django.urls import reverse
from django.utils.translation import override

from debates.maps import queries
from debates.maps.models import Subject


def editions_of_subject(*, subject: Subject) -> dict[str, str]:
    """{language: address} of each edition of a subject; empty where there is but one."""
    return addresses("subject", queries.subject_editions(subject=subject))


def addresses(page: str, slugs: dict[str, str]) -> dict[str, str]:
    """{language: address} of this page (`debate`, `outline`) in each edition; empty where there is but one."""
    return {language: _address(page, language, slug) for language, slug in slugs.items()} if len(slugs) > 1 else {}


def _address(page: str, language: str, slug: str) -> str:
    with override(language):
        return reverse(page, kwargs={"slug": slug})
