"""What a bibliography may hold, and what was read from one."""

from dataclasses import dataclass, field
from typing import Any

from core.errors import Refusal

MOST_BYTES = 250_000  # with every line end as two bytes, as a form sends it
MOST_ITEMS = 1000


@dataclass(slots=True)
class Item:
    """One entry of a bibliography. `fields` are those of a new source, not checked yet; `refusal` says why it has none.

    `left_out` names what the entry says and a source has no place for.
    """

    number: int
    label: str
    line: int | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    refusal: Refusal | None = None
