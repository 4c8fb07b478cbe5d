"""What a page or a programme needs in one go; it owns no table."""
