from typing import TYPE_CHECKING

from wagtail.models import Page

from cms.editorial.risk.states import demands_prefecture

if TYPE_CHECKING:
    from cms.editorial.review.models import ReviewStage


def is_required(stage: "ReviewStage", page: Page) -> bool:
    """Whether this page, as it was handed in, needs the stage."""
    if stage.required == "always":
        return True
    if stage.required == "sometimes" and page._meta.label in stage.page_types:
        return True
    return demands_prefecture(page)
