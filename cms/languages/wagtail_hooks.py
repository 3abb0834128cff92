from wagtail.snippets.models import register_snippet

from cms.languages import english_hooks, explorer_hooks, traditional_hooks  # noqa: F401 - register their hooks
from cms.languages.models import GlossaryTerm

register_snippet(GlossaryTerm)
