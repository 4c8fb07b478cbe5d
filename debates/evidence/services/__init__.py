"""Writing sources and evidence."""

from debates.evidence.services.citing import cite
from debates.evidence.services.library import add_source, add_sources, edit_source, lock_library, refuse_stranger
from debates.evidence.services.retracting import hold_source, reinstate_source, retract_source

__all__ = [
    "add_source",
    "add_sources",
    "cite",
    "edit_source",
    "hold_source",
    "lock_library",
    "refuse_stranger",
    "reinstate_source",
    "retract_source",
]
