"""The one definition of what television may show. Every answer begins here."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page, PageQuerySet

from cms.core.scope import live_public
from cms.editorial.gate.models import Clearance, EndedQuerySet
from cms.tv.models import Item


def readable(pages: PageQuerySet) -> PageQuerySet:
    """What everybody can see at this moment. A page whose time is up is not even before the scheduler takes it down."""
    return live_public(pages).filter(Q(expire_at=None) | Q(expire_at__gt=timezone.now()))


def visible_items() -> EndedQuerySet:
    """Approved for television, and live at this moment with the content that was approved, for everybody to see.

    Asked of the pages themselves at each request: what a feed, a cache or a list once said makes no difference.
    `shown_at` is the time to sort by: that of first publication, or of the approval for pages that came without one.
    """
    cleared = Clearance.objects.open().filter(
        translation_key=OuterRef("translation_key"), locale=OuterRef("locale"), fingerprint=OuterRef("fingerprint")
    )
    return (
        Item.objects.open()
        .filter(
            Exists(cleared),
            Exists(readable(Page.objects.filter(pk=OuterRef("page"))).order_by()),
            page__translation_key=F("translation_key"),
            page__locale=F("locale"),
        )
        .annotate(shown_at=Coalesce("page__first_published_at", "created_at"))
    )
