from typing import TYPE_CHECKING

from wagtail.models import Page

if TYPE_CHECKING:
    from cms.editorial.review.models import ReviewStage


def is_required(stage: "ReviewStage", page: Page) -> bool:
    """Whether this page, as it was handed in, needs the stage."""
    return stage.required == "always" or (stage.required == "sometimes" and page._meta.label in stage.page_types)
