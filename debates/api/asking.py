"""What every address of the API begins with: who asks, what stands at the address, what was sent, and once only."""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls.converters import IntConverter
from django.utils.translation import gettext_lazy as _
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from core.accounts.people import viewer
from core.errors import Refusal
from core.idempotency import Answer, once
from core.models import User
from debates.maps import queries
from debates.maps.models import Contribution, Controversy, Subject
from debates.maps.queries.rows import rows_for
from debates.maps.rules import Kind, Rights
from debates.maps.services.entering import not_found


class IdConverter(IntConverter):
    """A number that a row can have; longer ones are no address."""

    regex = "[0-9]{1,18}"


class Door(APIView):
    """One address. Its methods parse, call and answer."""

    @cached_property
    def rights(self) -> Rights:
        """The rights of whoever asks, loaded once a request."""
        return queries.rights_of(viewer(self.request))

    def member(self) -> User:
        """The person who asks. Raises Refusal `token_missing` for a visitor."""
        person = viewer(self.request)
        if person is None:
            raise Refusal("token_missing", _("Send a token to write: Authorization: Bearer, then your token."))
        return person

    def subject(self, slug: str) -> Subject:
        """Raises Refusal `not_found`."""
        found: Subject = self.only(queries.subjects().filter(slug=slug))
        return found

    def controversy(self, slug: str) -> Controversy:
        """The map at this address. Raises Refusal `not_found`, the same for none and for one not open to the asker."""
        found: Controversy = self.only(queries.controversies_for(viewer=self.rights).filter(slug=slug))
        return found

    def row(self, pk: int, *kinds: Kind) -> Any:
        """A contribution, of one of these kinds where any are named. Raises Refusal `not_found`."""
        rows: QuerySet[Contribution] = rows_for(viewer=self.rights).filter(pk=pk)
        return self.only(rows.filter(kind__in=kinds) if kinds else rows)

    def only(self, rows: QuerySet[Any]) -> Any:
        """The one row. Raises Refusal `not_found`."""
        found = rows.first()
        if found is None:
            raise not_found()
        return found

    def sent(self, form: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """The body as this form reads it. Raises ValidationError."""
        return self._checked(form(data=self.request.data))

    def asked(self, form: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """The query of the address as this form reads it. Raises ValidationError."""
        return self._checked(form(data=self.request.query_params))

    def _checked(self, form: BaseSerializer[Any]) -> dict[str, Any]:
        form.is_valid(raise_exception=True)
        values: dict[str, Any] = form.validated_data
        return values

    def once(self, act: Callable[[User], Answer]) -> Answer:
        """Write under the request's Idempotency-Key: sent twice it has one effect. What the write answers with.

        Raises Refusal `token_missing`, `invalid`, `idempotency_reuse` and those of the write.
        """
        by = self.member()
        body = {"at": f"{self.request.method} {self.request.path}", "sent": self.request.data}
        return once(owner=by, key=key_of(self.request), body=body, act=lambda: act(by))


def key_of(request: HttpRequest) -> UUID | None:
    """The key under which a write is to have one effect; None where none was sent."""
    said = request.headers.get("Idempotency-Key", "")
    if not said:
        return None
    try:
        return UUID(said)
    except ValueError:
        raise Refusal(
            "invalid", _("An Idempotency-Key is a UUID, one for each write."), field="Idempotency-Key"
        ) from None
