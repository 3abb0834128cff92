from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.editorial.review import listing, views

# After everybody else has put theirs.
LAST = 1000


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern]:
    return [
        path("review/", listing.ReviewListView.as_view(), name="review_list"),
        path("review/<int:page_id>/", views.ReviewView.as_view(), name="review_page"),
        path("review/<int:page_id>/preview/", views.PreviewView.as_view(), name="review_preview"),
    ]


@hooks.register("register_admin_menu_item")
def review_menu_item() -> MenuItem:
    return MenuItem(_("Review"), reverse("review_list"), name="review", icon_name="tick-inverse", order=150)


hooks.register("construct_homepage_panels", listing.put_panel, order=LAST)
