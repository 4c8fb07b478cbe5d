"""Index of core's tables."""

from core.accounts.models import IdempotencyKey, User

__all__ = ["IdempotencyKey", "User"]
