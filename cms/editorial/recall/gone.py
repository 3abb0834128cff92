"""Whether an address, a page or a file is gone because it was recalled. For those who answer readers."""

from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.editorial.recall.models import Recall, RecalledAddress, RecalledPage


def recall_at(request: HttpRequest) -> Recall | None:
    """For an address that answers 404 otherwise."""
    site = Site.find_for_request(request)
    path = f"{request.path_info.rstrip('/')}/"
    if site is None or len(path) > RecalledAddress._meta.get_field("path").max_length:
        return None
    found = RecalledAddress.objects.at(site, path).first()
    return found.page.recall if found and not found.page.is_back else None


def is_recalled(page_id: int) -> bool:
    """Not when it is live again, or was in between and went another way."""
    if Page.objects.live().filter(pk=page_id).exists():
        return False
    row = RecalledPage.objects.filter(page_id=page_id).select_related("recall").last()
    return row is not None and not row.is_back
