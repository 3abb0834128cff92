from django import template
from wagtail.models import Page

from cms.editorial.urgent.marking import is_urgent

register = template.Library()


@register.filter
def unconfirmed(page: Page) -> bool:
    """`{% if page|unconfirmed %}`: put out in an emergency, and not confirmed by two people yet."""
    return is_urgent(page)
