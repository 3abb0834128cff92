"""Names that consumers rely on: what kind of thing an item is, and the id that never changes (T-01)."""

from uuid import UUID

from wagtail.models import Page, get_page_models

from cms.core.models import BasePage, snake_case


def kind_of(model: type[Page]) -> str:
    """`ScenicSpotPage` -> `scenic_spot`."""
    return snake_case(model.__name__).removesuffix("_page")


def kinds() -> dict[str, type[Page]]:
    """All that the channel can show, by name."""
    return {kind_of(model): model for model in get_page_models() if issubclass(model, BasePage)}


def item_id(kind: str, translation_key: UUID) -> str:
    return f"{kind}:{translation_key}"


def parse_id(text: str) -> tuple[str, UUID] | None:
    """None for what cannot be an id."""
    kind, _colon, key = text.partition(":")
    try:
        return (kind, UUID(key)) if kind in kinds() else None
    except ValueError:
        return None
