"""The demonstration's accounts: one a role, all with one password that is drawn on this machine."""

import secrets

from core.kept import kept

DEMO_ACCOUNTS = ("reader", "member", "teacher", "moderator", "curator", "admin")

# Without letters and digits that are taken for one another (l and 1, o and 0).
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def demo_password() -> str:
    """Sixteen characters in four groups, drawn once and kept in var/demo-password."""
    return kept("demo-password", _draw)


def _draw() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
