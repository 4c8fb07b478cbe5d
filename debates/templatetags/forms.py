"""What a form written by hand in a template needs."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def idempotency_key() -> SafeString:
    """A hidden field that makes the same form sent twice have one effect."""
    return format_html('<input type="hidden" name="key" value="{}">', uuid4())
