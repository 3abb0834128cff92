from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from cms.core.scoped_views import SharedViewSet, register_shared
from cms.pages.commentary.models import PenName

register_shared(PenName)


class PenNameViewSet(SharedViewSet):
    model = PenName
    icon = "edit"
    menu_label = _("Pen names")
    list_display = ["name", "introduction"]
    ordering = ["name"]


register_snippet(PenNameViewSet)
