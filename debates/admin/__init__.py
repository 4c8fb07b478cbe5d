"""The Django admin, grouped by room."""
