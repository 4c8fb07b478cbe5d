"""The product's settings, with the peers' tables beside its own."""

import os

os.environ.setdefault("DISSOI_POSTGRES_HOME", os.path.join(os.path.dirname(__file__), "..", "..", "var", "bench-pg"))

from core.settings import *  # noqa: F403
from core.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "tests.bench.peers"]
