"""What counts on a county's site besides its own list: the lists of the sites above, to be read."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.editorial.texts.lexicon import chain_of_site
from cms.editorial.texts.models import LiveFinding, Term
from cms.editorial.texts.reports import sites_of


def terms_above(request: HttpRequest) -> QuerySet[Term]:
    """Of the sites above those whose findings the person may see, without lists that are the person's own."""
    own = sites_of(request, LiveFinding).select_related("root_page")
    above = {site_id for site in own for site_id in chain_of_site(site)} - {site.pk for site in own}
    return Term.objects.filter(site__in=above)


class TermsAboveView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "texts/above.html"
    page_title = _("Lists of the sites above")
    header_icon = "openquote"

    @cached_property
    def terms(self) -> list[Term]:
        return list(terms_above(self.request))

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.terms:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(terms=self.terms, **kwargs)
