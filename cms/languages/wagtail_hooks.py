from wagtail.snippets.models import register_snippet

from cms.core.scoped_views import SharedViewSet, register_shared
from cms.languages import english_hooks, explorer_hooks, traditional_hooks  # noqa: F401 - register their hooks
from cms.languages.models import GlossaryTerm

register_shared(GlossaryTerm)


class GlossaryTermViewSet(SharedViewSet):
    model = GlossaryTerm


register_snippet(GlossaryTermViewSet)
