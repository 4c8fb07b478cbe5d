"""Index of core's tables."""

from core.accounts.models import IdempotencyKey, Token, User

__all__ = ["IdempotencyKey", "Token", "User"]
