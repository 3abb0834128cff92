from typing import Any

from django import template

register = template.Library()


@register.filter
def at(table: dict[str, Any], key: str) -> Any:
    """What a table holds for a key that is itself a variable."""
    return table.get(key, "")
