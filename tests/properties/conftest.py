"""Steady statistics for these tests."""

from tests.maps.steady import steady_statistics

__all__ = ["steady_statistics"]
