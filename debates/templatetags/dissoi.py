"""What templates say again and again: sides, pips, figures, and the inputs of forms."""

from functools import lru_cache

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

LEAST = 0.5  # of a hundred: a force that is there is never drawn as nothing


@register.simple_tag
def mark(side: str, small: bool = False, silent: bool = False) -> SafeString:
    """The sign of a side."""
    return _drawn("components/mark.html", get_language(), side=side, small=small, silent=silent)


@register.simple_tag
def pips(value: int, label: str = "") -> SafeString:
    """How much a step matters, of four."""
    return _drawn("components/pips.html", get_language(), value=value, label=label)


@lru_cache(maxsize=512)
def _drawn(template_name: str, language: str | None, **what: object) -> SafeString:  # noqa: ARG001 - each speaks its own
    """A component that says the same whenever it is given the same."""
    return render_to_string(template_name, what)


@register.simple_tag
def bar(force: float) -> SafeString:
    """A force as a bar to its side of the fold."""
    return render_to_string("components/bar.html", {"force": force})


@register.simple_tag
def input_of(field: BoundField) -> SafeString:
    """The input of a field with our class; Django itself names its help and its error."""
    known = field.field.widget.attrs.get("class")
    return field.as_widget(attrs={"class": f"input {known}" if known else "input"})


@register.filter
def percent(value: float | None) -> str:
    """A strength in [0, 1] as a whole number of a hundred."""
    return "" if value is None else f"{round(value * 100)}"


@register.filter
def decimal(value: float, places: int = 1) -> str:
    """A figure in the reader's way of writing it."""
    return number_format(round(value, places), places)


@register.filter
def signed(value: float, places: int = 2) -> str:
    """A figure with its sign, minus as a minus and not as a hyphen; what rounds to nothing has none."""
    rounded = round(value, places)
    sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
    return f"{sign}{decimal(abs(rounded), places)}"


@register.filter
def size(value: float) -> str:
    """The size of a figure in [-1, 1] as a part of a hundred, for drawing."""
    part = min(100.0, abs(value) * 100)
    return f"{max(part, LEAST):.1f}" if part else "0"
