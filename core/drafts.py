"""Files that appear under their name only when they are whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """Where to write meanwhile; another process may be making the same file."""
    draft = path.with_suffix(f".new-{os.getpid()}")
    yield draft
    draft.replace(path)
