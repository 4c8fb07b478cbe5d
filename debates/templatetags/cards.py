"""Cards as they were drawn last: a page has dozens of them, and for most readers most stand as they stood."""

from dataclasses import replace
from hashlib import blake2b

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from debates.reading.cards import Card
from debates.reading.kept import Kept

register = template.Library()

KEPT_CHARACTERS = 8 * 2**20

_drawn: Kept[SafeString] = Kept(KEPT_CHARACTERS, weigh=len)


@register.simple_tag(takes_context=True)
def drawn(context: template.Context, card: Card, *, alone: bool) -> SafeString:
    """What stands in a card of the debate (`debate/_card.html`); `alone`: its impact is its own.

    The template is given what the key is made of and nothing else, so that it cannot depend on who reads. What stands
    beside the card (premises, and claims about its step) is drawn by others.
    """
    given = {
        "card": replace(card, premises=[], doubts=[], backings=[]),
        "alone": alone,
        "here": context["here"],
        "may_write": context["may_write"],
        "spoken": context["controversy"].language,
    }
    key = blake2b(repr((get_language(), given)).encode(), digest_size=16).digest()
    html = _drawn.get(key)
    if html is None:
        html = render_to_string("debate/_card.html", given)
        _drawn.put(key, html)
    return html
