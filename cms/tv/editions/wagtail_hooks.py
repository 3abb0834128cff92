"""Where the programme stands in the admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.tv.editions.channel_views import ChangeChannelView, NewChannelView
from cms.tv.editions.permissions import may_make_programme
from cms.tv.editions.views import EditionsView, NewRundownView, RundownsView, RundownView


@hooks.register("register_admin_urls")
def programme_urls() -> list[URLPattern]:
    return [
        path("tv/programme/", RundownsView.as_view(), name="tv_rundowns"),
        path("tv/programme/new/", NewRundownView.as_view(), name="tv_rundown_new"),
        path("tv/programme/<int:rundown_id>/", RundownView.as_view(), name="tv_rundown"),
        path("tv/channels/new/", NewChannelView.as_view(), name="tv_channel_new"),
        path("tv/channels/<int:channel_id>/", ChangeChannelView.as_view(), name="tv_channel"),
        path("tv/channels/<int:channel_id>/editions/", EditionsView.as_view(), name="tv_editions"),
    ]


class ProgrammeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_make_programme(request.user)


@hooks.register("register_tv_menu_item")
def programme_menu_item() -> MenuItem:
    return ProgrammeMenuItem(
        _("TV programme"), reverse_lazy("tv_rundowns"), name="tv-programme", icon_name="list-ol", order=200
    )
