"""What a "no" looks like: one exception, one list of codes, the same for pages and programmes."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Code -> status. A code that stands nowhere else is a bug, so Refusal looks it up.
CODES: dict[str, int] = {
    "already_joined": 409,
    "already_suggested": 409,
    "bad_address": 422,
    "bad_characters": 422,
    "bad_cursor": 422,
    "bad_rating": 422,
    "bad_reply": 422,
    "bad_token": 401,
    "broken": 500,
    "closed": 409,
    "edit_conflict": 409,
    "forbidden": 403,
    "form_expired": 403,
    "idempotency_reuse": 422,
    "import_refused": 422,
    "invalid": 422,
    "last_admin": 409,
    "locked": 409,
    "locator_missing": 422,
    "malformed": 400,
    "method_not_allowed": 405,
    "not_acceptable": 406,
    "nearly_the_same": 422,
    "not_allowed": 403,
    "not_allowed_now": 409,
    "not_author": 403,
    "not_curator": 403,
    "not_found": 404,
    "other_map": 422,
    "own_content": 403,
    "paused": 409,
    "protected": 409,
    "rate_limited": 429,
    "reason_required": 422,
    "source_known": 409,
    "text_missing": 422,
    "to_itself": 422,
    "token_missing": 401,
    "too_large": 413,
    "too_late": 409,
    "too_long": 422,
    "unavailable": 503,
    "unchanged": 422,
    "unknown_choice": 422,
    "unsupported_media_type": 415,
    "wording_hidden": 409,
    "would_cycle": 409,
    "wrong_state": 409,
}


class Refusal(Exception):
    """A "no" by rule: a known code, a sentence that says how to mend it, and where it belongs.

    `field` names the input it stands beside; `current` is what is in force instead (a stale edit);
    `path` is the chain of texts that a new relation would close into a circle.
    """

    def __init__(
        self,
        code: str,
        message: str | Promise,
        *,
        field: str | None = None,
        current: Any = None,
        path: Sequence[str] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(str(message))
        self.code = code
        self.status = CODES[code]
        self.message = message
        self.field = field
        self.current = current
        self.path = tuple(path)
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"

    def as_dict(self) -> dict[str, Any]:
        """The answer to a programme: {code, message, field?, retry_after?, current?}."""
        said: dict[str, Any] = {"code": self.code, "message": str(self.message)}
        extra = {"field": self.field, "retry_after": self.retry_after, "current": self.current}
        return said | {name: value for name, value in extra.items() if value is not None}


def database_away(*, retry_after: int) -> Refusal:
    """While the database does not answer; `retry_after` seconds."""
    sentence = _("The database does not answer just now. Try again in a few seconds.")
    return Refusal("unavailable", sentence, retry_after=retry_after)
