"""Template tags that every product needs."""
