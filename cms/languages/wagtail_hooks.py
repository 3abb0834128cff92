from wagtail.snippets.models import register_snippet

from cms.languages.models import GlossaryTerm

register_snippet(GlossaryTerm)
