"""What those who listen to a map are told, and whether they may: two numbers, through the gate of the map."""

from core.live.given import Found, Given, Numbers, give
from core.models import User
from debates.history.services import CHANNEL
from debates.maps.models.gate import rights_of
from debates.maps.queries.entering import may_enter
from debates.reading.shape import numbers_of
from debates.reading.whole import find_map


def register() -> None:
    """Hand the maps in to whatever carries streams; called when the site starts."""
    give(Given(channel=CHANNEL, find=find, numbers=numbers_of, open_to=may_enter))


def find(person: User | None, slug: str) -> Found | None:
    """The map at this address with its numbers, if this person may enter it; two statements, one for a visitor."""
    opened = find_map(slug=slug, rights=rights_of(person))
    return Found(opened.id, Numbers(opened.seq, opened.ratings)) if opened else None
