"""One file a format: it reads a text into items, and writes sources into a text."""
