from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.commentary.models import PenName


class PenNameViewSet(SnippetViewSet):
    model = PenName
    icon = "edit"
    menu_label = _("Pen names")
    list_display = ["name", "introduction"]
    ordering = ["name"]


register_snippet(PenNameViewSet)
