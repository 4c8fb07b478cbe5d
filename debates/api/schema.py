"""The description of the API: what an address says of itself, and what is true of all of them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from core.errors import CODES

F = TypeVar("F", bound=Callable[..., Any])

KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "format": "uuid"},
    OpenApiParameter.HEADER,
    description="A UUID of your own for this write. Sent twice within a day, it has one effect and one answer.",
)
OWN = "x-own"  # marks on an operation, between `says` and `finished`
REFUSED_WITH = "x-refused-with"
READS = (401, 404, 406)
WRITES = (400, 401, 403, 404, 406, 409, 413, 415, 422, 429)
MEANINGS = {
    400: "The body is not JSON.",
    401: "No token where one is needed, or one that opens nothing.",
    403: "You may not do this.",
    404: "Nothing is at this address, or it is not open to you. The body is the same for both.",
    406: "Answers are JSON only.",
    409: "What stands now forbids it. Where it can be said, current says what that is.",
    413: "More than a request may hold.",
    415: "The body must be application/json.",
    422: "Something that was sent cannot be taken; field says which.",
    429: "Too many writes; retry_after says how many seconds to wait.",
}
INTRODUCTION = """Everything that the pages do, for programmes, by the same rules.

Reading what is public needs no account. To write, send `Authorization: Bearer dis_…`; tokens are made and ended on
your account page. A page of this site may use its session instead, with the header `X-CSRFToken`.

Bodies and answers are JSON. Lists come in pages: send `next` of one page as `cursor` of the following one.
Every write takes an `Idempotency-Key`. An edit carries the `base_revision` that its writer saw; where the text has
changed since, it is refused with 409 and `current`.

Every “no” has one form: `code` for your programme, `message` for a person (in the language of `Accept-Language`),
and where they say something `field`, `retry_after` (seconds) and `current`.
"""


def says(
    operation: str,
    summary: str,
    *,
    tag: str,
    answers: Any,
    takes: type[serializers.Serializer[Any]] | None = None,
    asks: type[serializers.Serializer[Any]] | None = None,
    headers: Sequence[OpenApiParameter] = (),
    status: int = 200,
    own: bool = False,
    refused_with: Sequence[int] = (),
    more: str = "",
) -> Callable[[F], F]:
    """What a method says of itself: `takes` is its body, `asks` its query, `answers` what comes with `status` (or
    {status: what comes}). `own`: it tells of whoever asks, so that somebody must; `refused_with` are statuses besides
    those of its kind.

    What holds for all of them (errors, the key of a write) is added in `finished`.
    """
    decorate: Callable[[F], F] = extend_schema(
        operation_id=operation,
        summary=summary,
        description=more or summary,
        tags=[tag],
        parameters=[*([asks] if asks else []), *headers],
        request=takes,
        responses=answers if isinstance(answers, dict) else {status: answers},
        extensions={OWN: own, REFUSED_WITH: list(refused_with)},
    )
    return decorate


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library registers it
    target_class = "core.api_auth.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002 - the library's signature
        return {"type": "http", "scheme": "bearer", "description": "A token of your account page."}


class PageScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "core.api_auth.PageAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "The session of a page."}


def finished(result: dict[str, Any], **_more: Any) -> dict[str, Any]:
    """The whole description with what is true of every operation: its errors, who may ask, and the key of a write."""
    result["info"]["description"] = INTRODUCTION
    result["components"].setdefault("schemas", {})["Error"] = error_schema()
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            _finish(operation, writes=method not in ("get", "head"), named="{" in path)
    return result


def _finish(operation: dict[str, Any], *, writes: bool, named: bool) -> None:
    asks = any(parameter["in"] == "query" for parameter in operation.get("parameters", []))
    codes = set(WRITES if writes else READS) - (set() if named or writes else {404})
    codes |= {*operation.pop(REFUSED_WITH), *([422] if asks else [])}
    if not operation.pop(OWN) and not writes:
        operation["security"].append({})  # OpenAPI's way to say that it asks for nobody
    for code in sorted(codes):
        operation["responses"].setdefault(str(code), error_answer(MEANINGS[code]))
    operation["responses"]["default"] = error_answer("Anything else that was refused.")
    if writes:
        operation.setdefault("parameters", []).append(
            {"in": "header", "name": KEY.name, "schema": KEY.type, "description": KEY.description}
        )


def error_answer(meaning: str) -> dict[str, Any]:
    """A refusal as an answer of an operation."""
    reference = {"$ref": "#/components/schemas/Error"}
    return {"description": meaning, "content": {"application/json": {"schema": reference}}}


def error_schema() -> dict[str, Any]:
    """The one form of every refusal."""
    return {
        "type": "object",
        "description": "Why something was refused.",
        "required": ["code", "message"],
        "properties": {
            "code": {"type": "string", "enum": [*CODES], "description": "For programmes; it never changes."},
            "message": {"type": "string", "description": "For people: what to do about it."},
            "field": {"type": "string", "description": "The field it is about, by its path in what was sent."},
            "retry_after": {"type": "integer", "description": "Seconds to wait."},
            "current": {"description": "What stands now instead."},
        },
    }
