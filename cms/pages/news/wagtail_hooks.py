from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from cms.core.scoped_views import SharedViewSet, register_shared
from cms.pages.news.models import Topic

register_shared(Topic)


class TopicViewSet(SharedViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["name", "slug"]
    ordering = ["name"]


register_snippet(TopicViewSet)
