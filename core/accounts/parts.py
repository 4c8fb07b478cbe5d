"""What the site holds of a person, part by part: each room says how its part is given out and how it is erased.

`core` knows no rooms; they add their parts when the site starts (`debates/apps.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.models import User


@dataclass(frozen=True, slots=True)
class Part:
    """`give` answers with sections of plain values that JSON can hold; `template` shows them in the readable copy.

    `erase(person, keep_texts)` is called inside the transaction of erasure: with `keep_texts` texts stay without a
    name, otherwise they go too.
    """

    name: str
    give: Callable[[User], dict[str, Any]]
    erase: Callable[[User, bool], None]
    template: str


_parts: dict[str, Part] = {}


def add_part(part: Part) -> None:
    """Add or replace the part of this name."""
    _parts[part.name] = part


def parts() -> list[Part]:
    """All parts, in the order in which they were added: erasure keeps to it."""
    return list(_parts.values())
