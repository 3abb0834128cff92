"""Which views of Wagtail's admin are exchanged for ones that know whose things are whose."""

from collections.abc import Callable

from django.views import View

from sites.isolation import media, redirect_import, redirects, reports, tags
from sites.isolation.choosing import OwnPagesBrowseView
from sites.isolation.files import ImageChoices
from sites.isolation.overrides import edit_own_override
from sites.isolation.pages import CollectionPrivacyView, PagePrivacyView

VIEWS: dict[str, Callable | type[View]] = {
    "wagtailadmin_choose_page": OwnPagesBrowseView,
    "wagtailadmin_collections:set_privacy": CollectionPrivacyView,
    "page_privacy": PagePrivacyView,
    "wagtail_localize:edit_override": edit_own_override,
    "wagtailimages_chooser:choose": ImageChoices,
    "wagtailmedia:index": media.index,
    "wagtailmedia:chooser": media.chooser,
    "wagtailmedia:chooser_typed": media.chooser,
    "wagtailmedia:media_chosen": media.media_chosen,
    "wagtailmedia:chooser_upload": media.chooser_upload,
    "wagtailadmin_tag_autocomplete": tags.autocomplete,
    "wagtailadmin_tag_model_autocomplete": tags.autocomplete,
    "wagtailredirects:index": redirects.RedirectListing,
    "wagtailredirects:index_results": redirects.RedirectListing,
    "wagtailredirects:add": redirects.RedirectCreation,
    "wagtailredirects:edit": redirects.RedirectEditing,
    "wagtailredirects:delete": redirects.RedirectDeletion,
    "wagtailredirects:start_import": redirect_import.start_import,
    "wagtailredirects:process_import": redirect_import.process_import,
    **{
        f"wagtailadmin_reports:{name}{ending}": view
        for name, view in {
            "locked_pages": reports.LockedPages,
            "workflow": reports.WorkflowReport,
            "workflow_tasks": reports.WorkflowTaskReport,
            "site_history": reports.SiteHistory,
            "aging_pages": reports.AgingPages,
            "page_types_usage": reports.PageTypesUsage,
        }.items()
        for ending in ("", "_results")
    },
}
