"""Making a channel, and giving it another name. It is switched off, never deleted."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, UpdateView

from cms.core.site_field import SiteField, SiteNumberForm
from cms.tv.editions.models import Channel
from cms.tv.editions.views import ProgrammeView


class ChannelForm(SiteNumberForm):
    """The code is what screens know it by: it is chosen once."""

    site = SiteField(label=gettext_lazy("Site"), required=False, empty_label=gettext_lazy("All sites"))

    class Meta:
        model = Channel
        fields = ("code", "name", "site", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].disabled = bool(self.instance.pk)

    def save(self, commit: bool = True) -> Channel:
        channel = super().save(commit)
        channel.touch()
        return channel


class ChannelView(ProgrammeView):
    model = Channel
    form_class = ChannelForm
    template_name = "tv_editions/channel.html"
    success_url = reverse_lazy("tv_rundowns")


class NewChannelView(ChannelView, CreateView):
    page_title = gettext_lazy("New channel")


class ChangeChannelView(ChannelView, UpdateView):
    page_title = gettext_lazy("Channel settings")
    pk_url_kwarg = "channel_id"
