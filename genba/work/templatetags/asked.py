"""Pages leave out what the organisation asks no more: `{% if "improve.card.severity"|is_asked %}`."""

from django import template

from genba.work.asking import removing

register = template.Library()


@register.filter
def is_asked(code: str) -> bool:
    """Whether the field with this code is asked and shown."""
    return removing.is_asked(code)
