"""All tables of the admin; importing it registers them (done once the admin's own front stands)."""

from debates.admin import library, people, places, record

__all__ = ["library", "people", "places", "record"]
